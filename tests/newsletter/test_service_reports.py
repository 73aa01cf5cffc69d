"""A mail service reports of our letters: with its secret only, once each, and about no letter but ours."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import sys
from typing import Any

import pytest
from django.test import Client, override_settings
from django.urls import path

from config import urls as site_urls
from core.delivery import Verdict
from newsletter.casting import Caster
from newsletter.line import Line, Steps
from newsletter.models import Bounce, Delivery, Subscriber
from newsletter.service_reports import kind_of, reports_of
from newsletter.suppression import is_suppressed
from tests.missions import Missions
from tests.newsletter.letters import NOON, make_letters
from tests.test_promises import COMPLETE, start

anymail = pytest.importorskip("anymail")

from anymail.exceptions import AnymailRecipientsRefused, AnymailRequestsAPIError  # noqa: E402  # after the check
from anymail.signals import AnymailTrackingEvent  # noqa: E402  # as above

SECRET = "mission:0123456789abcdef"
SIGNING = "signing-key"
ANYMAIL = {
    "WEBHOOK_SECRET": SECRET,
    "MAILGUN_API_KEY": "k",
    "MAILGUN_WEBHOOK_SIGNING_KEY": SIGNING,
    "SEND_DEFAULTS": {"track_opens": False, "track_clicks": False},
}
urlpatterns = [
    path("anymail/mailgun/tracking/", reports_of("mailgun")),
    path("anymail/postmark/tracking/", reports_of("postmark")),
    path("anymail/sparkpost/tracking/", reports_of("sparkpost")),
    *site_urls.urlpatterns,
]
pytestmark = pytest.mark.urls(__name__)


@pytest.fixture(autouse=True)
def service(settings: Any) -> None:
    settings.MAIL_SERVICE, settings.ANYMAIL = "mailgun", ANYMAIL


@pytest.fixture
def delivery(missions: Missions) -> Delivery:
    issue = make_letters(missions.first, 1)
    issue.deliveries.update(state="sent")
    return Delivery.objects.get()


def post(where: str, facts: Any, secret: str = SECRET) -> int:
    headers = {"authorization": "Basic " + base64.b64encode(secret.encode()).decode()} if secret else {}
    body = facts if isinstance(facts, str) else json.dumps(facts)
    client = Client(HTTP_HOST="aland.example", enforce_csrf_checks=True)
    return client.post(f"/anymail/{where}/tracking/", body, "application/json", headers=headers).status_code


def postmark(
    delivery: Delivery | None, record: str = "Bounce", kind: str = "HardBounce", **more: Any
) -> dict[str, Any]:
    return {
        "RecordType": record,
        "Type": kind,
        "ID": 1,
        "MessageID": "an-id-of-the-service",
        "Email": "reader0@example.org",
        "Metadata": {"letter": delivery.message_id} if delivery else {},
        "Description": "The server was unable to deliver your message",
        "Details": "smtp;550 5.1.1 no such user reader0@example.org",
        "BouncedAt": "2026-06-01T12:00:00Z",
        **more,
    }


def mailgun(delivery: Delivery, event: str = "failed", token: str = "t1", key: str = SIGNING, **more: Any) -> Any:
    signed = hmac.new(key.encode(), f"1{token}".encode(), hashlib.sha256).hexdigest()
    return {
        "signature": {"timestamp": "1", "token": token, "signature": signed},
        "event-data": {
            "event": event,
            "severity": "permanent",
            "reason": "generic",
            "timestamp": 1780000000.0,
            "recipient": "reader0@example.org",
            "message": {"headers": {"message-id": delivery.message_id.strip("<>")}},
            "user-variables": {"letter": delivery.message_id},
            "delivery-status": {"message": "550 5.1.1 no such user", "description": ""},
            **more,
        },
    }


def state() -> str:
    return Subscriber.objects.get().state


def test_a_report_with_the_secret_stops_a_dead_address(delivery: Delivery) -> None:
    assert post("postmark", postmark(delivery)) == 200
    assert state() == "stopped"
    bounce = Bounce.objects.get()
    assert (bounce.kind, bounce.status, bounce.delivery) == ("hard", "5.1.1", delivery)
    assert "reader0" not in bounce.reason


@pytest.mark.parametrize("secret", ["", "mission:wrong", "x"])
def test_without_the_secret_nothing_is_taken(delivery: Delivery, secret: str) -> None:
    assert post("postmark", postmark(delivery), secret) == 400
    assert not Bounce.objects.exists()


@pytest.mark.parametrize("body", ["", "[]", "nonsense", "{}", "null", '{"RecordType": 5}', '{"signature": []}', "[1]"])
@pytest.mark.parametrize("where", ["mailgun", "postmark", "sparkpost"])
def test_nonsense_is_no_failure_of_ours(missions: Missions, where: str, body: str) -> None:
    assert post(where, body) in (200, 400)
    assert not Bounce.objects.exists()


def test_reading_the_address_answers_that_it_takes_posts_only(missions: Missions) -> None:
    assert Client(HTTP_HOST="aland.example").get("/anymail/postmark/tracking/").status_code == 405


def test_the_signature_of_a_service_counts_too(delivery: Delivery) -> None:
    assert post("mailgun", mailgun(delivery, key="another")) == 400
    assert post("mailgun", mailgun(delivery)) == 200
    assert state() == "stopped"


def test_the_same_report_counts_once(delivery: Delivery) -> None:
    later = {"delivery-status": {"message": "552 5.2.2 full", "description": ""}}
    for _time in range(3):
        assert post("mailgun", mailgun(delivery, **later)) == 200
    assert Subscriber.objects.get().hard_bounces == 1
    assert state() == "confirmed"


def test_a_complaint_ends_it_at_once(delivery: Delivery) -> None:
    assert post("postmark", postmark(delivery, "SpamComplaint", "SpamComplaint")) == 200
    assert state() == "left"
    assert is_suppressed(Subscriber.objects.get().site, "reader0@example.org")


def test_who_leaves_by_the_service_s_way_out_has_left(delivery: Delivery) -> None:
    assert post("mailgun", mailgun(delivery, "unsubscribed")) == 200
    assert state() == "left"
    assert not Bounce.objects.exists()


@pytest.mark.parametrize("event", ["opened", "clicked", "delivered", "anything"])
def test_what_a_reader_does_with_a_letter_is_not_kept(delivery: Delivery, event: str) -> None:
    assert post("mailgun", mailgun(delivery, event)) == 200
    assert not Bounce.objects.exists()
    assert state() == "confirmed"


def test_a_report_about_no_letter_of_ours_is_worth_a_soft_one(delivery: Delivery) -> None:
    assert post("postmark", postmark(None)) == 200
    assert Bounce.objects.get().kind == "soft"
    assert state() == "confirmed"


@pytest.mark.parametrize(
    ("kind", "reason", "said", "expected"),
    [
        ("bounced", "bounced", "smtp;550 5.1.1 unknown", "hard"),
        ("bounced", "other", "550 No such user", "hard"),
        ("bounced", "bounced", "", "hard"),
        ("bounced", "bounced", "Soft bounce: mailbox full", "soft"),
        ("bounced", None, "452 4.2.2 full", "soft"),
        ("bounced", "timed_out", "", "soft"),
        ("bounced", "blocked", "550 5.7.1 policy", "soft"),
        ("bounced", "spam", "", "complaint"),
        ("bounced", None, "", "soft"),
        ("rejected", "invalid", "", "hard"),
        ("rejected", "bounced", "", "hard"),
        ("rejected", "blocked", "", "soft"),
        ("rejected", "other", "", "soft"),
        ("failed", "bounced", "", "soft"),
        ("complained", None, "", "complaint"),
        ("deferred", None, "450 4.2.1", None),
        ("opened", None, "", None),
    ],
)
def test_the_words_of_services(kind: str, reason: str | None, said: str, expected: str | None) -> None:
    event = AnymailTrackingEvent(event_type=kind, reject_reason=reason, mta_response=said)
    assert kind_of(event) == expected


def sent_by_service(delivery: Delivery, failure: Any = None) -> Any:
    """The letter over anymail's own test backend; ``failure`` is what the service answers."""
    with override_settings(EMAIL_BACKEND="anymail.backends.test.EmailBackend"):
        letter = Caster().letter(delivery, NOON)
        message = letter.message()
        message.anymail_test_response = failure  # type: ignore[attr-defined]
        if failure is None:
            del message.anymail_test_response  # type: ignore[attr-defined]
        line = Line()
        line.open()
        return line.hand_over(
            letter.sender, delivery.email, letter.content, lambda: message, Steps(lambda: True)
        ), message


