"""What an import is asked to do: into which calendar, at whose wish, and how; and the reading of its file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from wagtail.models import Site

from core.missions import mission_of_site, site_of, sites_for
from core.models import MissionSettings
from events.ics_lines import Limits
from events.ics_reading import Reading, Wishes, read_file
from events.models import EventCategory, EventsPage


@dataclass(frozen=True)
class Job:
    """Into which calendar events go, at whose wish, and how.

    ``user`` None is who runs commands and may do everything. ``publish`` counts for new events; ``overwrite`` takes
    the file's word against an editor's. ``now`` is aware.
    """

    calendar: EventsPage
    site: Site
    mission: MissionSettings
    categories: dict[str, EventCategory]
    now: datetime
    user: Any = None
    publish: bool = False
    overwrite: bool = False


def job_for(calendar: EventsPage, now: datetime, **wishes: Any) -> Job:
    """The calendar has to lie in a mission's tree."""
    site = site_of(calendar)
    if site is None:
        raise LookupError("The calendar belongs to no mission.")
    words = EventCategory.objects.for_site(site).prefetch_related("words")
    categories = {word.name.lower(): category for category in words for word in category.words.all()}
    return Job(calendar, site, mission_of_site(site), categories, now, **wishes)


def wishes_for(mission: MissionSettings, last_day: date | None) -> Wishes:
    """How files are read for a mission; rules without an end end on ``last_day``."""
    limits = Limits(
        size=settings.EVENT_IMPORT_SIZE,
        lines=settings.EVENT_IMPORT_LINES,
        events=settings.EVENT_IMPORT_EVENTS,
        seconds=settings.EVENT_IMPORT_SECONDS,
    )
    return Wishes(mission.time_zone, last_day, limits, settings.EVENT_MAX_DATES, settings.EVENT_IMPORT_CHARACTERS)


def read_for(job: Job, data: bytes, last_day: date | None) -> Reading:
    """Raises FileRefused."""
    return read_file(data, wishes_for(job.mission, last_day))


def calendars_of(site: Site) -> list[EventsPage]:
    """The calendars of a mission, that in its main language first."""
    main = mission_of_site(site).main_language
    found = EventsPage.objects.for_site(site).select_related("locale").order_by("path")
    return sorted(found, key=lambda page: page.locale.language_code != main)


def calendars_for(user: Any) -> list[EventsPage]:
    """The calendars of the user's missions, those below which the user may add events."""
    found = [page for site in sites_for(user).order_by("pk") for page in calendars_of(site)]
    return [page for page in found if page.permissions_for_user(user).can_add_subpage()]
