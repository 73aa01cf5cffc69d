"""A press officer's day through the real forms of the admin, and what visitors see of it at once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree import ElementTree

from django.test import Client
from django.urls import reverse
from icalendar import Calendar
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from events.models import EventPage, EventsPage
from music.models import AudioSample
from news.models import BulletinPage, NewsIndexPage
from tests.missions import Missions, TestMission, visitor
from tests.music import audio_files as files
from tests.music.uploading import MANY, upload_of
from tests.news.ground import add_url, bulletin_data, make_author, make_category, make_index, make_series

INTRODUCTION = "Twelve schools borrowed a dombra for a week."


def login(mission: TestMission) -> Client:
    """Through the login form, with a password."""
    client = Client(headers={"host": mission.host})
    form = {"username": mission.editor.username, "password": "not-a-default-9", "next": "/admin/"}
    answer = client.post(reverse("wagtailadmin_login"), form)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/admin/")
    assert client.get("/admin/").status_code == 200
    return client


def upload_two(client: Client, mission: TestMission) -> list[AudioSample]:
    both = [upload_of(files.kazakh("mp3")), upload_of(files.plain("opus", 1, 5), "second.opus")]
    answer = client.post(MANY, {"collection": mission.collection.pk, "recordings": both})
    assert answer.status_code == 200
    assert "Дала таңы" in answer.content.decode()
    return list(AudioSample.objects.order_by("pk"))


def make_public(client: Client, samples: list[AudioSample]) -> None:
    answer = client.post(reverse("music_admin:publicity"), {"public": "1", "sample": [one.pk for one in samples]})
    assert answer.status_code == 302


def write_bulletin(client: Client, index: NewsIndexPage, sample: AudioSample, **values: Any) -> BulletinPage:
    post = bulletin_data(
        "A dombra for every school",
        summary=INTRODUCTION,
        body=[("text", rich_text("<p>Two strings are enough.</p>")), ("audio_sample", str(sample.pk))],
        number=25,
        **values,
    )
    preview = reverse("wagtailadmin_pages:preview_on_add", args=["news", "bulletinpage", index.pk])
    assert client.post(preview, post).json() == {"is_valid": True, "is_available": True}
    shown = client.get(preview)
    assert shown.status_code == 200
    assert "Two strings are enough." in shown.content.decode()
    answer = client.post(add_url(index), post)
    assert answer.status_code == 302
    page = BulletinPage.objects.get()
    assert not page.live
    answer = client.post(
        reverse("wagtailadmin_pages:edit", args=[page.pk]), {**post, "action-publish": "action-publish"}
    )
    assert answer.status_code == 302
    page.refresh_from_db()
    assert page.live
    return page


def write_event(client: Client, index: EventsPage, day: str) -> EventPage:
    post = nested_form_data(
        {
            "title": "Dombra evening",
            "slug": "dombra-evening",
            "start_date": day,
            "start_time": "18:30",
            "end_date": day,
            "end_time": "20:30",
            "time_zone": "America/New_York",
            "venue": "Great hall",
            "address": "",
            "summary": "Two players, two strings each.",
            "description": streamfield([]),
            "single_dates": streamfield([]),
            "state": "scheduled",
            "persons_per_reply": "1",
            "closes_hours_before": "0",
            "questions": streamfield([]),
            "contact": "",
            "seo_title": "",
            "search_description": "",
            "comments": inline_formset([]),
            "action-publish": "action-publish",
        }
    )
    answer = client.post(reverse("wagtailadmin_pages:add", args=["events", "eventpage", index.pk]), post)
    assert answer.status_code == 302, answer.context["form"].errors
    return EventPage.objects.get()


def test_an_editors_day(missions: Missions) -> None:
    mission = missions.first
    index = make_index(mission)
    calendar = mission.home["en"].add_child(instance=EventsPage(title="Events", locale=mission.home["en"].locale))
    client, public = login(mission), visitor(mission)

    first, second = upload_two(client, mission)
    assert (first.title, first.artist) == ("Дала таңы", "Ғылым Өнерұлы Қоңыр")
    assert second.title == "second"
    assert not first.public
    make_public(client, [first])

    rows = {"series": make_series(mission), "category": make_category(mission), "author": make_author(mission)}
    page = write_bulletin(client, index, first, **rows)
    assert "A dombra for every school" in public.get("/").content.decode()
    text = public.get(page.url).content.decode()
    assert "Special Issue No 25" in text
    assert f"/music/audio/{first.public_id}/original/" in text
    feed = ElementTree.fromstring(public.get("/news/feed.rss").content)
    assert [item.findtext("title") for item in feed.iter("item")] == ["Special Issue No 25: A dombra for every school"]
    assert f'href="/news/{page.slug}/"' in public.get("/search/", {"q": "dombra"}).content.decode()

    day = datetime.now(UTC) + timedelta(days=40)
    event = write_event(client, calendar, f"{day:%Y-%m-%d}")
    assert "Dombra evening" in public.get(f"/events/{day:%Y/%m}/").content.decode()
    found = Calendar.from_ical(public.get("/events/dombra-evening/event.ics").content)
    assert [str(one["summary"]) for one in found.walk("VEVENT")] == ["Dombra evening"]
    assert event.live


def test_nothing_of_the_day_shows_on_the_other_missions_host(missions: Missions) -> None:
    mission = missions.first
    index = make_index(mission)
    client = login(mission)
    first, _second = upload_two(client, mission)
    make_public(client, [first])
    rows = {"series": make_series(mission), "category": make_category(mission), "author": make_author(mission)}
    page = write_bulletin(client, index, first, **rows)
    stranger = visitor(missions.second)
    assert stranger.get(page.url).status_code == 404
    for path in ("/", "/search/?q=dombra"):
        text = stranger.get(path).content.decode()
        assert page.slug not in text
        assert first.public_id not in text
