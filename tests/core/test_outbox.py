"""Mail is written with what it tells of, sent once however processes end, put off, given up, and forgotten."""

from __future__ import annotations

import smtplib
from base64 import b64encode
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest import mock

import pytest
from django.core import mail
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from core.models import OutboxMessage
from core.outbox import Draft, File, erase_old, forget, post, send_again, set_aside
from core.schedule import forget_mail, send_mail
from core.sending import LEASE, send_due, settle_lost, wait_after
from core.tasks import send_mail as send_task
from tests.missions import Missions

NOW = datetime(2026, 3, 16, 12, tzinfo=UTC)
STATE = OutboxMessage.State
BACKEND = "django.core.mail.backends.locmem.EmailBackend.send_messages"


class Killed(BaseException):
    """The process ends here."""


class Clock:
    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


def draft(missions: Missions, key: str = "test.1", **facts: Any) -> Draft:
    values = {
        "kind": "test",
        "about": "thing",
        "site": missions.first.site,
        "language": "en",
        "sender": "Embassy <embassy@aland.example>",
        "recipient": "guest@example.org",
        "subject": "A place",
        "text": "You have a place.",
        "html": "<p>You have a place.</p>",
        **facts,
    }
    return Draft(key=key, **values)


def only() -> OutboxMessage:
    return OutboxMessage.objects.get()


def failing(error: BaseException) -> Any:
    return mock.patch(BACKEND, side_effect=error)


def test_a_message_is_sent_once_with_text_html_and_file(missions: Missions) -> None:
    file = File("evening.ics", "text/calendar; method=PUBLISH", "BEGIN:VCALENDAR\r\nSUMMARY:Кеш\r\n".encode())
    assert post(draft(missions, files=[file]), NOW)
    assert mail.outbox == []
    assert send_due(Clock()) == 1
    assert send_due(Clock()) == 0
    (letter,) = mail.outbox
    assert (letter.to, letter.subject) == (["guest@example.org"], "A place")
    assert letter.extra_headers["Auto-Submitted"] == "auto-generated"
    assert letter.message()["Message-ID"] == only().message_id
    assert only().message_id.endswith("@aland.example>")
    part = letter.message().get_payload()[-1]
    assert (part.get_content_type(), part.get_param("method")) == ("text/calendar", "PUBLISH")
    assert part.get_payload(decode=True) == file.content
    assert part.get_filename() == "evening.ics"
    assert (only().state, only().attempts) == (STATE.SENT, 1)


def test_a_second_message_for_the_same_purpose_is_never_written(missions: Missions) -> None:
    assert post(draft(missions), NOW)
    assert not post(draft(missions, text="Another"), NOW)
    send_due(Clock())
    assert not post(draft(missions), NOW)
    assert len(mail.outbox) == 1


def test_a_change_that_is_taken_back_takes_its_mail_with_it(missions: Missions) -> None:
    with transaction.atomic():
        post(draft(missions), NOW)
        transaction.set_rollback(True)
    assert not OutboxMessage.objects.exists()
    assert not DBTaskResult.objects.filter(task_path=send_task.module_path).exists()


def test_one_task_is_asked_for_however_many_messages_wait(missions: Missions) -> None:
    for number in range(3):
        post(draft(missions, f"test.{number}"), NOW)
    tasks = DBTaskResult.objects.filter(task_path=send_task.module_path)
    assert tasks.count() == 1
    tasks.update(status="RUNNING", started_at=NOW)
    send_mail()
    assert tasks.count() == 2


def test_a_process_that_dies_on_the_wire_leaves_it_unknown_and_nothing_goes_twice(committed: Missions) -> None:
    clock = Clock()
    post(draft(committed), NOW)
    with failing(Killed()), pytest.raises(Killed):
        send_due(clock)
    assert only().state == STATE.ON_WIRE
    assert send_due(clock) == 0
    clock.now += LEASE + timedelta(seconds=1)
    assert send_due(clock) == 0
    assert (only().state, only().error) == (STATE.UNKNOWN, "lost")
    assert mail.outbox == []


