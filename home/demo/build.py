"""Puts the demonstration together: the first mission whole, a second one on request."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from wagtail.models import Site

from core.missions import local_now
from core.provision import Mission
from home.demo import recordings, scale, tree
from home.demo.bulletins import make_bulletins, make_named
from home.demo.calendar import make_events
from home.demo.gallery import make_gallery
from home.demo.reading import BodyWriter, read
from news.models import BulletinPage, Category, CategoryWords, Series, SeriesWords

SECOND_HOST = "second.localhost"


def port_of_base_url() -> int:
    parts = urlsplit(settings.BASE_URL)
    return parts.port or (443 if parts.scheme == "https" else 80)


def build_first(now: datetime) -> Mission:
    """The Embassy of Kazakhstan with its pages, events and recordings; adds only what is missing."""
    data, pages = read("mission"), read("pages")
    with transaction.atomic():
        tree.rename_welcome_page()
        homes = tree.make_homes(pages["home"])
        host = urlsplit(settings.BASE_URL).hostname or "localhost"
        site = tree.make_site(homes["en"], data["site"]["site_name"], host, port_of_base_url(), default=True)
        mission = tree.make_mission(site, data)
        contact = tree.make_contact(site, data)
        indexes = tree.make_indexes(homes)
        tree.drop_welcome_page()
    samples = recordings.make_recordings(mission)
    with transaction.atomic():
        gallery = make_gallery(mission)
        writer = BodyWriter(contact.pk, {slug: sample.pk for slug, sample in samples.items()}, gallery.block)
        recordings.make_programme(indexes["music"], pages["programme"], samples)
        make_bulletins(site, indexes["news"], contact, writer, gallery)
        make_events(indexes["events"], data["site"]["time_zone"], local_now(mission.settings, now).date(), gallery)
        tree.make_standard_pages(homes["en"], writer)
    return mission


def build_second() -> Mission:
    """A fictitious mission on a host name of its own."""
    data = read("second")
    pages = data["pages"]
    with transaction.atomic():
        home = tree.make_homes({"en": pages["home"]})["en"]
        site = tree.make_site(home, data["site"]["site_name"], SECOND_HOST, port_of_base_url(), default=False)
        mission = tree.make_mission(site, data)
        tree.make_contact(site, data)
        titles = {kind: {"en": {"title": pages[kind]}} for kind in ("news", "events", "music")}
        indexes = tree.make_indexes({"en": home}, titles)
        _make_letter(site, indexes["news"]["en"], data["bulletin"])
    return mission


def _make_letter(site: Site, index: Any, entry: dict[str, Any]) -> None:
    series = make_named(site, [entry["series"]], Series, SeriesWords)
    category = make_named(site, [entry["category"]], Category, CategoryWords)
    tree.page_below(
        index,
        BulletinPage,
        slug=entry["slug"],
        title=entry["title"],
        summary=entry["summary"],
        body=[("text", entry["text"])],
        series=series[entry["series"]["slug"]],
        number=entry["number"],
        date=entry["date"],
        category=category[entry["category"]["slug"]],
    )


def build_scale(mission: Mission, count: int, now: datetime) -> None:
    """Adds ``count`` bulletins, events and samples to the first mission."""
    site = mission.site
    zone = mission.settings.time_zone
    news, events = tree.index_pages(site)
    category = Category.objects.for_site(site).get(slug="general")
    with transaction.atomic():
        scale.scale_bulletins(site, news, category, count)
        scale.scale_events(events, zone, local_now(mission.settings, now).date(), count)
    recordings.scale_recordings(mission, count)
