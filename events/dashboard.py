"""What the dashboard tells of events: the next ones on the mission's clock, and the way to a new one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from core.dashboard import Content, Desk, PagesPanel, Part, Row, edit_address
from core.missions import local_now
from core.models import MissionSettings
from events import dates
from events.cards import state_of
from events.models import EventDate, EventPage, EventsPage

NEXT = 5


class EventsPanel(PagesPanel):
    """The next published events."""

    name, order = "events", 200

    def content(self) -> Content:
        dates = EventDate.objects.of(self.desk.pages(EventPage.objects.live())).upcoming(self.desk.now).for_cards()
        found = told_once(self.desk, dates[: NEXT * len(settings.LANGUAGES)])[:NEXT]
        return Content(
            heading=_("Next events"),
            empty=_("No event is ahead."),
            parts=[Part([self.row(one) for one in found])],
        )

    def row(self, one: EventDate) -> Row:
        event = one.event
        mission = self.desk.mission_of(event)
        place = (event.venue,) if event.venue else ()
        return Row(
            title=event.title,
            url=edit_address(event),
            lang=event.locale.language_code,
            facts=(when(one, mission), *place, *self.desk.whose(mission)),
        )


def told_once(desk: Desk, dates: Iterable[EventDate]) -> list[EventDate]:
    """Each date in one language: that of its mission, or else the one that came first."""
    chosen: dict[Any, EventDate] = {}
    for one in dates:
        key = one.event.translation_key, one.original
        if key not in chosen or one.event.locale.language_code == desk.mission_of(one.event).main_language:
            chosen[key] = one
    return list(chosen.values())


def when(one: EventDate, mission: MissionSettings) -> str:
    """Days and hours on the mission's clock, and the state; an all-day event has its own days."""
    state = state_of(one.event.state, one.kind)
    return f"{_when(one, mission)}. {state}" if state else _when(one, mission)


def _when(one: EventDate, mission: MissionSettings) -> str:
    typed = one.typed()
    last_typed = max(typed.start_date, typed.end_date)
    if typed.all_day:
        return dates.span_of_days(typed.start_date, last_typed)
    start, end = local_now(mission, one.starts_at), local_now(mission, one.ends_at)
    if typed.end_time is None:
        last, hours = max(start.date(), last_typed), dates.span_of_hours(start, None)
    else:
        last, hours = end.date(), dates.span_of_hours(start, end)
    day = dates.full_date(start.date()) if start.date() == last else dates.span_of_days(start.date(), last)
    return f"{day}, {hours}"


def new_event_address(desk: Desk) -> str:
    """Where a new event of the desk's mission is written, in its main language; "" where that is not allowed."""
    if desk.mission is None:
        return ""
    calendars = EventsPage.objects.for_site(desk.mission.site).for_language(desk.mission.main_language)
    calendar = calendars.first()
    if calendar is None or not calendar.permissions_for_user(desk.user).can_add_subpage():
        return ""
    return reverse("wagtailadmin_pages:add", args=["events", "eventpage", calendar.pk])
