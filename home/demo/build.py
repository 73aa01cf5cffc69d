"""Puts the demonstration together: one mission, and on request a second one, made by the same steps."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction

from core.missions import local_now
from core.provision import Mission
from home.demo import recordings, tree
from home.demo.audio import make_samples, make_short
from home.demo.bulletins import make_bulletins
from home.demo.calendar import make_events
from home.demo.gallery import make_gallery
from home.demo.readers import make_readers
from home.demo.reading import BodyWriter, read
from home.demo.recordings import Recorder
from home.demo.special_days import make_special_days

SECOND_HOST = "second.localhost"


def port_of_base_url() -> int:
    parts = urlsplit(settings.BASE_URL)
    return parts.port or (443 if parts.scheme == "https" else 80)


def build_first(now: datetime) -> Mission:
    """The Embassy of Kazakhstan with its pages, events and recordings; adds only what is missing."""
    plan: dict[str, Any] = {"pages": read("pages")}
    for name in ("mission", "bulletins", "events", "samples", "readers"):
        plan |= read(name)
    plan["pictures"] = read("pictures")
    with transaction.atomic():
        tree.rename_welcome_page()
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    mission = _build(plan, host, now, make_samples, default=True)
    with transaction.atomic():
        tree.drop_welcome_page()
    return mission


def build_second(now: datetime) -> Mission:
    """A fictitious mission on a host name of its own; adds only what is missing."""
    return _build(read("second"), SECOND_HOST, now, make_short, default=False)


def _build(plan: dict[str, Any], host: str, now: datetime, record: Recorder, *, default: bool) -> Mission:
    """A mission as its files have it. ``record`` makes its recordings in a folder, in the order of the plan."""
    pages, facts = plan["pages"], plan["site"]
    with transaction.atomic():
        homes = tree.make_homes(pages["home"])
        main = homes[facts["main_language"]]
        site = tree.make_site(main, facts["site_name"], host, port_of_base_url(), default=default)
        mission = tree.make_mission(site, plan)
        contact = tree.make_contact(site, plan)
        indexes = tree.make_indexes(homes, pages)
    samples = recordings.make_recordings(mission, plan["sample"], record)
    with transaction.atomic():
        gallery = make_gallery(mission, plan.get("pictures"))
        writer = BodyWriter(contact.pk, {slug: sample.pk for slug, sample in samples.items()}, gallery.block)
        recordings.make_programme(indexes["music"], pages["programme"], samples)
        make_bulletins(site, indexes["news"], contact, writer, plan, gallery)
        today = local_now(mission.settings, now).date()
        make_events(site, indexes["events"], facts["time_zone"], today, plan, gallery)
        make_special_days(site, today, plan.get("special", []))
        tree.make_standard_pages(main, writer, pages["standard"])
        make_readers(site, now, plan)
    return mission
