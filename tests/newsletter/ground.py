"""A reader with a browser and a mailbox."""

from __future__ import annotations

import re
from datetime import timedelta
from html.parser import HTMLParser
from typing import Any
from unittest import mock

from django.core import mail
from django.test import Client
from django.utils import timezone

ADDRESS = "reader@example.org"


class Fields(HTMLParser):
    """Collects the named inputs of a page's form with the class ``form``."""

    def __init__(self) -> None:
        super().__init__()
        self.inside = False
        self.values: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "form":
            self.inside = found.get("class") == "form"
        chosen = found.get("type") != "radio" or "checked" in found
        if self.inside and tag == "input" and found.get("name") and chosen:
            self.values[found["name"]] = found.get("value") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False


def fields_of(response: Any) -> dict[str, str]:
    parser = Fields()
    parser.feed(response.content.decode())
    return parser.values


def later(**delta: float) -> Any:
    """Moves the clock of views on."""
    moment = timezone.now() + timedelta(**delta)
    return mock.patch("django.utils.timezone.now", return_value=moment)


def join(client: Client, email: str = ADDRESS, prefix: str = "", seconds: float = 5, **changes: str) -> Any:
    """Writes the address into the small form, then sends the form that it leads to, as a browser without script."""
    first = client.post(f"{prefix}/subscribe/", {"email": email}, headers={"Sec-Fetch-Site": "same-origin"})
    assert first.status_code == 200, first.content.decode()
    with later(seconds=seconds):
        return client.post(f"{prefix}/subscribe/", {**fields_of(first), **changes})


def links_in(message: Any, host: str = "aland.example") -> list[str]:
    """The paths of the mission's addresses in the text of a letter."""
    return re.findall(rf"http://{re.escape(host)}(\S+)", message.body)


def link_to(step: str, message: Any = None, host: str = "aland.example") -> str:
    found = [link for link in links_in(message or mail.outbox[-1], host) if f"/{step}/" in link]
    assert len(found) == 1
    return found[0]
