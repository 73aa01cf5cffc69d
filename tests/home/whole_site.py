"""A mission with something of everything, and the site around Django as the server runs it, asked without a server."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from asgiref.sync import async_to_sync
from django.core.handlers.asgi import ASGIHandler
from django.utils import timezone

from core.content_version import tracker
from core.models import OpeningHours
from core.page_cache import PageCache
from core.turnstile import Turnstile
from home.models import StandardPage
from music.models import MusicPage, ProgrammeItem, ProgrammePage, SampleText
from tests.events.ground import make_calendar, make_event
from tests.missions import Missions
from tests.music.asking import Reply, ask_async, make_sample
from tests.news.ground import make_author, make_bulletin, make_category, make_contact, make_index, make_series

START = datetime(2024, 3, 20, 16, tzinfo=UTC)  # noon in New York
ADDRESSES = (
    "/",
    "/kk/",
    "/news/",
    "/news/?category=general",
    "/news/?page=2",
    "/news/2008/",
    "/news/2008/12/",
    "/news/category/general/",
    "/news/series/special-issue/",
    "/news/author/admin/",
    "/news/issue-1/",
    "/news/issue-2/",
    "/news/feed.rss",
    "/news/feed.atom",
    "/news/category/general/feed.rss",
    "/events/",
    "/events/past/",
    "/events/2024/03/",
    "/events/2024/3/",
    "/events/event-1/",
    "/events/event-2/",
    "/events/calendar.ics",
    "/events/event-1/event.ics",
    "/music/",
    "/music/songs/",
    "/music/songs/programme.m3u8",
    "/music/songs/programme.xspf",
    "/music/samples/dala-tany/",
    "/music/samples/later/",
    "/music/feed.rss",
    "/music/songs/feed.rss",
    "/music/podcast.png",
    "/music/songs/?data=low",
    "/music/samples/dala-tany/embed/",
    "/music/samples/dala-tany/texts/kk.txt",
    "/music/samples/dala-tany/chapters.json",
    "/oembed?url=http://aland.example/music/samples/dala-tany/",
    "/about/",
    "/about/visas/",
    "/search/",
    "/alerts/feed.atom",
    "/kk/alerts/feed.rss",
    "/contacts/press-office.vcf",
    "/contacts/press-office/",
    "/closed-days.ics",
    "/kk/closed-days.ics",
    "/missing/",
    "/kk/news/",
    "/robots.txt",
    "/sitemap.xml",
)


class Counted:
    """Django, and how often it was asked."""

    def __init__(self) -> None:
        self.django = ASGIHandler()
        self.count = 0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.count += 1
        await self.django(scope, receive, send)


class Clock:
    """What the site takes for now."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


class WholeSite:
    """The cache and Django behind it. ``kept`` asks both, ``fresh`` Django alone."""

    def __init__(self, host: str) -> None:
        self.host = host
        self.counted = Counted()
        self.cache = PageCache(Turnstile(self.counted, 4, 10), clock=lambda: timezone.now().timestamp())

    def kept(self, address: str, method: str = "GET", host: str = "", **headers: str) -> Reply:
        # Each look of a test is that of a process that has just looked at the database.
        tracker.looked_at = float("-inf")
        return self._ask(self.cache, address, method, host, headers)

    def fresh(self, address: str, host: str = "") -> Reply:
        return self._ask(self.counted.django, address, "GET", host, {})

    def _ask(self, app: Any, address: str, method: str, host: str, headers: dict[str, str]) -> Reply:
        path, _mark, query = address.partition("?")
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        return async_to_sync(ask_async)(app, path, method, names, host=host or self.host, query=query)

    def differences(self, *addresses: str, host: str = "") -> list[str]:
        """The addresses whose kept answer is not what Django would say now."""
        return [one for one in addresses if facts(self.kept(one, host=host)) != facts(self.fresh(one, host=host))]


def facts(reply: Reply) -> tuple[Any, ...]:
    """What a visitor sees of an answer."""
    fields = {name.lower(): value for name, value in reply.headers.items()}
    seen = ("content-type", "content-language", "content-security-policy", "location", "x-frame-options", "link")
    return reply.status, reply.body, *(fields.get(name) for name in seen)


@contextmanager
def clock_at(monkeypatch: Any, moment: datetime = START) -> Any:
    """Everything that asks Django what time it is hears what the clock says."""
    clock = Clock(moment)
    with monkeypatch.context() as patch:
        patch.setattr(timezone, "now", clock)
        yield clock


def furnish(missions: Missions) -> dict[str, Any]:
    """Bulletins, events, recordings, plain pages, contacts and hours; what ``ADDRESSES`` names."""
    first, home = missions.first, missions.first.home["en"]
    news, calendar = make_index(first), make_calendar(home)
    rows = {"series": make_series(first), "category": make_category(first), "author": make_author(first)}
    contact = make_contact(first)
    music = home.add_child(instance=MusicPage(title="Music", slug="music", locale=home.locale))
    sample = make_sample(first, permission_until=START + timedelta(hours=3))
    sample.texts, sample.chapters = [SampleText(language="kk", body="Дала")], "0:00 Басы"
    sample.save()
    coming = make_sample(first, slug="later", permission_from=START + timedelta(hours=2))
    programme = ProgrammePage(title="Songs", slug="songs", locale=home.locale)
    programme.items = [ProgrammeItem(sample=sample, sort_order=0), ProgrammeItem(sample=coming, sort_order=1)]
    music.add_child(instance=programme)
    soon = {"start_date": date(2024, 3, 20), "start_time": time(13), "end_time": time(14)}
    events = [
        make_event(calendar, **soon),
        make_event(calendar, **{**soon, "end_time": time(16), "takes_replies": True, "places": 2}),
        make_event(calendar),
    ]
    body = [
        ("audio_sample", coming),
        ("audio_sample", sample),
        ("programme", programme),
        ("event", events[0]),
        ("text", "<h2>Reform</h2><p>Words.</p>"),
    ]
    bulletins = [make_bulletin(news, "Issue 1", number=1, contact=contact, body=body, **rows)]
    bulletins += [make_bulletin(news, f"Issue {n}", number=n, date=date(2008, 1, n), **rows) for n in range(2, 13)]
    about = home.add_child(instance=StandardPage(title="About", slug="about", locale=home.locale, show_in_menus=True))
    visas = StandardPage(title="Visas", slug="visas", locale=home.locale, body=[("event", events[1])])
    visas = about.add_child(instance=visas)
    OpeningHours.objects.create(parent=first.mission, weekday=2, opens=time(9), closes=time(17))
    return {
        **rows,
        "news": news,
        "music": music,
        "contact": contact,
        "sample": sample,
        "coming": coming,
        "programme": programme,
        "events": events,
        "bulletins": bulletins,
        "about": about,
        "visas": visas,
    }