def test_what_was_lost_is_found_also_where_nothing_else_waits(missions: Missions) -> None:
    post(draft(missions), NOW)
    with failing(Killed()), pytest.raises(Killed):
        send_due(Clock())
    with mock.patch("django.utils.timezone.now", return_value=NOW + LEASE * 2):
        send_mail()
    assert only().state == STATE.UNKNOWN


def test_the_wire_is_committed_before_the_server_hears_of_it(committed: Missions) -> None:
    post(draft(committed), NOW)
    seen = []

    def look(self: Any, messages: list[Any]) -> int:
        seen.append((only().state, transaction.get_connection().in_atomic_block))
        return 1

    with mock.patch(BACKEND, look):
        send_due(Clock())
    assert seen == [(STATE.ON_WIRE, False)]


def test_a_process_taken_for_dead_that_was_only_slow_still_says_what_came_of_it(missions: Missions) -> None:
    clock = Clock()
    post(draft(missions), NOW)

    def slow(self: Any, messages: list[Any]) -> int:
        assert settle_lost(NOW + LEASE * 2) == 1
        return 1

    with mock.patch(BACKEND, slow):
        send_due(clock)
    assert only().state == STATE.SENT


def test_a_message_on_the_wire_is_nobody_elses(missions: Missions) -> None:
    post(draft(missions), NOW)

    def meanwhile(self: Any, messages: list[Any]) -> int:
        assert send_due(Clock()) == 0
        return 1

    with mock.patch(BACKEND, meanwhile):
        assert send_due(Clock()) == 1


def test_what_the_server_puts_off_is_tried_again_later_and_at_last_given_up(missions: Missions, settings: Any) -> None:
    settings.MAIL_TRIES = 3
    clock = Clock()
    post(draft(missions), NOW)
    with failing(smtplib.SMTPDataError(451, b"later")):
        send_due(clock)
        assert (only().state, only().not_before) == (STATE.WAITING, NOW + timedelta(minutes=2))
        assert send_due(clock) == 0
        assert only().attempts == 1
        for wait in (2, 8):
            clock.now += timedelta(minutes=wait)
            send_due(clock)
    assert (only().state, only().attempts, only().error) == (STATE.FAILED, 3, "SMTPDataError")
    clock.now += timedelta(days=30)
    assert send_due(clock) == 0


def test_the_wait_grows_and_has_an_end() -> None:
    assert [wait_after(number) // timedelta(minutes=1) for number in (1, 2, 3, 9)] == [2, 8, 32, 720]


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (smtplib.SMTPRecipientsRefused({"guest@example.org": (550, b"no")}), STATE.FAILED),
        (smtplib.SMTPRecipientsRefused({"guest@example.org": (450, b"later")}), STATE.WAITING),
        (smtplib.SMTPSenderRefused(421, b"busy", "embassy"), STATE.WAITING),
        (smtplib.SMTPServerDisconnected("gone"), STATE.UNKNOWN),
        (TimeoutError("silent"), STATE.UNKNOWN),
        (ValueError("no such letter"), STATE.FAILED),
    ],
)
def test_what_the_server_says_decides(missions: Missions, error: Exception, state: str) -> None:
    post(draft(missions), NOW)
    with failing(error):
        assert send_due(Clock()) == 0
    assert only().state == state


def test_one_bad_message_does_not_keep_the_others(missions: Missions) -> None:
    post(draft(missions, "test.1", recipient="first@example.org"), NOW)
    post(draft(missions, "test.2", recipient="second@example.org"), NOW)

    def picky(self: Any, messages: list[Any]) -> int:
        if messages[0].to == ["first@example.org"]:
            raise smtplib.SMTPDataError(554, b"no")
        return 1

    with mock.patch(BACKEND, picky):
        assert send_due(Clock()) == 1
    assert set(OutboxMessage.objects.values_list("key", "state")) == {("test.1", "failed"), ("test.2", "sent")}


