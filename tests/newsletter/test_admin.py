"""The list of subscribers in the admin: one mission's editors see their own, and add nobody."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from newsletter.models import Subscriber
from tests.missions import Missions, TestMission, editor_of

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
