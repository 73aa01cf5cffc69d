"""Joining, confirming and leaving, as a browser without script and cookies of strangers does it."""

from __future__ import annotations

import smtplib
from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.core import mail
from django.db import IntegrityError
from django.template.loader import render_to_string
from django.test import Client
from django.utils import timezone, translation

from core.models import DayCount
from newsletter.models import Subscriber
from newsletter.subscription import enter
from tests.missions import Missions, visitor
from tests.newsletter.ground import ADDRESS, fields_of, join, later, link_to

STRICT = {"enforce_csrf_checks": True}


def browser(mission: Any) -> Client:
    """A visitor's browser, with the checks of form tokens that tests usually leave out."""
    return Client(headers={"host": mission.host}, enforce_csrf_checks=True)


@pytest.fixture
def reader(missions: Missions) -> Client:
    return browser(missions.first)


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


def test_a_program_that_opens_every_link_changes_nothing(missions: Missions, reader: Client) -> None:
    join(reader)
    confirm, manage = link_to("confirm"), link_to("manage")
    for link in (confirm, manage):
        for ask in (reader.get, reader.head):
            assert ask(link).status_code == 200
    assert Subscriber.objects.get().state == "unconfirmed"
    reader.post(confirm)
    for ask in (reader.get, reader.head):
        ask(manage)
    assert Subscriber.objects.get().state == "confirmed"


def test_leaving_takes_one_press(missions: Missions, reader: Client) -> None:
    join(reader)
    manage = link_to("manage")
    reader.post(link_to("confirm"))
    reader.post(manage, {"something": "else"})
    assert Subscriber.objects.get().state == "confirmed"
    answer = reader.post(manage, {"leave": "1"})
    assert "You have left the list" in answer.content.decode()
    assert Subscriber.objects.get().state == "left"
    assert "You have left the list" in reader.get(manage).content.decode()