def test_a_letter_says_which_it_is_and_forbids_to_follow_its_reader(delivery: Delivery) -> None:
    answer, message = sent_by_service(delivery)
    given = message.anymail_test_params
    assert answer.verdict is Verdict.SENT
    assert given["metadata"] == {"letter": delivery.message_id}
    assert (given["track_opens"], given["track_clicks"]) == (False, False)
    assert given["extra_headers"]["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


class Said:
    """An answer of HTTP, as far as anybody asks for it."""

    reason = "x"
    text = "reader0@example.org"

    def __init__(self, status: int) -> None:
        self.status_code = status


@pytest.mark.parametrize(
    ("status", "verdict"),
    [
        (400, Verdict.REFUSED),
        (401, Verdict.LATER),
        (403, Verdict.LATER),
        (422, Verdict.REFUSED),
        (429, Verdict.LATER),
        (500, Verdict.UNKNOWN),
        (503, Verdict.LATER),
        (504, Verdict.UNKNOWN),
    ],
)
def test_an_answer_of_the_service_is_read_by_its_code(delivery: Delivery, status: int, verdict: Verdict) -> None:
    answer, _message = sent_by_service(delivery, AnymailRequestsAPIError(response=Said(status)))
    assert (answer.verdict, answer.reason, answer.is_systemic) == (verdict, f"HTTP {status}", True)


def test_an_address_that_the_service_refuses_is_no_fault_of_the_service(delivery: Delivery) -> None:
    from anymail.message import AnymailRecipientStatus

    refused = {"recipient_status": {delivery.email: AnymailRecipientStatus(message_id=None, status="rejected")}}
    answer, _message = sent_by_service(delivery, refused)
    assert (answer.verdict, answer.reason) == (Verdict.REFUSED, AnymailRecipientsRefused.__name__)
    assert not answer.is_systemic


@pytest.mark.parametrize("is_reached", [True, False])
def test_a_line_that_breaks_leaves_it_unknown_unless_the_service_was_not_reached(
    delivery: Delivery, is_reached: bool
) -> None:
    import requests
    import urllib3

    inner = urllib3.exceptions.NewConnectionError(None, "refused")  # type: ignore[arg-type]
    cause = requests.ConnectionError(urllib3.exceptions.MaxRetryError(None, "/", inner))  # type: ignore[arg-type]
    failure = AnymailRequestsAPIError("no answer")
    failure.__cause__ = requests.ConnectionError("aborted") if is_reached else cause
    answer, _message = sent_by_service(delivery, failure)
    assert answer.verdict is (Verdict.UNKNOWN if is_reached else Verdict.LATER)


KEYS = {"MAIL_SERVICE": "postmark", "POSTMARK_SERVER_TOKEN": "t"}
ASK = "import django; django.setup(); from django.urls import resolve; print(resolve('/anymail/postmark/tracking/').route)"


def test_the_address_is_there_only_with_a_service_and_its_secret(tmp_path: Any) -> None:
    there = start(tmp_path, {**COMPLETE, **KEYS, "MAIL_WEBHOOK_SECRET": SECRET}, ASK)
    assert there.stdout.startswith("anymail/"), there.stderr
    for less in ({}, KEYS):
        assert not start(tmp_path, {**COMPLETE, **less}, ASK).stdout.startswith("anymail/")


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({"MAIL_SERVICE": "pigeon"}, "MAIL_SERVICE is “pigeon”; write one of: mailgun, postmark, sparkpost."),
        ({"MAIL_SERVICE": "mailgun"}, "MAILGUN_API_KEY"),
        ({**KEYS, "MAIL_WEBHOOK_SECRET": "short"}, "MAIL_WEBHOOK_SECRET must be like name:secret"),
        ({**KEYS, "EMAIL_URL": "smtp://x.example"}, "MAIL_SERVICE and EMAIL_URL are both set"),
    ],
)
def test_a_wrong_service_stops_the_start(tmp_path: Any, variables: dict[str, str], sentence: str) -> None:
    done = start(tmp_path, {**COMPLETE, **variables})
    assert done.returncode
    assert sentence in done.stderr.splitlines()[-1]


def test_without_the_package_everything_else_works(tmp_path: Any) -> None:
    hidden = (
        "import sys; sys.modules['anymail'] = None; import django; django.setup(); import config.urls; print('fine')"
    )
    done = start(tmp_path, COMPLETE, hidden)
    assert done.stdout == "fine\n", done.stderr
    named = start(tmp_path, {**COMPLETE, **KEYS}, "")
    assert not named.returncode, named.stderr
    assert "anymail" in sys.modules
