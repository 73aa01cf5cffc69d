"""The list of subscribers in the admin: one mission's editors see their own, and add nobody."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from openpyxl import load_workbook
from wagtail.models import ModelLogEntry

from newsletter.admin import harmless
from newsletter.history import history
from newsletter.models import Bounce, Consent, Delivery, Subscriber, Suppression
from newsletter.topics import Topic
from tests.missions import Missions, TestMission, editor_of
from tests.news.ground import make_category
from tests.newsletter.letters import NOON, make_letters, make_reader

INDEX = "subscribers_modeladmin_index"


def subscriber(mission: TestMission, email: str, **facts: Any) -> Subscriber:
    values = {"language": "en", "asked_at": timezone.now(), **facts}
    return Subscriber.objects.create(site=mission.site, email=email, **values)


def listed(client: Client, **query: str) -> str:
    answer = client.get(reverse(INDEX), query, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_editor_sees_the_own_list_only(missions: Missions) -> None:
    subscriber(missions.first, "ours@example.org")
    subscriber(missions.second, "theirs@example.org")
    text = listed(editor_of(missions.first))
    assert "ours@example.org" in text
    assert "theirs@example.org" not in text


@pytest.mark.parametrize("step", ["inspect", "delete"])
def test_every_address_of_another_missions_subscriber_is_missing(missions: Missions, step: str) -> None:
    ours, theirs = subscriber(missions.first, "ours@example.org"), subscriber(missions.second, "theirs@example.org")
    client = editor_of(missions.first)
    name = f"subscribers_modeladmin_{step}"
    assert client.get(reverse(name, args=[theirs.pk])).status_code == 404
    assert client.post(reverse(name, args=[theirs.pk])).status_code in {404, 405}
    assert Subscriber.objects.filter(pk=theirs.pk).exists()
    assert client.get(reverse(name, args=[ours.pk])).status_code == 200
    for nonsense in ("0", "x", "9" * 30, "²"):
        assert client.get(reverse(name, args=[nonsense])).status_code == 404


def test_an_editor_can_remove_a_subscriber(missions: Missions) -> None:
    ours = subscriber(missions.first, "ours@example.org")
    editor_of(missions.first).post(reverse("subscribers_modeladmin_delete", args=[ours.pk]))
    assert not Subscriber.objects.exists()


def test_nobody_is_added_or_changed_by_hand(missions: Missions, admin_client: Client) -> None:
    ours = subscriber(missions.first, "ours@example.org")
    for client in (editor_of(missions.first), admin_client):
        for address in ("create", "edit"):
            try:
                url = reverse(f"subscribers_modeladmin_{address}", args=[ours.pk] if address == "edit" else [])
            except NoReverseMatch:
                continue
            answer = client.post(url, {"email": "new@example.org", "state": "confirmed", "language": "en"})
            assert answer.status_code in {302, 403, 404}
    assert [(row.email, row.state) for row in Subscriber.objects.all()] == [("ours@example.org", "unconfirmed")]


def test_the_list_is_searched_and_filtered(missions: Missions) -> None:
    subscriber(missions.first, "anna@example.org", state="confirmed", language="kk")
    subscriber(missions.first, "boris@example.org", state="left", language="ru")
    client = editor_of(missions.first)
    for query in ({"q": "anna"}, {"state__exact": "confirmed"}, {"language__exact": "kk"}):
        text = listed(client, **query)
        assert "anna@example.org" in text
        assert "boris@example.org" not in text


def test_the_address_of_the_list_probes_nothing_else(missions: Missions) -> None:
    subscriber(missions.first, "anna@example.org")
    client = editor_of(missions.first)
    for query in (
        {"email__startswith": "x"},
        {"site__root_page__title__startswith": "x"},
        {"public_id__startswith": "x"},
    ):
        assert "anna@example.org" in listed(client, **query)


def test_the_list_is_exported_and_runs_nothing_in_a_spreadsheet(missions: Missions) -> None:
    subscriber(missions.first, "=cmd@example.org")
    subscriber(missions.second, "theirs@example.org")
    answer = editor_of(missions.first).get(reverse(INDEX), {"export": "csv"})
    text = b"".join(answer.streaming_content).decode()
    assert "'=cmd@example.org" in text
    assert "theirs@example.org" not in text
    assert "public" not in text


def test_the_menu_names_the_list_for_those_who_may_see_it(missions: Missions) -> None:
    client = editor_of(missions.first)
    assert reverse(INDEX) in client.get(reverse("wagtailadmin_home")).content.decode()
    missions.first.group.permissions.remove(*missions.first.group.permissions.filter(codename__endswith="_subscriber"))
    client = editor_of(missions.first)
    assert reverse(INDEX) not in client.get(reverse("wagtailadmin_home")).content.decode()
    assert client.get(reverse(INDEX)).status_code == 302


def test_who_sees_more_than_one_list_reads_whose_it_is(missions: Missions, admin_client: Client) -> None:
    subscriber(missions.first, "ours@example.org")
    subscriber(missions.second, "theirs@example.org")
    both = listed(admin_client)
    assert "ours@example.org" in both
    assert "theirs@example.org" in both
    assert "Borduria" in both
    assert "Borduria" not in listed(editor_of(missions.first))


def test_strangers_see_no_list(missions: Missions, client: Client) -> None:
    assert client.get(reverse(INDEX)).status_code == 302


def test_the_rights_on_the_list_stand_in_the_form_of_groups(missions: Missions, admin_client: Client) -> None:
    page = admin_client.get(reverse("wagtailusers_groups:edit", args=[missions.first.group.pk])).content.decode()
    assert "subscriber" in page.lower()


def test_the_history_of_another_missions_subscriber_is_missing(missions: Missions) -> None:
    theirs = Subscriber.objects.create(
        site=missions.second.site, email="reader@borduria.example", language="en", asked_at=timezone.now()
    )
    answer = editor_of(missions.first).get(f"/admin/subscribers/history/{theirs.pk}/")
    assert answer.status_code == 404


def test_seeing_addresses_is_a_right_of_its_own(missions: Missions) -> None:
    ours = subscriber(missions.first, "ours@example.org", state="confirmed")
    without(missions.first, "view_subscriber")
    client = editor_of(missions.first)
    for name in ("inspect", "delete", "history", "stop"):
        url = reverse(f"subscribers_modeladmin_{name}", args=[ours.pk])
        for answer in (client.get(url), client.post(url)):
            assert answer.status_code in {302, 403, 405}
            assert "ours@example.org" not in answer.content.decode()
    for query in ({}, {"export": "csv"}, {"export": "xlsx"}):
        assert client.get(reverse(INDEX), query).status_code == 302
    ours.refresh_from_db()
    assert ours.state == "confirmed"


def without(mission: TestMission, codename: str) -> None:
    mission.group.permissions.remove(*mission.group.permissions.filter(codename=codename))


def test_the_list_is_narrowed_by_rhythm_topic_and_category(missions: Missions) -> None:
    category = make_category(missions.first, "culture")
    make_reader(missions.first, "all@example.org", Topic.BULLETINS, rhythm="weekly")
    make_reader(missions.first, "culture@example.org", category)
    make_reader(missions.first, "music@example.org", Topic.MUSIC)
    client = editor_of(missions.first)
    for query, expected in (
        ({"rhythm__exact": "weekly"}, {"all"}),
        ({"topic": "music"}, {"music"}),
        ({"topic": "bulletins"}, {"all", "culture"}),
        ({"category": str(category.pk)}, {"all", "culture"}),
        ({"topic": "nonsense"}, {"all", "culture", "music"}),
    ):
        text = listed(client, **query)
        assert {name for name in ("all", "culture", "music") if f"{name}@example.org" in text} == expected


def test_another_mission_s_category_narrows_nothing(missions: Missions) -> None:
    make_reader(missions.first, "music@example.org", Topic.MUSIC)
    theirs = make_category(missions.second, "culture")
    assert "music@example.org" in listed(editor_of(missions.first), category=str(theirs.pk))


def exported(client: Client, kind: str) -> list[list[Any]]:
    content = b"".join(client.get(reverse(INDEX), {"export": kind}).streaming_content)  # type: ignore[attr-defined]
    if kind == "csv":
        return list(csv.reader(io.StringIO(content.decode())))
    return [list(row) for row in load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_export_tells_topics_and_consent_and_runs_nothing(missions: Missions, kind: str) -> None:
    category = make_category(missions.first, "culture")
    category.words.update(name="=1+1")
    reader = make_reader(missions.first, "+reader@example.org", Topic.MUSIC, category)
    Consent.objects.create(subscriber=reader, act="imported", at=NOON, source="=HYPERLINK(0)")
    heading, row = exported(editor_of(missions.first), kind)
    told = dict(zip([str(name).lower() for name in heading], row, strict=True))
    assert told["e-mail address"] == "'+reader@example.org"
    assert "Music" in told["topics"]
    assert "=1+1" in told["topics"]
    assert told["consent"] == "was imported: =HYPERLINK(0)"
    assert str(told["date of the consent"]).startswith("2026") or told["date of the consent"]
    assert not [cell for cell in row if isinstance(cell, str) and cell != "-" and cell[:1] in "=+-@\t\r"]


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\t=1", "\r=1", "\n=1"])
def test_no_text_begins_like_a_formula(text: str) -> None:
    assert harmless(text) == f"'{text}"
    assert harmless(NOON) is NOON
    assert harmless("plain") == "plain"


def test_the_list_costs_the_same_for_one_and_for_many(missions: Missions, django_assert_max_num_queries: Any) -> None:
    category = make_category(missions.first, "culture")
    client = editor_of(missions.first)

    def cost(**query: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(reverse(INDEX), query)
            if answer.streaming:
                b"".join(answer.streaming_content)
        return len(captured)

    make_reader(missions.first, "one@example.org", Topic.MUSIC, category)
    listed(client)
    few = cost(), cost(export="csv")
    for number in range(10):
        make_reader(missions.first, f"more{number}@example.org", Topic.MUSIC, category)
    assert (cost(), cost(export="csv")) == few


def test_all_that_is_kept_is_shown_the_newest_first(missions: Missions) -> None:
    issue = make_letters(missions.first, 1)
    reader = Subscriber.objects.get()
    Consent.objects.create(subscriber=reader, act="asked", at=NOON - timedelta(days=3), page="aland.example/subscribe/")
    Consent.objects.create(subscriber=reader, act="confirmed", at=NOON - timedelta(days=2), wording="<b>Yes</b>")
    issue.deliveries.update(state="sent", settled_at=NOON)
    Bounce.objects.create(
        site=reader.site, key="k", kind="hard", status="5.7.1", subscriber=reader, at=NOON + timedelta(days=1)
    )
    page = editor_of(missions.first).get(reverse("subscribers_modeladmin_inspect", args=[reader.pk])).content.decode()
    order = ["returned for good", "Letter “Notes”: sent", "confirmed by the link", "&lt;b&gt;Yes", "asked to join"]
    places = [page.rindex(words) for words in order]
    assert places == sorted(places)
    assert "aland.example/subscribe/" in page


def test_a_long_history_costs_three_questions(missions: Missions, django_assert_num_queries: Any) -> None:
    reader = make_reader(missions.first)
    for day in range(30):
        Consent.objects.create(subscriber=reader, act="changed", at=NOON + timedelta(days=day))
        issue = make_letters(missions.second, 0)
        Delivery.objects.create(
            issue=issue, subscriber=reader, language="en", message_id=f"<{day}@x>", not_before=NOON, email=reader.email
        )
    with django_assert_num_queries(3):
        assert len(history(reader, most=20)) == 20


def test_an_editor_stops_all_letters_to_an_address(missions: Missions) -> None:
    make_letters(missions.first, 1)
    reader = Subscriber.objects.get()
    client = editor_of(missions.first)
    stop = reverse("subscribers_modeladmin_stop", args=[reader.pk])
    assert stop in client.get(reverse("subscribers_modeladmin_inspect", args=[reader.pk])).content.decode()
    assert client.get(stop).status_code == 405
    assert client.post(stop).status_code == 302
    reader.refresh_from_db()
    assert (reader.state, reader.deliveries.get().state) == ("left", "dropped")
    assert Suppression.objects.get().reason == "by_hand"
    page = client.get(reverse("subscribers_modeladmin_inspect", args=[reader.pk])).content.decode()
    assert "stopped by an editor" in page
    assert stop not in page
    assert ModelLogEntry.objects.get(action="newsletter.stop").label == reader.public_id


def test_stopping_an_address_is_a_right_of_its_own(missions: Missions) -> None:
    reader = make_reader(missions.first)
    theirs = make_reader(missions.second)
    without(missions.first, "change_subscriber")
    client = editor_of(missions.first)
    assert client.post(reverse("subscribers_modeladmin_stop", args=[reader.pk])).status_code in {302, 403}
    assert client.post(reverse("subscribers_modeladmin_stop", args=[theirs.pk])).status_code == 404
    assert not Suppression.objects.exists()
    assert set(Subscriber.objects.values_list("state", flat=True)) == {"confirmed"}


@pytest.mark.parametrize("keep", [True, False])
def test_who_is_removed_is_erased_from_letters_and_logs(missions: Missions, keep: bool) -> None:
    issue = make_letters(missions.first, 1)
    issue.deliveries.update(state="sent", settled_at=NOON)
    reader = Subscriber.objects.get()
    Consent.objects.create(subscriber=reader, act="asked", at=NOON)
    url = reverse("subscribers_modeladmin_delete", args=[reader.pk])
    client = editor_of(missions.first)
    assert "Keep a fingerprint" in client.get(url).content.decode()
    client.post(url, {"keep_away": "on"} if keep else {})
    sent = Delivery.objects.get()
    assert (sent.email, sent.public_id, sent.subscriber, sent.state) == ("", "", None, "sent")
    assert not Consent.objects.exists()
    assert Suppression.objects.exists() is keep
    assert "reader0" not in str(list(ModelLogEntry.objects.values()))