def test_a_mail_program_leaves_by_its_own_post(missions: Missions) -> None:
    join(browser(missions.first))
    letter = mail.outbox[-1]
    url = letter.extra_headers["List-Unsubscribe"].strip("<>")
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert url.startswith("http://aland.example/subscribe/manage/")
    provider = Client(enforce_csrf_checks=True, headers={"host": "aland.example", "Sec-Fetch-Site": "cross-site"})
    answer = provider.post(url.removeprefix("http://aland.example"), {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert Subscriber.objects.get().state == "left"


def test_whoever_left_can_join_again_but_not_by_an_old_link(missions: Missions, reader: Client) -> None:
    join(reader)
    old, manage = link_to("confirm"), link_to("manage")
    reader.post(old)
    with later(minutes=1):
        reader.post(manage, {"leave": "1"})
        assert reader.post(old).status_code == 410
    assert Subscriber.objects.get().state == "left"
    with later(minutes=2):
        join(reader)
        assert Subscriber.objects.get().state == "left"
        reader.post(link_to("confirm"))
    assert Subscriber.objects.get().state == "confirmed"
    assert Subscriber.objects.count() == 1


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


@pytest.mark.parametrize("state", ["unknown", "unconfirmed", "confirmed", "left"])
def test_the_answer_says_nothing_of_who_is_on_the_list(missions: Missions, reader: Client, state: str) -> None:
    if state != "unknown":
        now = timezone.now()
        Subscriber.objects.create(
            site=missions.first.site, email="Reader@example.org", language="en", state=state, asked_at=now
        )
    answer = join(reader)
    assert answer.status_code == 200
    text = answer.content.decode()
    assert "A letter to reader@example.org is on its way" in text
    assert len(mail.outbox) == 1
    assert Subscriber.objects.count() == 1
    assert (mail.outbox[0].subject.startswith("You are already on the list")) == (state == "confirmed")


def test_a_mailbox_gets_only_so_many_letters_a_day(missions: Missions, settings: Any) -> None:
    settings.LIST_MAILS_PER_ADDRESS = 2
    for email in ("reader@example.org", "READER@example.org", "reader+x@example.org", "reader@example.org"):
        answer = join(browser(missions.first), email)
        assert "Please look into your mailbox" in answer.content.decode()
    assert len(mail.outbox) == 2
    with later(days=1):
        join(browser(missions.first))
    assert len(mail.outbox) == 3


def test_who_is_on_the_list_is_told_so_once_a_day(missions: Missions) -> None:
    join(browser(missions.first))
    browser(missions.first).post(link_to("confirm"))
    join(browser(missions.first))
    answer = join(browser(missions.first))
    assert "Please look into your mailbox" in answer.content.decode()
    assert [letter.subject.split(":")[0] for letter in mail.outbox] == [
        "Please confirm your address",
        "You are already on the list",
    ]
    assert "/confirm/" not in mail.outbox[-1].body


def test_a_connection_asks_for_only_so_many_letters_a_day(missions: Missions, settings: Any) -> None:
    settings.LIST_MAILS_PER_CLIENT = 2
    for number in range(2):
        assert join(browser(missions.first), f"reader{number}@example.org").status_code == 200
    refused = join(browser(missions.first), "reader3@example.org")
    assert refused.status_code == 429
    assert "Too many at once" in refused.content.decode()
    assert len(mail.outbox) == 2
    assert not Subscriber.objects.filter(email="reader3@example.org").exists()


def test_no_address_of_a_computer_is_kept(missions: Missions, reader: Client) -> None:
    reader.defaults["REMOTE_ADDR"] = "192.0.2.77"
    join(reader)
    assert DayCount.objects.count() == 2
    kept = str([list(DayCount.objects.values()), list(Subscriber.objects.values())])
    assert "192.0.2.77" not in kept
    assert not any(ADDRESS in row.key for row in DayCount.objects.all())
    with later(days=1):
        join(reader)
    assert {row.day for row in DayCount.objects.all()} == {(timezone.now() + timedelta(days=1)).date()}


@pytest.mark.parametrize("error", [ConnectionRefusedError(), TimeoutError(), smtplib.SMTPServerDisconnected("gone")])
def test_when_no_mail_can_be_sent_the_page_says_so_and_the_wish_is_kept(
    missions: Missions, reader: Client, error: Exception, settings: Any
) -> None:
    settings.LIST_MAILS_PER_ADDRESS = 1
    with mock.patch("django.core.mail.backends.locmem.EmailBackend.send_messages", side_effect=error):
        answer = join(reader)
    assert answer.status_code == 503
    assert "We cannot send mail now" in answer.content.decode()
    assert Subscriber.objects.get().state == "unconfirmed"
    again = fields_of(answer)
    with later(seconds=10):
        assert reader.post("/subscribe/", again).status_code == 200
    assert len(mail.outbox) == 1


def test_where_no_letter_is_sent_the_server_is_asked_all_the_same(missions: Missions, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.LIST_MAILS_PER_ADDRESS = 0
    with mock.patch("django.core.mail.backends.smtp.EmailBackend.open", side_effect=ConnectionRefusedError()) as opened:
        assert join(browser(missions.first)).status_code == 503
    assert opened.called


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


def test_a_letter_speaks_the_language_of_its_reader_and_the_name_of_the_mission(
    missions: Missions, reader: Client
) -> None:
    missions.first.mission.email = "info@aland.example"
    missions.first.mission.save()
    words = missions.first.mission.words.get()
    words.mission_name = "Embassy of Åland\r\nBcc: everybody@example.org & friends"
    words.save()
    answer = join(reader, prefix="/kk")
    assert answer["Content-Language"] == "kk"
    letter = mail.outbox[0]
    assert link_to("confirm").startswith("/kk/subscribe/confirm/")
    assert letter.from_email.endswith("<info@aland.example>")
    raw = letter.message()
    assert "Bcc" not in raw
    assert "\n" not in letter.subject
    assert letter.subject.startswith("Мекенжайыңызды растаңыз: Embassy of Åland")
    assert "Жазылу үшін" in letter.body
    assert "&amp;" not in letter.body
    html = letter.alternatives[0].content
    assert '<html lang="kk">' in html
    assert "&amp; friends" in html
    with translation.override("kk"):
        assert reader.get(link_to("manage")).status_code == 200


def test_the_default_sender_stands_in_for_a_mission_without_address(
    missions: Missions, reader: Client, settings: Any
) -> None:
    join(reader)
    assert mail.outbox[0].from_email == f"Embassy of Aland <{settings.DEFAULT_FROM_EMAIL}>"


def test_in_the_embedded_default_letters_are_files(
    missions: Missions, reader: Client, settings: Any, tmp_path: Any
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    join(reader)
    (file,) = (tmp_path / "mail").iterdir()
    assert "List-Unsubscribe:" in file.read_text()


@pytest.mark.parametrize("step", ["confirm", "manage"])
def test_a_link_of_nobody_leads_on(missions: Missions, reader: Client, step: str) -> None:
    join(reader)
    link = link_to(step)
    other = link_to("manage" if step == "confirm" else "confirm")
    wrong = [
        link[:-3] + "xx/",
        f"/subscribe/{step}/{other.rstrip('/').rsplit('/', 1)[1]}/",
        f"/subscribe/{step}/x/",
        f"/subscribe/{step}/%FF%FE/",
        f"/subscribe/{step}/{'a' * 3000}/",
        f"/subscribe/{step}/a.b.c/",
    ]
    for address in wrong:
        answer = reader.post(address)
        assert answer.status_code == 404, address
        assert "This link is not ours" in answer.content.decode()
        assert 'href="/subscribe/"' in answer.content.decode()
    assert reader.post(f"/subscribe/{step}/%00/").status_code == 404
    assert browser(missions.second).post(link).status_code == 404
    assert Subscriber.objects.get().state == "unconfirmed"


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


def test_a_link_of_a_removed_subscriber_leads_on(missions: Missions, reader: Client) -> None:
    join(reader)
    Subscriber.objects.all().delete()
    assert reader.get(link_to("confirm")).status_code == 404
    assert reader.get(link_to("manage")).status_code == 404


def test_one_address_may_be_on_the_lists_of_two_missions(missions: Missions) -> None:
    join(browser(missions.first))
    join(browser(missions.second))
    assert Subscriber.objects.for_site(missions.first.site).count() == 1
    assert Subscriber.objects.for_site(missions.second.site).count() == 1


def test_one_address_is_on_a_list_once_however_it_is_written(missions: Missions) -> None:
    now = timezone.now()
    enter(missions.first.site, "Reader@example.org", "en", now)
    enter(missions.first.site, "reader@EXAMPLE.org", "ru", now)
    assert [row.email for row in Subscriber.objects.all()] == ["Reader@example.org"]
    with pytest.raises(IntegrityError):
        Subscriber.objects.create(site=missions.first.site, email="READER@example.org", language="en", asked_at=now)


def test_two_requests_at_one_moment_make_one_row(missions: Missions) -> None:
    now = timezone.now()
    site = missions.first.site
    first = enter(site, ADDRESS, "en", now)
    unseen = Subscriber.objects.none()
    with mock.patch(
        "newsletter.querysets.SubscriberQuerySet.with_email",
        side_effect=[unseen, Subscriber.objects.filter(pk=first.pk)],
    ):
        assert enter(site, ADDRESS, "en", now) == first


def test_an_address_that_was_never_confirmed_is_forgotten(missions: Missions) -> None:
    now, site = timezone.now(), missions.first.site
    for days, state in ((61, "unconfirmed"), (59, "unconfirmed"), (61, "confirmed"), (61, "left")):
        email = f"{state}{days}@example.org"
        Subscriber.objects.create(
            site=site, email=email, language="en", state=state, asked_at=now - timedelta(days=days)
        )
    enter(site, ADDRESS, "en", now)
    kept = {row.email for row in Subscriber.objects.all()}
    assert kept == {ADDRESS, "unconfirmed59@example.org", "confirmed61@example.org", "left61@example.org"}


@pytest.mark.parametrize("path", ["/subscribe/", "/kk/subscribe/", "/ru/subscribe/"])
def test_the_form_stands_in_every_language_and_is_kept_by_no_cache(missions: Missions, path: str) -> None:
    answer = visitor(missions.first).get(path)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert fields_of(answer)["language"] == answer["Content-Language"]


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(missions: Missions, method: str) -> None:
    assert getattr(visitor(missions.first), method)("/subscribe/").status_code == 405
