"""Events that take replies, guests who reply, and the letters that they get."""

from __future__ import annotations

import re
import uuid
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from unittest import mock

from django.core import mail

from core.sending import send_due
from events.models import EventPage, Reply
from events.occasions import Occasion, occasion_of
from events.replies import Outcome, Wish, take_reply
from tests.events.ground import make_event
from tests.missions import TestMission
from tests.newsletter.ground import fields_of

NOW = datetime(2026, 3, 16, 12, tzinfo=UTC)
START = datetime(2026, 3, 26, 22, tzinfo=UTC)  # six in the evening in Washington
LENGTH = timedelta(hours=2)


def make_evening(calendar: Any, **fields: Any) -> EventPage:
    """A published event ten days after ``NOW`` that takes replies."""
    facts = {
        "title": "Dombra evening",
        "slug": "evening",
        "start_date": date(2026, 3, 26),
        "start_time": time(18),
        "end_time": time(20),
        "takes_replies": True,
        **fields,
    }
    return make_event(calendar, **facts)


def whole(event: EventPage) -> Occasion:
    occasion = occasion_of(event)
    assert occasion is not None
    return occasion


def wish(name: str = "guest", **facts: Any) -> Wish:
    values: dict[str, Any] = {"email": f"{name}@example.org", "party": 1, "language": "en", **facts}
    return Wish(name=name, **values)


def answer(mission: TestMission, event: EventPage, name: str = "guest", now: datetime = NOW, **facts: Any) -> Outcome:
    """What a guest is told who replies to the event."""
    return take_reply(event, whole(event), mission.site, wish(name, **facts), now)


def states() -> dict[str, str]:
    return dict(Reply.objects.order_by("pk").values_list("name", "state"))


def letters(now: datetime = NOW + timedelta(minutes=1)) -> list[Any]:
    """Everything that leaves the outbox now."""
    mail.outbox.clear()
    send_due(lambda: now, most=500)
    return list(mail.outbox)


def subjects(now: datetime = NOW + timedelta(minutes=1)) -> list[tuple[str, str]]:
    """To whom what was written, in the order of the addresses."""
    return sorted((one.to[0].partition("@")[0], one.subject.partition(":")[0]) for one in letters(now))


def at(moment: datetime) -> Any:
    """The clock of the views."""
    return mock.patch("django.utils.timezone.now", return_value=moment)


def fill_in(client: Any, address: str, now: datetime = NOW, seconds: float = 5, **fields: str) -> Any:
    """Opens the form of an event, reads it, and sends it filled in."""
    with at(now):
        shown = client.get(address)
    assert shown.status_code == 200, shown.content.decode()
    typed = {"name": "Aigul", "email": "guest@example.org", **fields}
    with at(now + timedelta(seconds=seconds)):
        return client.post(address, {**fields_of(shown), **typed})


def manage_link(letter: Any, host: str = "aland.example") -> str:
    """The path of the guest's own link in a letter."""
    (found,) = re.findall(rf"http://{re.escape(host)}(\S*/events/reply/\S+)", letter.body)
    return str(found)


def question(kind: str, text: str, required: bool = False, **value: Any) -> dict[str, Any]:
    """A question to guests, as the page keeps it."""
    return {
        "type": kind,
        "id": str(uuid.uuid5(uuid.NAMESPACE_DNS, text)),
        "value": {"text": text, "translations": [], "required": required, **value},
    }
