"""Alerts: above every page of their mission, first in the source, on at their minute and over by themselves."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4
from xml.etree import ElementTree

import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import PageViewRestriction

from core.alerts import EMERGENCY, NOTICE, WARNING, Alert, alerts_on, in_words, next_turn
from core.models import Alert as Row
from core.shown_alerts import shown_alerts
from home.models import StandardPage
from tests.home.whole_site import START, WholeSite, clock_at, furnish
from tests.missions import LANGUAGES, Missions, editor_of, visitor

HOUR = timedelta(hours=1)
ATOM = "{http://www.w3.org/2005/Atom}"


def alert(level: str = NOTICE, begin: int = 0, end: int = 2, **values: Any) -> Alert:
    texts = {"en": "The office is closed"}
    return replace(Alert(uuid4(), level, START + begin * HOUR, START + end * HOUR, START, texts, {}, {}), **values)


def put_up(mission: Any, level: str = NOTICE, **values: Any) -> Row:
    now = timezone.now()
    defaults = {"starts_at": now - HOUR, "ends_at": now + HOUR, "heading": {"en": "The office is closed"}}
    return Row.objects.create(site=mission.site, level=level, **{**defaults, **values})


def test_an_alert_is_on_from_its_first_moment_to_before_its_last():
    one = alert(begin=0, end=2)
    seen = [one.is_on(START + minutes) for minutes in (-timedelta.resolution, timedelta(), 2 * HOUR)]
    assert seen == [False, True, False]


def test_the_most_urgent_stands_first_and_of_one_level_the_latest():
    early, late, urgent, over = alert(begin=-2), alert(begin=-1), alert(EMERGENCY, -5), alert(WARNING, -3, 0)
    assert alerts_on([early, late, urgent, over], START) == [urgent, late, early]


def test_the_next_turn_is_the_nearest_beginning_or_end_ahead():
    assert next_turn([alert(begin=-1, end=3), alert(begin=2, end=5)], START) == START + 2 * HOUR
    assert next_turn([alert(begin=-2, end=0)], START) is None


@pytest.mark.parametrize(("language", "expected"), [("en", ("A", "")), ("kk", ("A", "en")), ("ru", ("Б", ""))])
def test_words_fall_back_to_the_main_language_and_are_marked(language: str, expected: tuple[str, str]):
    with translation.override(language):
        said = in_words(alert(heading={"ru": "Б", "en": "A"}), "en", "")
    assert tuple(said.heading) == expected


@pytest.mark.django_db
def test_every_page_of_the_mission_begins_with_it_and_no_page_of_another_has_it(missions: Missions):
    put_up(missions.first)
    for path in ("/", "/kk/", "/search/", "/subscribe/", "/nowhere/"):
        html = visitor(missions.first).get(path).content.decode()
        assert re.search(r'<body[^>]*>\s*<section class="alert alert-notice" aria-labelledby="alert-', html), path
        assert html.index('class="alert') < html.index('class="skip"') < html.index("<header")
    assert 'lang="en">The office is closed' in visitor(missions.first).get("/kk/").content.decode()
    assert "The office is closed" not in visitor(missions.second).get("/").content.decode()


@pytest.mark.django_db
def test_two_alerts_are_both_shown_the_emergency_first(missions: Missions):
    put_up(missions.first)
    put_up(missions.first, EMERGENCY, heading={"en": "Leave the building"}, text={"en": "Use <stairs>."})
    html = visitor(missions.first).get("/").content.decode()
    assert html.index("Leave the building") < html.index("The office is closed")
    assert "Use &lt;stairs&gt;." in html
    assert 'role="alert"' not in html


@pytest.mark.django_db
def test_a_link_leads_to_the_translation_of_the_page_and_never_to_a_closed_one(missions: Missions):
    home = missions.first.home
    page = home["en"].add_child(instance=StandardPage(title="Help", slug="help", locale=home["en"].locale))
    other = StandardPage(title="Көмек", slug="komek", locale=home["kk"].locale)
    other.translation_key = page.translation_key
    home["kk"].add_child(instance=other)
    put_up(missions.first, link_page=page, link_words={"en": "What to do"})

    def links(path: str) -> list[str]:
        html = visitor(missions.first).get(path).content.decode()
        return re.findall(r'href="([^"]+)"', html[html.index('class="alert') : html.index('class="skip"')])

    assert [links(path) for path in ("/", "/kk/", "/ru/")] == [["/help/"], ["/kk/komek/"], ["/help/"]]
    for closed in (page, other):
        PageViewRestriction.objects.create(page=closed, restriction_type="login")
    assert links("/") == []


@pytest.mark.django_db
def test_without_an_alert_a_page_asks_one_thing_more_and_only_while_nothing_is_remembered(
    missions: Missions, rf: Any, django_assert_num_queries: Any
):
    request = rf.get("/", headers={"host": "aland.example"})
    visitor(missions.first).get("/")
    with django_assert_num_queries(2):  # the site of the host, the alerts
        assert shown_alerts(request, timezone.now()) == []


def test_kept_pages_change_at_the_minute_when_an_alert_begins_and_when_it_ends(committed, monkeypatch):
    with clock_at(monkeypatch) as clock:
        furnish(committed)
        site = WholeSite(committed.first.host)
        addresses = ("/", "/news/issue-1/", "/missing/", "/kk/", "/search/", "/news/?data=low")
        put_up(committed.first, starts_at=START + HOUR, ends_at=START + 2 * HOUR, heading={"en": "Storm"})
        seen = []
        for moment in (0 * HOUR, HOUR - timedelta(seconds=1), HOUR, 2 * HOUR - timedelta(seconds=1), 2 * HOUR):
            clock.now = START + moment
            seen.append({b"Storm" in site.kept(address).body for address in addresses})
        assert seen == [{False}, {False}, {True}, {True}, {False}]


def test_a_kept_page_shows_an_alert_at_once_that_somebody_puts_up_and_drops_it_when_it_is_deleted(
    committed, monkeypatch
):
    with clock_at(monkeypatch):
        site = WholeSite(committed.first.host)
        assert b"Storm" not in site.kept("/").body
        row = put_up(committed.first, heading={"en": "Storm"})
        assert b"Storm" in site.kept("/").body
        row.delete()
        assert b"Storm" not in site.kept("/").body


def data_of(heading: dict[str, str] | None = None, **values: Any) -> dict[str, Any]:
    """What the browser posts of the form: each language has a field of its own."""
    posted = {"level": NOTICE, "starts_at": "", "ends_at": "2100-01-01 18:00", "link_page": "", "link_url": ""}
    texts = {"heading": {"en": "The office is closed"} if heading is None else heading}
    for name in ("heading", "text", "link_words"):
        for code in LANGUAGES:
            posted[f"{name}_{code}"] = texts.get(name, {}).get(code, "")
    return {**posted, **values}


@pytest.mark.django_db
def test_an_editor_puts_up_an_alert_on_the_missions_clock_in_one_form(missions: Missions):
    client = editor_of(missions.first)
    response = client.post(reverse("alerts:add"), data_of(starts_at="2099-07-01 09:00"))
    assert response.status_code == 302, response.context["form"].errors
    row = Row.objects.get()
    assert (row.site, row.heading) == (missions.first.site, {"en": "The office is closed"})
    assert row.starts_at == datetime(2099, 7, 1, 13, tzinfo=UTC)  # summer in New York
    shown = client.get(reverse("alerts:edit", args=[row.pk])).content.decode()
    assert 'value="2099-07-01 09:00"' in shown
    assert "The time is that of America/New York." in shown
    assert "From 1 July 2099, 09:00" in client.get(reverse("alerts:index")).content.decode()


@pytest.mark.django_db
def test_an_alert_without_a_beginning_is_on_at_once_and_the_first_page_of_the_admin_says_so(missions: Missions):
    client = editor_of(missions.first)
    client.post(reverse("alerts:add"), data_of(level=EMERGENCY))
    assert "The office is closed" in visitor(missions.first).get("/").content.decode()
    first = client.get("/admin/").content.decode()
    assert "Now shown, until 1 January 2100, 18:00" in first
    assert "Now shown" not in editor_of(missions.second).get("/admin/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("values", "field", "sentence"),
    [
        ({"heading": {}}, "heading", "Write the heading in one language at least."),
        ({"ends_at": "2001-01-01 10:00"}, "ends_at", "The end must be after the beginning."),
        (
            {"starts_at": "2000-01-01 10:00", "ends_at": "2001-01-01 10:00"},
            "ends_at",
            "This moment is over. Nobody would see the alert.",
        ),
        ({"ends_at": ""}, "ends_at", "This field is required."),
        ({"ends_at": "2099-03-08 02:30"}, "ends_at", ""),
        ({"link_url": "javascript:alert(1)"}, "link_url", "Enter a valid URL."),
        ({"heading": {"en": "x" * 501}}, "heading", ""),
        ({"level": "panic"}, "level", ""),
    ],
)
def test_what_would_never_be_shown_is_refused_with_a_sentence(
    missions: Missions, values: dict[str, Any], field: str, sentence: str
):
    response = editor_of(missions.first).post(reverse("alerts:add"), data_of(**values))
    assert response.status_code == 200
    assert sentence in " ".join(response.context["form"].errors[field])
    assert not Row.objects.exists()


@pytest.mark.django_db
def test_a_page_of_another_mission_cannot_be_linked(missions: Missions):
    foreign = missions.second.home["en"]
    response = editor_of(missions.first).post(reverse("alerts:add"), data_of(link_page=foreign.pk))
    assert "This belongs to another mission." in str(response.context["form"].errors)


@pytest.mark.django_db
def test_editors_of_another_mission_neither_see_nor_touch_it(missions: Missions):
    row = put_up(missions.first)
    client = editor_of(missions.second)
    assert "The office is closed" not in client.get(reverse("alerts:index")).content.decode()
    for name in ("edit", "delete", "preview", "inspect", "history", "usage"):
        assert client.get(reverse(f"alerts:{name}", args=[row.pk])).status_code == 404, name
    client.post(reverse("alerts:add"), data_of(site=missions.first.site.pk))
    assert Row.objects.latest("pk").site == missions.second.site


@pytest.mark.django_db
def test_the_preview_shows_the_alert_above_a_page_before_it_is_saved(missions: Missions):
    client = editor_of(missions.first)
    address = reverse("alerts:preview_new")
    posted = client.post(address, data_of({"en": "The office is closed", "kk": "Жабық"}, level=WARNING))
    assert posted.json() == {"is_valid": True, "is_available": True}
    english, kazakh = (client.get(address, {"mode": code}).content.decode() for code in ("en", "kk"))
    assert 'class="alert alert-warning"' in english
    assert "The office is closed" in english
    assert "Жабық" in kazakh
    assert not Row.objects.exists()


@pytest.mark.django_db
def test_who_has_several_missions_sees_a_preview_once_one_is_chosen_and_types_on_its_clock(missions: Missions):
    missions.second.mission.time_zone = "Asia/Almaty"
    missions.second.mission.save()
    missions.first.editor.groups.add(missions.second.group)
    client = editor_of(missions.first)
    address = reverse("alerts:preview_new")
    assert not client.post(address, data_of()).json()["is_available"]
    assert client.get(address, {"mode": "en"}).status_code == 200
    assert client.post(address, data_of(site=missions.second.site.pk)).json()["is_available"]
    assert "Embassy of Borduria" in client.get(address, {"mode": "en"}).content.decode()
    assert "This field is required." in str(client.post(reverse("alerts:add"), data_of()).context["form"].errors)
    client.post(reverse("alerts:add"), data_of(site=missions.second.site.pk, ends_at="2100-01-01 18:00"))
    assert Row.objects.get().ends_at == datetime(2100, 1, 1, 13, tzinfo=UTC)


@pytest.mark.django_db
def test_the_table_refuses_an_end_before_the_beginning(missions: Missions):
    now = timezone.now()
    with pytest.raises(IntegrityError):
        put_up(missions.first, starts_at=now, ends_at=now)


def entries(client: Any, path: str = "/alerts/feed.atom") -> list[ElementTree.Element]:
    return ElementTree.fromstring(client.get(path).content).findall(f"{ATOM}entry")  # our own bytes


@pytest.mark.django_db
def test_the_feed_has_what_is_on_and_what_is_over_and_nothing_that_is_ahead(missions: Missions):
    now = timezone.now()
    put_up(missions.first, heading={"en": "Over"}, starts_at=now - 3 * HOUR, ends_at=now - HOUR)
    put_up(missions.first, EMERGENCY, heading={"en": "On"})
    put_up(missions.first, heading={"en": "Ahead"}, starts_at=now + HOUR, ends_at=now + 2 * HOUR)
    put_up(missions.second, heading={"en": "Elsewhere"})
    found = entries(visitor(missions.first))
    assert [entry.findtext(f"{ATOM}title") for entry in found] == ["Emergency: On", "Notice: Over"]
    assert "Over since" in (found[1].findtext(f"{ATOM}content") or "")


@pytest.mark.django_db
def test_an_entry_keeps_its_name_and_counts_as_changed_when_it_ends(missions: Missions, monkeypatch):
    with clock_at(monkeypatch) as clock:
        put_up(missions.first, starts_at=START, ends_at=START + HOUR)
        client = visitor(missions.first)
        before = entries(client)[0]
        clock.now = START + HOUR
        after = entries(client)[0]
        assert before.findtext(f"{ATOM}id") == after.findtext(f"{ATOM}id")
        assert after.findtext(f"{ATOM}updated") == "2024-03-20T13:00:00-04:00"
        assert entries(client, "/kk/alerts/feed.atom")[0].findtext(f"{ATOM}id") != after.findtext(f"{ATOM}id")


@pytest.mark.django_db
def test_every_page_leads_to_the_feeds_and_an_empty_one_is_a_feed(missions: Missions):
    client = visitor(missions.first)
    html = client.get("/kk/").content.decode()
    for form in ("rss", "atom"):
        assert f'href="/kk/alerts/feed.{form}"' in html
        answer = client.get(f"/kk/alerts/feed.{form}")
        assert answer.status_code == 200
        assert client.get(f"/kk/alerts/feed.{form}", headers={"if-none-match": answer["ETag"]}).status_code == 304
    assert client.get("/alerts/feed.json5").status_code == 404


@pytest.mark.django_db
def test_the_player_for_other_sites_shows_none(missions: Missions):
    from tests.music.asking import make_sample

    make_sample(missions.first, slug="dala")
    put_up(missions.first)
    html = visitor(missions.first).get("/music/samples/dala/embed/").content.decode()
    assert "The office is closed" not in html
