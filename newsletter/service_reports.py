"""What a mail service reports of our letters, at an address of its own: returned, refused, unwanted.

The package ``anymail`` checks the secret and reads each service's own words; it need not be there without a service.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.module_loading import import_string

from newsletter.bounces import leave_by_service, take_report
from newsletter.casting import LETTER
from newsletter.returned import CODE, COMPLAINT, HARD, SOFT, STATUS, WORDS_OF_SOFT, Report, without_people

VIEWS = {
    "mailgun": "anymail.webhooks.mailgun.MailgunTrackingWebhookView",
    "postmark": "anymail.webhooks.postmark.PostmarkTrackingWebhookView",
    "sparkpost": "anymail.webhooks.sparkpost.SparkPostTrackingWebhookView",
}
# What strangers' nonsense makes of a reader of JSON.
NONSENSE = (AttributeError, LookupError, TypeError, ValueError)
# Words of anymail. Reports of other kinds say nothing of the address, and those of opening and following are not asked
# for and not kept.
RETURNED = frozenset({"bounced", "rejected", "failed"})
PASSING = frozenset({"blocked", "timed_out"})
BY_REASON = {"bounced": HARD, "invalid": HARD, "spam": COMPLAINT}


def reports_of(service: str) -> Callable[..., HttpResponseBase]:
    """The view that takes the reports of a service: 400 without the secret, or for what is no report."""
    base: Any = import_string(VIEWS[service])

    class Reports(base):
        def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                self.run_validators(request)
                events = self.parse_events(request)
            except NONSENSE as error:
                raise BadRequest("This is no report of a mail service.") from error
            for event in events:
                take_event(event, service, timezone.now())
            return HttpResponse()

    view: Callable[..., HttpResponseBase] = Reports.as_view()
    return view


def take_event(event: Any, service: str, now: datetime) -> None:
    """Counts what an event of anymail says of one letter. Safe to repeat."""
    message_id = (event.metadata or {}).get(LETTER) or event.message_id or ""
    if is_leaving(event):
        leave_by_service(message_id, now)
        return
    report = report_of(event, service, str(message_id))
    if report is not None:
        take_report(report, now)


def is_leaving(event: Any) -> bool:
    """Whether the reader has left by the service's own way out, now or before."""
    return event.event_type == "unsubscribed" or (
        event.event_type in RETURNED and event.reject_reason == "unsubscribed"
    )


def report_of(event: Any, service: str, message_id: str) -> Report | None:
    """The event in the words of returned letters; None for one that says nothing of the address."""
    kind = kind_of(event)
    if kind is None:
        return None
    said = " ".join(str(event.mta_response or event.description or "").split())
    status = STATUS.search(said)
    name = event.event_id or f"{event.event_type} {message_id} {event.timestamp}"
    return Report(
        kind=kind,
        recipient=str(event.recipient or "").lower(),
        status=status[0] if status else "",
        reason=without_people(said or str(event.reject_reason or event.event_type)),
        message_id=message_id,
        key=sha256(f"{service} {name}".encode()).hexdigest(),
    )


def kind_of(event: Any) -> str | None:
    """Hard where the reader's server has said so for good, or the service blames the address; else soft."""
    if event.event_type == "complained":
        return COMPLAINT
    if event.event_type not in RETURNED:
        return None
    if event.event_type == "failed" or event.reject_reason in PASSING:
        return SOFT
    said = f"{event.mta_response or ''} {event.description or ''}"
    code = STATUS.search(said) or CODE.search(said)
    if code and event.event_type == "bounced":
        return SOFT if code[1].startswith("4") else HARD
    return SOFT if WORDS_OF_SOFT.search(said) else BY_REASON.get(event.reject_reason, SOFT)
