"""A reader with a browser and a mailbox."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from html.parser import HTMLParser
from threading import Barrier
from typing import Any
from unittest import mock

from django.core import mail
from django.db import connection
from django.test import Client
from django.utils import timezone

from core.sending import send_due
from newsletter.models import Subscriber
from newsletter.preferences import Preferences

ADDRESS = "reader@example.org"
BULLETINS = Preferences("en", "each", frozenset({("bulletins", None)}))


class Fields(HTMLParser):
    """Collects the named inputs of a page's forms with the class ``form``; boxes that are ticked become lists."""

    def __init__(self) -> None:
        super().__init__()
        self.inside = False
        self.values: dict[str, Any] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "form":
            self.inside = found.get("class") == "form"
        name = found.get("name")
        if not (self.inside and tag == "input" and name):
            return
        if found.get("type") == "checkbox":
            self.values.setdefault(name, []).extend([found.get("value")] if "checked" in found else [])
        elif found.get("type") != "radio" or "checked" in found:
            self.values[name] = found.get("value") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False


def browser(mission: Any) -> Client:
    """A visitor's browser, with the checks of form tokens that tests usually leave out."""
    return Client(headers={"host": mission.host}, enforce_csrf_checks=True)


def fields_of(response: Any) -> dict[str, Any]:
    parser = Fields()
    parser.feed(response.content.decode())
    return parser.values


def later(**delta: float) -> Any:
    """Moves the clock of views on."""
    moment = timezone.now() + timedelta(**delta)
    return mock.patch("django.utils.timezone.now", return_value=moment)


def join(client: Client, email: str = ADDRESS, prefix: str = "", seconds: float = 5, **changes: Any) -> Any:
    """Writes the address into the small form, then sends the form that it leads to, as a browser without script.

    What the outbox has then is sent.
    """
    first = client.post(f"{prefix}/subscribe/", {"email": email}, headers={"Sec-Fetch-Site": "same-origin"})
    assert first.status_code == 200, first.content.decode()
    with later(seconds=seconds):
        answer = client.post(f"{prefix}/subscribe/", {**fields_of(first), **changes})
        send_mail()
    return answer


def send_mail() -> None:
    """What a worker does some moments later."""
    send_due(lambda: timezone.now() + timedelta(seconds=1), most=500)


def joined(client: Client, email: str = ADDRESS, **changes: Any) -> Subscriber:
    """A reader who has gone all the way, by form, letter and button."""
    join(client, email, **changes)
    with later(seconds=10):
        assert client.post(link_to("confirm")).status_code == 200
    found: Subscriber = Subscriber.objects.get(email=email)
    assert found.is_confirmed
    return found


def links_in(message: Any, host: str = "aland.example") -> list[str]:
    """The paths of the mission's addresses in the text of a letter."""
    return re.findall(rf"http://{re.escape(host)}(\S+)", message.body)


def link_to(step: str, message: Any = None, host: str = "aland.example") -> str:
    found = [link for link in links_in(message or mail.outbox[-1], host) if f"/{step}/" in link]
    assert len(found) == 1
    return found[0]


def in_threads(works: list[Any]) -> list[Any]:
    """Does all at once, each in a thread with a connection of its own."""
    start = Barrier(len(works))

    def run(work: Any) -> Any:
        try:
            start.wait()
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def attributes(markup: str, name: str) -> Iterator[str]:
    """The values of an attribute wherever it stands in HTML."""
    return (found[1] for found in re.finditer(rf'\b{name}="([^"]*)"', markup))