def test_while_no_server_answers_everything_waits_as_it_is(missions: Missions) -> None:
    post(draft(missions), NOW)
    with mock.patch("django.core.mail.backends.locmem.EmailBackend.open", side_effect=ConnectionRefusedError):
        assert send_due(Clock()) == 0
    assert (only().state, only().attempts) == (STATE.WAITING, 0)
    assert send_due(Clock()) == 1


def test_what_nobody_needs_any_more_is_not_sent(missions: Missions) -> None:
    post(draft(missions, expires=NOW + timedelta(hours=1)), NOW)
    assert send_due(Clock(NOW + timedelta(hours=2))) == 0
    assert (only().state, only().error) == (STATE.FAILED, "late")


def test_the_rest_of_a_portion_follows(missions: Missions) -> None:
    for number in range(3):
        post(draft(missions, f"test.{number}"), NOW)
    assert send_due(Clock(), most=2) == 2
    assert OutboxMessage.objects.due(NOW).count() == 1


def test_whom_it_was_for_is_erased_some_days_later(missions: Missions, settings: Any) -> None:
    post(draft(missions, files=[File("a.ics", "text/calendar", b"x")]), NOW)
    post(draft(missions, "test.2", about="other"), NOW + timedelta(hours=1))
    clock = Clock()
    send_due(clock)
    assert erase_old(timedelta(days=30), NOW + timedelta(days=29)) == 0
    with mock.patch("django.utils.timezone.now", return_value=NOW + timedelta(days=31)):
        forget_mail()
    sent, waiting = OutboxMessage.objects.get(key="test.1"), OutboxMessage.objects.get(key="test.2")
    assert (sent.recipient, sent.subject, sent.text, sent.html, sent.files) == ("", "", "", "", [])
    assert waiting.recipient == "guest@example.org"
    assert not post(draft(missions), NOW)


def test_what_is_forgotten_is_not_sent(missions: Missions) -> None:
    post(draft(missions), NOW)
    forget(["thing"], NOW)
    assert send_due(Clock()) == 0
    assert (only().recipient, only().state) == ("", STATE.FAILED)


def test_a_farewell_is_still_sent_and_erased_when_its_time_comes(missions: Missions) -> None:
    post(draft(missions), NOW)
    forget(["thing"], NOW, spare=["other"])
    assert only().recipient == ""
    post(draft(missions, "test.2", about="leaving"), NOW)
    farewell = OutboxMessage.objects.get(key="test.2")
    forget(["leaving"], NOW, spare=[farewell.kind])
    assert send_due(Clock()) == 1
    assert erase_old(timedelta(days=30), NOW + timedelta(days=31)) == 1
    farewell.refresh_from_db()
    assert farewell.recipient == ""
    assert mail.outbox[0].to == ["guest@example.org"]


def test_a_person_may_send_it_again_under_its_name(missions: Missions) -> None:
    post(draft(missions), NOW)
    with failing(TimeoutError()):
        send_due(Clock())
    name = only().message_id
    assert send_again(only(), NOW)
    assert not send_again(only(), NOW)
    assert send_due(Clock()) == 1
    assert mail.outbox[0].extra_headers["Message-ID"] == name


def test_what_is_in_trouble_is_found_until_somebody_has_seen_it(missions: Missions) -> None:
    for number in range(2):
        post(draft(missions, f"test.{number}"), NOW)
    with failing(TimeoutError()):
        send_due(Clock(), most=1)
    late = NOW - timedelta(hours=1)
    assert [one.key for one in OutboxMessage.objects.troubled(late)] == ["test.0"]
    assert OutboxMessage.objects.troubled(NOW + timedelta(hours=1)).count() == 2
    set_aside(OutboxMessage.objects.get(key="test.0"), NOW)
    assert not OutboxMessage.objects.troubled(late).exists()


def test_files_are_kept_as_they_are(missions: Missions) -> None:
    post(draft(missions, files=[File("a.bin", "application/octet-stream", b"\x00\xff")]), NOW)
    assert only().files[0]["content"] == b64encode(b"\x00\xff").decode()
    send_due(Clock())
    assert mail.outbox[0].attachments[0].get_payload(decode=True) == b"\x00\xff"
