"""Joining: the form, the letter and the button, as a browser without script and cookies of strangers does it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.models import OutboxMessage
from newsletter.consents import joining_words
from newsletter.models import Consent, Subscriber, Suppression
from newsletter.schedule import forget_unconfirmed
from newsletter.suppression import is_suppressed, suppress
from tests.missions import Missions, visitor
from tests.news.ground import make_bulletin, make_category, make_index
from tests.newsletter.ground import (
    ADDRESS,
    browser,
    fields_of,
    in_threads,
    join,
    joined,
    later,
    link_to,
    send_mail,
)


def test_an_address_joins_by_form_letter_and_button(missions: Missions, reader: Client) -> None:
    answer = join(reader)
    assert answer.status_code == 200
    assert "Please look into your mailbox" in answer.content.decode()
    subscriber = Subscriber.objects.get()
    assert (subscriber.email, subscriber.state, subscriber.site) == (ADDRESS, "unconfirmed", missions.first.site)
    link = link_to("confirm")
    opened = reader.get(link)
    assert opened.status_code == 200
    assert "Yes, put me on the list" in opened.content.decode()
    assert Subscriber.objects.get().state == "unconfirmed"
    pressed = reader.post(link)
    assert "You are on the list" in pressed.content.decode()
    subscriber.refresh_from_db()
    assert subscriber.state == "confirmed"
    assert subscriber.confirmed_at is not None


def test_the_first_step_alone_does_nothing(missions: Missions, reader: Client) -> None:
    answer = reader.post("/subscribe/", {"email": ADDRESS}, headers={"Sec-Fetch-Site": "same-origin"})
    assert f'value="{ADDRESS}"' in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert not Subscriber.objects.exists()
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Sec-Fetch-Site": "none"}, 200),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "http://aland.example"}, 200),
        ({"Origin": "https://aland.example"}, 200),
        ({"Origin": "https://elsewhere.example"}, 403),
        ({"Origin": "http://aland.example.evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://[broken"}, 403),
        ({}, 200),
    ],
)
def test_the_small_form_is_taken_from_the_own_site_only(
    missions: Missions, headers: dict[str, str], status: int
) -> None:
    answer = browser(missions.first).post("/subscribe/", {"email": ADDRESS}, headers=headers)
    assert answer.status_code == status
    if status == 403:
        assert "This form came from another site" in answer.content.decode()
    assert not Subscriber.objects.exists()


def test_the_second_step_needs_its_token(missions: Missions, reader: Client) -> None:
    fields = fields_of(reader.get("/subscribe/"))
    fields.pop("csrfmiddlewaretoken")
    with later(seconds=5):
        assert reader.post("/subscribe/", {**fields, "email": ADDRESS}).status_code == 403
    assert not Subscriber.objects.exists()


def test_the_small_form_carries_nothing_of_one_visitor() -> None:
    form = render_to_string("components/join_list.html")
    assert "csrf" not in form
    assert 'type="hidden"' not in form
    assert 'method="post" action="/subscribe/"' in form


@pytest.mark.parametrize(
    ("seconds", "changes", "words"),
    [
        (0.5, {}, "That was very quick"),
        (5, {"website": "http://spam.example"}, "A field that must stay empty"),
        (25 * 3600, {}, "The page was open for a long time"),
        (5, {"stamp": ""}, "The page was open for a long time"),
        (5, {"stamp": "form.1x.forged"}, "The page was open for a long time"),
    ],
)
def test_a_program_is_stopped_and_a_person_can_press_again(
    missions: Missions, reader: Client, seconds: float, changes: dict[str, str], words: str
) -> None:
    with later(seconds=-1):
        answer = join(reader, seconds=seconds, **changes)
    assert words in answer.content.decode()
    assert not Subscriber.objects.exists()
    again = fields_of(answer)
    assert again["email"] == ADDRESS
    assert again["website"] == ""
    with later(seconds=seconds + 5):
        assert "Please look into your mailbox" in reader.post("/subscribe/", again).content.decode()


def test_a_stamp_of_another_mission_opens_no_form(missions: Missions, reader: Client) -> None:
    foreign = fields_of(browser(missions.second).get("/subscribe/"))["stamp"]
    assert "The page was open for a long time" in join(reader, stamp=foreign).content.decode()


STATES = ["unknown", "unconfirmed", "confirmed", "left", "stopped"]


def asked(missions: Missions, state: str) -> tuple[Any, list[str]]:
    """The answer to who asks for an address in that state, and the tables that were written to."""
    if state != "unknown":
        row = Subscriber.objects.create(
            site=missions.first.site, email="Reader@example.org", language="en", state=state, asked_at=timezone.now()
        )
        row.wishes.create(topic="music")
    if state in {"left", "stopped"}:
        suppress(missions.first.site.pk, ADDRESS, Suppression.Reason.LEFT, timezone.now())
    reader = browser(missions.first)
    fields = {**fields_of(reader.get("/subscribe/")), "email": ADDRESS}
    with (
        later(seconds=5),
        CaptureQueriesContext(
            connection,
        ) as queries,
    ):
        answer = reader.post("/subscribe/", fields)
    return answer, [one["sql"] for one in queries.captured_queries]


@pytest.mark.parametrize("state", STATES)
def test_page_status_and_mail_say_nothing_of_who_is_on_the_list(missions: Missions, state: str) -> None:
    answer, _queries = asked(missions, state)
    assert answer.status_code == 200
    assert "A letter to reader@example.org is on its way" in answer.content.decode()
    assert OutboxMessage.objects.count() == 1
    assert mail.outbox == []  # no letter leaves in the time of the request
    with later(seconds=10):
        send_mail()
    assert len(mail.outbox) == 1
    assert Subscriber.objects.count() == 1
    assert mail.outbox[0].subject.startswith("You are already on the list") == (state == "confirmed")


def test_the_answer_is_the_same_to_the_last_byte(missions: Missions) -> None:
    known, _queries = asked(missions, "confirmed")
    Subscriber.objects.all().delete()
    unknown, _queries = asked(missions, "unknown")
    assert known.content == unknown.content
    clocks = {"Expires", "Last-Modified", "Date"}
    assert {n: v for n, v in known.items() if n not in clocks} == {n: v for n, v in unknown.items() if n not in clocks}


def test_the_work_is_the_same_whether_an_address_is_known(missions: Missions) -> None:
    asked(missions, "unknown")  # what is remembered afterwards is remembered for all
    counts = {}
    for state in STATES:
        Subscriber.objects.all().delete()
        OutboxMessage.objects.all().delete()
        with later(days=2 + STATES.index(state)):
            counts[state] = len(asked(missions, state)[1])
    assert max(counts.values()) - min(counts.values()) <= 6, counts


def test_who_is_on_the_list_stays_as_they_are_whatever_strangers_ask(missions: Missions, reader: Client) -> None:
    joined(reader, topics=["music"], rhythm="weekly")
    join(browser(missions.first), topics=["events", "alerts"], rhythm="daily", language="ru")
    row = Subscriber.objects.get()
    assert (row.state, row.language, row.rhythm) == ("confirmed", "en", "weekly")
    assert list(row.wishes.values_list("topic", flat=True)) == ["music"]
    assert mail.outbox[-1].subject.startswith("You are already on the list")
    assert "/confirm/" not in mail.outbox[-1].body


def test_topics_categories_rhythm_and_language_are_kept(missions: Missions, reader: Client) -> None:
    used, unused = make_category(missions.first), make_category(missions.first, "empty", en="Empty")
    foreign = make_category(missions.second, "foreign", en="Foreign")
    make_bulletin(make_index(missions.first), category=used)
    page = reader.get("/subscribe/").content.decode()
    assert "General" in page
    assert "Empty" not in page
    assert "Foreign" not in page
    for wrong in (unused, foreign):
        assert "One thing to correct" in join(reader, categories=[str(wrong.pk)]).content.decode()
    row = joined(reader, topics=["bulletins", "consular"], categories=[str(used.pk)], rhythm="daily", language="kk")
    assert (row.rhythm, row.language) == ("daily", "kk")
    assert set(row.wishes.values_list("topic", "category")) == {("bulletins", used.pk), ("consular", None)}


def test_who_ticks_a_category_wants_bulletins(missions: Missions, reader: Client) -> None:
    category = make_category(missions.first)
    make_bulletin(make_index(missions.first), category=category)
    row = joined(reader, topics=[], categories=[str(category.pk)])
    assert list(row.wishes.values_list("topic", "category")) == [("bulletins", category.pk)]


def test_who_chooses_nothing_is_asked_to(missions: Missions, reader: Client) -> None:
    answer = join(reader, topics=[])
    assert "Choose at least one thing to receive." in answer.content.decode()
    assert not Subscriber.objects.exists()


def test_an_empty_form_proposes_bulletins_events_and_alerts(missions: Missions, reader: Client) -> None:
    fields = fields_of(reader.get("/subscribe/"))
    assert fields["topics"] == ["bulletins", "events", "alerts"]
    assert (fields["rhythm"], fields["language"]) == ("each", "en")


def test_what_was_agreed_to_is_kept_with_time_page_and_words(missions: Missions, reader: Client) -> None:
    row = joined(reader, topics=["events"])
    first, second = row.consents.all()
    assert (first.act, second.act) == (Consent.Act.ASKED, Consent.Act.CONFIRMED)
    assert first.page == "aland.example/subscribe/"
    assert first.wording.splitlines()[0] == joining_words()
    assert first.wording.splitlines()[1:] == [
        "Events",
        "Each bulletin when it appears, everything else once a week",
        "English",
    ]
    assert first.at < second.at
    assert second.page == "aland.example/subscribe/confirm/"
    assert second.wording.startswith(f"Do you want our letters at {ADDRESS}?")


def test_the_words_that_were_shown_are_those_that_are_kept(missions: Missions, reader: Client) -> None:
    page = reader.get("/kk/subscribe/").content.decode()
    join(reader, prefix="/kk")
    assert Consent.objects.get().wording.splitlines()[0] in page


def test_whoever_left_joins_again_by_a_new_link_only(missions: Missions, reader: Client) -> None:
    joined(reader)
    old, manage = link_to("confirm"), link_to("manage")
    with later(minutes=1):
        reader.post(manage, {"leave": "1"})
        assert reader.post(old).status_code == 410
    assert is_suppressed(missions.first.site, ADDRESS)
    with later(minutes=2):
        join(reader)
        assert Subscriber.objects.get().state == "left"
        assert is_suppressed(missions.first.site, ADDRESS)
        reader.post(link_to("confirm"))
    assert Subscriber.objects.get().state == "confirmed"
    assert not is_suppressed(missions.first.site, ADDRESS)


def test_who_was_stopped_joins_again_by_themselves(missions: Missions, reader: Client) -> None:
    row = joined(reader)
    Subscriber.objects.update(state="stopped", hard_bounces=2, soft_bounces=1)
    suppress(missions.first.site.pk, ADDRESS, Suppression.Reason.BOUNCED, timezone.now())
    joined(reader)
    row.refresh_from_db()
    assert (row.state, row.hard_bounces, row.soft_bounces) == ("confirmed", 0, 0)
    assert not Suppression.objects.exists()


def test_a_second_press_says_that_nothing_more_is_to_do(missions: Missions, reader: Client) -> None:
    joined(reader)
    again = reader.post(link_to("confirm"))
    assert again.status_code == 200
    assert "Your address was confirmed before" in again.content.decode()
    assert Consent.objects.filter(act="confirmed").count() == 1


def test_pressed_many_times_at_once_it_confirms_once(threaded: Missions) -> None:
    join(browser(threaded.first))
    link = link_to("confirm")
    told = in_threads([lambda: browser(threaded.first).post(link).content.decode()] * 6)
    assert all("You are on the list" in page for page in told)
    assert sum("Your address was confirmed before" in page for page in told) == 5
    assert Consent.objects.filter(act="confirmed").count() == 1


def test_confirming_and_leaving_at_once_end_in_one_of_the_two(threaded: Missions) -> None:
    join(browser(threaded.first))
    confirm, manage = link_to("confirm"), link_to("manage")
    works = [
        lambda: browser(threaded.first).post(confirm).status_code,
        lambda: browser(threaded.first).post(manage, {"List-Unsubscribe": "One-Click"}).status_code,
    ]
    with later(seconds=10):
        told = in_threads(works)
    assert told in ([200, 200], [410, 200])
    # Whichever was first, leaving holds: a link from before it does not bring anybody back.
    assert Subscriber.objects.get().state == "left"
    assert is_suppressed(threaded.first.site, ADDRESS)


def test_asked_many_times_at_once_there_is_one_row(threaded: Missions) -> None:
    def ask(email: str) -> int:
        reader = browser(threaded.first)
        fields = {**fields_of(reader.get("/subscribe/")), "email": email}
        with_time = {**fields, "stamp": stamp}
        return int(reader.post("/subscribe/", with_time).status_code)

    with later(seconds=-60):
        stamp = fields_of(browser(threaded.first).get("/subscribe/"))["stamp"]
    told = in_threads([lambda email=email: ask(email) for email in (ADDRESS, ADDRESS.upper(), ADDRESS, ADDRESS)])
    assert told == [200] * 4
    assert Subscriber.objects.count() == 1
    assert OutboxMessage.objects.count() == 2


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("aigerim@", "Write the part after the @ sign"),
        ("aigerim", "Write the whole address with the @ sign"),
        ("", "Write your email address"),
        ("a@example.org\r\nBcc: b@example.org", "This is not an e-mail address"),
        ("a\0b@example.org", "Null characters are not allowed"),
        ("x" * 5000 + "@example.org", "too long"),
    ],
)
def test_a_wrong_address_gets_a_sentence_and_stays_in_its_field(
    missions: Missions, reader: Client, typed: str, words: str
) -> None:
    first = fields_of(reader.get("/subscribe/"))
    with later(seconds=5):
        answer = reader.post("/subscribe/", {**first, "email": typed})
    assert words in answer.content.decode()
    if typed.isprintable():
        assert fields_of(answer)["email"] == typed
    assert not Subscriber.objects.exists()
    assert mail.outbox == []


def test_an_address_in_another_script_is_stored_and_mailed_in_ascii(missions: Missions, reader: Client) -> None:
    join(reader, "reader@пример.рф")
    assert Subscriber.objects.get().email == "reader@xn--e1afmkfd.xn--p1ai"
    assert mail.outbox[0].to == ["reader@xn--e1afmkfd.xn--p1ai"]


def test_an_unknown_language_is_refused(missions: Missions, reader: Client) -> None:
    assert "One thing to correct" in join(reader, language="tlh").content.decode()


def test_one_address_may_be_on_the_lists_of_two_missions(missions: Missions) -> None:
    join(browser(missions.first))
    join(browser(missions.second))
    assert Subscriber.objects.for_site(missions.first.site).count() == 1
    assert Subscriber.objects.for_site(missions.second.site).count() == 1


@pytest.mark.parametrize("path", ["/subscribe/", "/kk/subscribe/", "/ru/subscribe/"])
def test_the_form_stands_in_every_language_and_is_kept_by_no_cache(missions: Missions, path: str) -> None:
    answer = visitor(missions.first).get(path)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert fields_of(answer)["language"] == answer["Content-Language"]


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(missions: Missions, method: str) -> None:
    assert getattr(visitor(missions.first), method)("/subscribe/").status_code == 405


def test_a_link_to_confirm_ends(missions: Missions, reader: Client, settings: Any) -> None:
    settings.LIST_CONFIRM_DAYS = 2
    join(reader)
    confirm, manage = link_to("confirm"), link_to("manage")
    with later(days=2, minutes=1):
        answer = reader.post(confirm)
        assert answer.status_code == 410
        assert "This link is too old" in answer.content.decode()
    with later(days=900):
        assert reader.get(manage).status_code == 200
    with later(days=1, hours=23):
        assert reader.post(confirm).status_code == 200
    assert Subscriber.objects.get().state == "confirmed"


@pytest.mark.parametrize("step", ["confirm", "manage"])
def test_a_link_of_nobody_leads_on(missions: Missions, reader: Client, step: str) -> None:
    join(reader)
    link = link_to(step)
    other = link_to("manage" if step == "confirm" else "confirm")
    forged = [
        link[:-3] + "xx/",
        f"/subscribe/{step}/{other.rstrip('/').rsplit('/', 1)[1]}/",
        f"/subscribe/{step}/%FF%FE/",
        f"/subscribe/{step}/{'a' * 3000}/",
    ]
    cut = [link[:-2] + "/", link[:-30] + "/", f"/subscribe/{step}/x/", f"/subscribe/{step}/a.b.c/"]
    for addresses, words in ((forged, "This link is not ours"), (cut, "This link is not whole")):
        for address in addresses:
            answer = reader.post(address, {"leave": "1"})
            assert answer.status_code == 404, address
            assert words in answer.content.decode(), address
            assert 'href="/subscribe/"' in answer.content.decode()
    assert reader.post(f"/subscribe/{step}/%00/").status_code == 404
    assert browser(missions.second).post(link).status_code == 404
    assert Subscriber.objects.get().state == "unconfirmed"


@pytest.mark.parametrize("step", ["confirm", "manage"])
def test_a_link_of_a_removed_subscriber_says_that_nothing_is_kept(
    missions: Missions, reader: Client, step: str
) -> None:
    join(reader)
    Subscriber.objects.all().delete()
    answer = reader.get(link_to(step))
    assert answer.status_code == 410
    assert "Nothing is kept of this address" in answer.content.decode()


def test_one_address_is_on_a_list_once_however_it_is_written(missions: Missions) -> None:
    join(browser(missions.first), "Reader@example.org")
    join(browser(missions.first), "reader@EXAMPLE.org")
    assert [row.email for row in Subscriber.objects.all()] == ["Reader@example.org"]
    with pytest.raises(IntegrityError):
        Subscriber.objects.create(
            site=missions.first.site, email="READER@example.org", language="en", asked_at=timezone.now()
        )


def test_an_address_that_was_never_confirmed_is_forgotten(missions: Missions) -> None:
    now, site = timezone.now(), missions.first.site
    for days, state in ((61, "unconfirmed"), (59, "unconfirmed"), (61, "confirmed"), (61, "left")):
        email = f"{state}{days}@example.org"
        Subscriber.objects.create(
            site=site, email=email, language="en", state=state, asked_at=now - timedelta(days=days)
        )
    forget_unconfirmed()
    kept = {row.email for row in Subscriber.objects.all()}
    assert kept == {"unconfirmed59@example.org", "confirmed61@example.org", "left61@example.org"}
