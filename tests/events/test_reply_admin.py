"""Guest lists in the admin, as an editor of one mission: to see, tend, print, export; and what is nobody else's."""

from __future__ import annotations

import csv
import io
from datetime import time
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.users.models import UserProfile

from core.models import OutboxMessage
from events.models import EventPage, Reply
from events.reply_panel import GuestsPanel
from tests.desk import desk_of, rows_of
from tests.events.ground import make_calendar
from tests.events.guests import NOW, START, answer, at, letters, make_evening, question, states, subjects
from tests.missions import Missions, editor_of

STEPS = ("guests", "door", "export", "tell")


@pytest.fixture
def calendar(missions: Missions) -> Any:
    return make_calendar(missions.first.home["en"])


@pytest.fixture
def editor(missions: Missions) -> Client:
    return editor_of(missions.first)


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


def address(step: str, event: EventPage, *more: Any) -> str:
    return reverse(f"guests:{step}", args=[event.pk, *more])


def text_of(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_an_editor_sees_who_comes_and_who_waits(missions: Missions, calendar: Any, editor: Client) -> None:
    event = make_evening(calendar, places=1)
    for name in ("one", "two"):
        answer(missions.first, event, name)
    text = text_of(editor, address("guests", event))
    assert "1 person has a place." in text
    assert "There is 1 place." in text
    assert "1 person waits." in text
    assert text.index("one@example.org") < text.index("Waiting list") < text.index("two@example.org")


def test_the_edit_page_menu_and_dashboard_lead_there(missions: Missions, calendar: Any, editor: Client) -> None:
    event = make_evening(calendar)
    answer(missions.first, event, "one")
    assert address("guests", event) in text_of(editor, reverse("wagtailadmin_pages:edit", args=[event.pk]))
    home = text_of(editor, reverse("wagtailadmin_home"))
    assert reverse("guests:index") in home
    assert address("guests", event) in home
    assert address("guests", event) in text_of(editor, reverse("guests:index"))


def test_another_missions_guests_do_not_exist(missions: Missions, calendar: Any, editor: Client) -> None:
    ours = make_evening(calendar)
    theirs = make_evening(make_calendar(missions.second.home["en"]), title="Their evening")
    answer(missions.second, theirs, "secret")
    answer(missions.first, ours, "open")
    reply = Reply.objects.get(name="secret")
    for step in STEPS:
        assert editor.get(address(step, theirs)).status_code == 404
    for event in (ours, theirs):
        assert editor.post(address("change", event, reply.pk), {"do": "cancel"}).status_code == 404
    assert editor.post(address("guests", theirs), {"name": "x", "party": "1"}).status_code == 404
    assert "Their evening" not in text_of(editor, reverse("guests:index"))
    assert "Their evening" not in text_of(editor, reverse("wagtailadmin_home"))
    assert states() == {"secret": "confirmed", "open": "confirmed"}


def without(missions: Missions, *codenames: str) -> Client:
    group = missions.first.group
    group.permissions.remove(*group.permissions.filter(codename__in=codenames))
    return editor_of(missions.first)


def test_who_may_not_see_guests_sees_none(missions: Missions, calendar: Any) -> None:
    event = make_evening(calendar)
    answer(missions.first, event, "one")
    client = without(missions, "view_reply")
    for step in STEPS:
        refused = client.get(address(step, event))
        assert refused.status_code in {302, 403}
        assert "one@example.org" not in refused.content.decode()
    assert client.get(reverse("guests:index")).status_code in {302, 403}
    home = text_of(client, reverse("wagtailadmin_home"))
    assert reverse("guests:index") not in home
    assert "one@example.org" not in home
    assert address("guests", event) not in text_of(client, reverse("wagtailadmin_pages:edit", args=[event.pk]))


def test_who_may_only_see_changes_nothing(missions: Missions, calendar: Any) -> None:
    event = make_evening(calendar)
    answer(missions.first, event, "one")
    client = without(missions, "change_reply")
    text = text_of(client, address("guests", event))
    assert "one@example.org" in text
    assert 'name="do"' not in text
    client.post(address("change", event, Reply.objects.get().pk), {"do": "cancel"})
    client.post(address("guests", event), {"name": "two", "party": "1"})
    client.post(address("tell", event), {"kind": "changed"})
    assert states() == {"one": "confirmed"}


def test_strangers_are_asked_to_log_in(missions: Missions, calendar: Any, client: Client) -> None:
    event = make_evening(calendar)
    for step in STEPS:
        assert client.get(address(step, event)).status_code == 302


def test_the_rights_stand_in_the_form_of_groups(missions: Missions, admin_client: Client) -> None:
    page = text_of(admin_client, reverse("wagtailusers_groups:edit", args=[missions.first.group.pk])).lower()
    assert "reply" in page


def test_a_reply_by_telephone_is_entered_by_hand(missions: Missions, calendar: Any, editor: Client) -> None:
    event = make_evening(calendar, persons_per_reply=2)
    entered = editor.post(
        address("guests", event), {"name": "By telephone", "party": "9", "language": "ru"}, follow=True
    )
    assert "The reply is kept." in entered.content.decode()
    assert "by hand" in entered.content.decode()
    reply = Reply.objects.get()
    assert (reply.name, reply.email, reply.party, reply.by_hand) == ("By telephone", "", 9, True)
    assert reply.language == "ru"
    assert letters() == []
    again = editor.post(address("guests", event), {"name": "", "email": "nonsense", "party": "51"})
    assert again.status_code == 200
    assert "not an e-mail address" in again.content.decode() or "whole address" in again.content.decode()
    assert "for 50 persons at most" in again.content.decode()
    for _turn in range(2):
        done = editor.post(
            address("guests", event),
            {"name": "M", "email": "m@example.org", "party": "1", "language": "en"},
            follow=True,
        )
    assert "has replied already" in done.content.decode()
    assert Reply.objects.count() == 2


def test_no_room_and_what_is_over_are_said(
    missions: Missions, calendar: Any, editor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = make_evening(calendar, places=1, has_waiting_list=False)
    for name in ("one", "two"):
        text = editor.post(address("guests", event), {"name": name, "party": "1", "language": "en"}).content.decode()
    assert "There are not so many places left." in text
    monkeypatch.setattr("django.utils.timezone.now", lambda: START.replace(day=28))
    text = editor.post(address("guests", event), {"name": "late", "party": "1", "language": "en"}).content.decode()
    assert "The event is over." in text
    assert states() == {"one": "confirmed"}


def test_an_editor_cancels_and_gives_places(missions: Missions, calendar: Any, editor: Client) -> None:
    event = make_evening(calendar, places=1)
    for name in ("one", "two", "three"):
        answer(missions.first, event, name)
    letters()
    by_name = {reply.name: reply.pk for reply in Reply.objects.all()}
    editor.post(address("change", event, by_name["three"]), {"do": "place"})
    editor.post(address("change", event, by_name["one"]), {"do": "cancel"})
    late = editor.post(address("change", event, by_name["one"]), {"do": "cancel"}, follow=True)
    assert "somebody was quicker" in late.content.decode()
    assert states() == {"one": "cancelled", "two": "waiting", "three": "confirmed"}
    assert subjects() == [("one", "Your reply was cancelled"), ("three", "You have a place now")]


def test_a_look_at_an_address_that_changes_does_nothing(missions: Missions, calendar: Any, editor: Client) -> None:
    event = make_evening(calendar)
    answer(missions.first, event, "one")
    assert editor.get(address("change", event, Reply.objects.get().pk)).status_code == 405
    assert states() == {"one": "confirmed"}


def test_the_list_for_the_door_has_a_box_for_everybody_with_a_place(
    missions: Missions, calendar: Any, editor: Client
) -> None:
    event = make_evening(calendar, places=2)
    said = {"q": {"question": "Firm", "answer": "Silk Road"}}
    for name in ("Zarina", "aibek", "waits"):
        answer(missions.first, event, name, email=f"{name}@example.org", answers=said)
    text = text_of(editor, address("door", event))
    assert text.index("aibek") < text.index("Zarina")
    assert text.count("door-box") == 2
    assert "Silk Road" in text
    assert "@example.org" not in text
    assert "waits" not in text


def test_the_csv_has_everybody_and_runs_nothing(missions: Missions, calendar: Any, editor: Client) -> None:
    event = make_evening(calendar, places=1)
    said = {"q": {"question": "=Firm", "answer": "+1"}}
    answer(missions.first, event, "=cmd()", email="one@example.org", answers=said)
    answer(missions.first, event, "two")
    response = editor.get(address("export", event))
    assert response["Content-Type"].startswith("text/csv")
    heads, first, second = csv.reader(io.StringIO(response.content.decode("utf-8-sig")))
    assert (first[0], first[-1], heads[-1]) == ("'=cmd()", "'+1", "'=Firm")
    assert (second[0], second[4]) == ("two", "1")
    assert first[6] == "2026-03-16 08:00"


def test_all_guests_are_told_after_the_editor_has_seen_the_letter(
    missions: Missions, calendar: Any, editor: Client
) -> None:
    event = make_evening(calendar)
    answer(missions.first, event, "one")
    letters()
    event.start_time, event.end_time = time(19), time(21)
    event.save_revision().publish()
    assert "1 guest does not know it yet" in text_of(editor, address("guests", event))
    seen = text_of(editor, address("tell", event) + "?kind=changed&note=Side+entrance")
    assert "The event has changed: Dombra evening" in seen
    assert "19:00 to 21:00" in seen
    assert "Side entrance" in seen
    assert letters() == []
    for _pressed in range(2):
        editor.post(address("tell", event), {"kind": "changed", "note": "Side entrance"})
    assert subjects() == [("one", "The event has changed")]
    assert "does not know it yet" not in text_of(editor, address("guests", event))
    wrong = editor.post(address("tell", event), {"kind": "nonsense"})
    assert wrong.status_code == 200
    assert "error-summary" in wrong.content.decode()


def test_the_letter_is_shown_as_the_text_that_it_is(missions: Missions, calendar: Any, editor: Client) -> None:
    event = make_evening(calendar, title="<b>Dombra</b>", venue="<img src=x>")
    answer(missions.first, event, "one")
    seen = text_of(editor, address("tell", event) + "?kind=changed&note=%3Ch1%3EBe+quick%3C%2Fh1%3E")
    assert "&lt;h1&gt;Be quick&lt;/h1&gt;" in seen
    assert "&lt;img src=x&gt;" in seen
    for markup in ("<h1>Be quick", "<b>Dombra", "<img src=x"):
        assert markup not in seen


@pytest.mark.parametrize("step", STEPS)
def test_a_number_that_no_event_can_have_is_missing(missions: Missions, editor: Client, step: str) -> None:
    assert editor.get(reverse(f"guests:{step}", args=[10**20])).status_code == 404


def test_a_number_that_no_reply_can_have_is_missing(missions: Missions, calendar: Any, editor: Client) -> None:
    event = make_evening(calendar)
    answer(missions.first, event, "one")
    assert editor.post(address("change", event, 10**20), {"do": "cancel"}).status_code == 404


def test_the_hour_of_a_reply_is_that_of_the_missions_clock(missions: Missions, calendar: Any, editor: Client) -> None:
    event = make_evening(calendar)
    answer(missions.first, event, "one")
    assert "16 March 2026, 08:00" in text_of(editor, address("guests", event))


def test_yes_and_no_are_read_in_the_language_of_the_reader(missions: Missions, calendar: Any, editor: Client) -> None:
    event = make_evening(calendar, questions=[question("yes", "Do you come by car?")])
    (asked,) = event.questions
    form = {f"question-{asked.id}": "yes", "name": "By telephone", "party": "1", "language": "kk"}
    user = missions.first.editor
    profile = UserProfile.get_for_user(user)
    for language, words in (("kk", "иә"), ("ru", "да"), ("en", "yes")):
        profile.preferred_language = language
        profile.save()
        if language == "kk":
            editor.post(address("guests", event), form)
        for step in ("guests", "door"):
            assert f"<td>{words}</td>" in text_of(editor, address(step, event))
        *_heads, row = csv.reader(io.StringIO(editor.get(address("export", event)).content.decode("utf-8-sig")))
        assert row[-1] == "yes"
    assert Reply.objects.get().answers == {
        asked.id: {"question": "Do you come by car?", "answer": "yes", "kind": "yes"}
    }


def test_the_letter_that_cancels_a_reply_still_leaves_when_the_guest_is_erased(
    missions: Missions, calendar: Any, editor: Client
) -> None:
    event = make_evening(calendar)
    answer(missions.first, event, "one")
    reply = Reply.objects.get()
    for step in ("cancel", "erase"):
        editor.post(address("change", event, reply.pk), {"do": step})
    reply.refresh_from_db()
    assert (reply.name, reply.email) == ("", "")
    assert subjects() == [("one", "Your reply was cancelled")]


@pytest.mark.parametrize("query", ["?date=2026-03-27", "?date=nonsense", "?date=2026-13-40"])
def test_a_date_that_the_event_does_not_have_is_missing(calendar: Any, editor: Client, query: str) -> None:
    event = make_evening(calendar)
    assert editor.get(address("guests", event) + query).status_code == 404


def test_the_dashboard_tells_of_guests_who_do_not_know(missions: Missions, calendar: Any) -> None:
    event = make_evening(calendar, places=1)
    for name in ("one", "two"):
        answer(missions.first, event, name)
    (row,) = rows_of(GuestsPanel(desk_of(missions.first)).content())
    assert row.facts[1:] == ("1 person", "1 waiting")
    assert not row.urgent
    event.start_time = time(17)
    event.save_revision().publish()
    (row,) = rows_of(GuestsPanel(desk_of(missions.first)).content())
    assert row.urgent
    assert "2 guests do not know it yet" in row.facts[-1]


def test_lists_of_guest_lists_cost_the_same_for_one_and_for_many(
    missions: Missions, calendar: Any, editor: Client
) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            GuestsPanel(desk_of(missions.first)).content()
        with CaptureQueriesContext(connection) as more:
            text_of(editor, reverse("guests:index"))
        return len(queries) + len(more)

    for number in range(2):
        answer(missions.first, make_evening(calendar, slug=f"evening-{number}"), "one")
    count()
    two = count()
    for number in range(2, 7):
        answer(missions.first, make_evening(calendar, slug=f"evening-{number}"), "one")
    assert count() == two


def test_an_erased_guest_is_still_counted(missions: Missions, calendar: Any, editor: Client) -> None:
    event = make_evening(calendar)
    answer(missions.first, event, "one", party=1)
    Reply.objects.update(name="", email="", mailbox="", erased_at=NOW)
    text = text_of(editor, address("guests", event))
    assert "(erased)" in text
    assert "1 person has a place." in text
    with at(NOW):
        assert "(erased)" in text_of(editor, address("door", event))


def test_who_deletes_an_event_is_told_of_its_guests(missions: Missions, calendar: Any, editor: Client) -> None:
    event = make_evening(calendar)
    url = reverse("wagtailadmin_pages:delete", args=[event.pk])
    assert "expects this" not in text_of(editor, url)
    answer(missions.first, event, "one")
    assert "1 guest expects this" in text_of(editor, url)
    assert "1 guest expects this" in text_of(editor, reverse("wagtailadmin_pages:delete", args=[calendar.pk]))
    kazakh = make_calendar(missions.first.home["kk"], translation_key=calendar.translation_key)
    make_evening(kazakh, translation_key=event.translation_key)
    assert "expects this" not in text_of(editor, url)


def test_who_takes_down_an_event_is_told_of_its_guests(missions: Missions, calendar: Any, editor: Client) -> None:
    event = make_evening(calendar)
    answer(missions.first, event, "one")
    done = editor.post(reverse("wagtailadmin_pages:unpublish", args=[event.pk]), follow=True)
    assert "1 guest expects this" in done.content.decode()
    editor.post(address("tell", event), {"kind": "called-off"})
    assert ("one", "The event does not take place") in subjects()


def test_a_guest_who_has_cancelled_is_forgotten_on_wish(missions: Missions, calendar: Any, editor: Client) -> None:
    event = make_evening(calendar)
    answer(missions.first, event, "one")
    reply = Reply.objects.get()
    refused = editor.post(address("change", event, reply.pk), {"do": "erase"}, follow=True)
    assert "somebody was quicker" in refused.content.decode()
    editor.post(address("change", event, reply.pk), {"do": "cancel"})
    letters()
    done = editor.post(address("change", event, reply.pk), {"do": "erase"}, follow=True).content.decode()
    assert "Nothing is known of this guest any more." in done
    assert "one@example.org" not in done
    assert not OutboxMessage.objects.exclude(recipient="").exists()
