"""Every kind of page that the demonstration has, by name. Where each one lies is found by asking the site itself.

What a browser does to get there is in tests/visits.py.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from html import unescape
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import APIRequestContext

ROOT = Path(__file__).resolve().parents[1]
READING_S = 2.1  # the form guard takes whoever is quicker for a program
NOBODY = {"username": "nobody", "password": "never a password"}


class NotHere(Exception):
    """Why a page cannot be found on the site that was asked."""


@dataclass(frozen=True)
class Shown:
    """How a page comes up: by its address alone, or by sending the form there that has these fields."""

    address: str
    status: int = 200
    fields: Mapping[str, str] | None = None
    reading_s: float = 0
    forgets_cookies: bool = False
    user: str = ""


@dataclass
class Asker:
    """Asks a site for what it links to. ``var`` is the folder of its files, ``passwords`` those of its accounts."""

    url: str
    request: APIRequestContext
    var: Path | None = None
    passwords: Mapping[str, str] = field(default_factory=dict)
    known: dict[str, str] = field(default_factory=dict)
    form_seen: float = 0

    def text(self, path: str) -> str:
        if path not in self.known:
            answer = self.request.get(self.url + path)
            if not answer.ok:
                raise NotHere(f"{path} answers {answer.status}")
            self.known[path] = answer.text()
        return self.known[path]

    def link(self, path: str, pattern: str) -> str:
        """Where the first link of a page leads whose whole address, as it is written there, fits the pattern."""
        for href in map(unescape, re.findall(r'href="([^"]*)"', self.text(path))):
            if re.fullmatch(pattern, href):
                return urljoin(path, href)
        raise NotHere(f"{path} has no link like {pattern}")

    def listed(self, section: str) -> list[str]:
        """Paths of all pages below a section, as the site map tells them."""
        paths = [urlsplit(one).path for one in re.findall(r"<loc>([^<]+)", self.text("/sitemap.xml"))]
        return [path for path in paths if path.startswith(section) and path != section]

    def page_with(self, section: str, *marks: str, without: str = "") -> str:
        """The first page below a section whose text has all the marks."""
        for path in self.listed(section):
            text = self.text(path)
            if all(mark in text for mark in marks) and not (without and without in text):
                return path
        raise NotHere(f"no page below {section} has {' and '.join(marks)}")

    def event(self, fits: Callable[[str], bool]) -> str:
        """The first event whose iCalendar entry fits."""
        for path in self.listed("/events/"):
            if fits(self.text(f"{path}event.ics").split("BEGIN:VEVENT")[-1]):
                return path
        raise NotHere("no such event")

    def letter(self, mailbox: str) -> str:
        """The text of the last letter to somebody."""
        if self.var is None:
            raise NotHere("the letters of this site are not here")
        files = sorted((self.var / "mail").glob("*"), key=lambda path: path.stat().st_mtime, reverse=True)
        # Several letters may lie in one file, the last one at its end.
        texts = (text for path in files for text in reversed(path.read_bytes().split(b"-" * 79 + b"\n")))
        for message in (message_from_bytes(text, policy=policy.default) for text in texts):
            if mailbox in str(message["To"]):
                return str(message.get_body(("plain",)).get_content())
        raise NotHere(f"no letter to {mailbox}")

    def join(self) -> str:
        """Asks for the list with a mailbox of its own; the letter that comes."""
        mailbox = f"reader-{uuid.uuid4().hex[:12]}@example.org"
        form = self.text("/subscribe/")
        fields = {name: self.value_of(form, name) for name in ("csrfmiddlewaretoken", "stamp")}
        self.form_seen = self.form_seen or time.monotonic()
        time.sleep(max(0.0, self.form_seen + READING_S - time.monotonic()))
        chosen = {"topics": "bulletins", "rhythm": "each", "language": "en"}
        self.request.post(f"{self.url}/subscribe/", form={**fields, **chosen, "email": mailbox})
        self.send_mail()
        return self.letter(mailbox)

    def member(self) -> str:
        """The own page of somebody who has joined with a mailbox of their own, and confirmed it."""
        letter = self.join()
        self.request.post(self.url + _link_in(letter, "confirm"))
        return _link_in(letter, "manage")

    def reply(self) -> str:
        """Replies to an event with a mailbox of its own; the letter that comes."""
        mailbox = f"guest-{uuid.uuid4().hex[:12]}@example.org"
        address = f"{self.url}{self.reply_form()}"
        form = self.request.get(address).text()
        fields = {name: self.value_of(form, name) for name in ("csrfmiddlewaretoken", "stamp")}
        time.sleep(READING_S)
        self.request.post(address, form={**fields, "name": "A guest", "email": mailbox, "party": "2"})
        self.send_mail()
        return self.letter(mailbox)

    def reply_form(self) -> str:
        """The form of the first event that takes replies."""
        return self.page_with("/events/", 'reply/">') + "reply/"

    def send_mail(self) -> None:
        """What the worker would do, which is not there in tests."""
        if self.var is None:
            raise NotHere("the letters of this site are not here")
        settings = {"DJANGO_SETTINGS_MODULE": "config.settings.dev", "EMBASSY_ENV_FILE": os.devnull}
        environment = {**os.environ, **settings, "EMBASSY_VAR": str(self.var)}
        command = [sys.executable, "manage.py", "send_mail"]
        subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)

    def lock(self) -> None:
        """Tries wrong passwords until the login of ``nobody`` is locked."""
        for _attempt in range(6):
            form = self.request.get(f"{self.url}/admin/login/").text()
            token = {"csrfmiddlewaretoken": self.value_of(form, "csrfmiddlewaretoken")}
            self.request.post(f"{self.url}/admin/login/", form={**NOBODY, **token})

    @staticmethod
    def value_of(form: str, name: str) -> str:
        tag = re.search(rf'<input[^>]*name="{name}"[^>]*>', form)
        value = re.search(r'value="([^"]*)"', tag.group()) if tag else None
        if value is None:
            raise NotHere(f"the form has no field {name}")
        return unescape(value.group(1))


def _link_in(letter: str, word: str) -> str:
    found = re.search(rf"https?://[^/\s]+(/\S*{word}/\S+)", letter)
    if found is None:
        raise NotHere(f"the letter has no link to {word}")
    return found.group(1)


def _is_all_day(entry: str) -> bool:
    return "DTSTART;VALUE=DATE:" in entry


def _lasts_days(entry: str) -> bool:
    days = [int(day) for day in re.findall(r"DT(?:START|END)[^:]*:(\d{8})", entry)]
    return len(days) == 2 and days[1] - days[0] > 1


def _is_one_evening(entry: str) -> bool:
    return not _is_all_day(entry) and not _lasts_days(entry)


def _of(path: str) -> Callable[[Asker], Shown]:
    return lambda asker: Shown(path)


def _linked(path: str, pattern: str) -> Callable[[Asker], Shown]:
    return lambda asker: Shown(asker.link(path, pattern))


def _untranslated(asker: Asker) -> Shown:
    """A bulletin that does not exist in Kazakh, asked for in Kazakh."""
    path = next(path for path in asker.listed("/news/") if asker.request.get(f"{asker.url}/kk{path}").status == 404)
    return Shown(f"/kk{path}", 404)


def _locked(asker: Asker) -> Shown:
    asker.lock()
    return Shown("/admin/login/", 429, NOBODY)


def _of_user(path: str, status: int = 200) -> Callable[[Asker], Shown]:
    def find(asker: Asker) -> Shown:
        if "editor" not in asker.passwords:
            raise NotHere("the password of editor is not known")
        return Shown(path, status, user="editor")

    return find


BULLETIN = "/news/special-issue-no-24/"
MAILBOX = {"email": "reader@example.org"}
GUEST = {"name": "A guest", "email": "guest@example.org", "party": "2"}

PAGES: dict[str, Callable[[Asker], Shown]] = {
    "home": _of("/"),
    "home-kk": _of("/kk/"),
    "home-ru": _of("/ru/"),
    "news": _of("/news/"),
    "news-kk": _of("/kk/news/"),
    "news-category": _linked("/news/", r"/news/category/[\w-]+/"),
    "news-filter": _linked("/news/", r"/news/\?category=[\w-]+"),
    "news-series": _linked(BULLETIN, r"/news/series/[\w-]+/"),
    "news-author": _linked("/news/", r"/news/author/[\w-]+/"),
    "news-year": _linked("/news/", r"/news/\d{4}/"),
    "news-month": _of("/news/2008/12/"),
    "news-none": _of("/news/1999/"),
    "bulletin": _of(BULLETIN),
    "bulletin-kk": _of(f"/kk{BULLETIN}"),
    "bulletin-quote": lambda asker: Shown(asker.page_with("/news/", "<blockquote", "<sample-player")),
    "contact": _linked(BULLETIN, r"/contacts/[\w-]+/"),
    "bulletin-short": lambda asker: Shown(asker.page_with("/news/", without='class="contents"')),
    "month": _of("/events/"),
    "month-kk": _of("/kk/events/"),
    "month-next": _linked("/events/", r"/events/\d{4}/\d\d/"),
    "month-days": _of("/events/2023/03/"),
    "month-empty": _of("/events/1950/01/"),
    "past-events": _of("/events/past/"),
    "coming-events": _of("/events/upcoming/"),
    "event": lambda asker: Shown(asker.event(_is_one_evening)),
    "event-days": lambda asker: Shown(asker.event(_lasts_days)),
    "event-all-day": lambda asker: Shown(asker.event(lambda entry: _is_all_day(entry) and not _lasts_days(entry))),
    "event-dates": _of("/events/dombra-lessons/"),
    "event-dates-kk": _of("/kk/events/dombra-lessons/"),
    "event-changed": _linked("/events/late-consular-hours/", r"/events/late-consular-hours/\?date=[\d-]+"),
    "event-cancelled": _of("/events/book-evening/"),
    "events-day": _of("/events/2023/03/21/"),
    "events-series": _of("/events/series/days-of-the-steppe/"),
    "events-category-kk": _of("/kk/events/category/concerts/"),
    "events-jump": lambda asker: Shown("/events/jump/?month=3&year=1850", status=400),
    "reply": lambda asker: Shown(asker.reply_form()),
    "reply-kk": lambda asker: Shown(f"/kk{asker.reply_form()}"),
    "reply-errors": lambda asker: Shown(asker.reply_form(), fields={"email": "nobody at all"}),
    "reply-taken": lambda asker: Shown(asker.reply_form(), fields=GUEST, reading_s=READING_S),
    "reply-own": lambda asker: Shown(_link_in(asker.reply(), "reply")),
    "reply-cancelled": lambda asker: Shown(_link_in(asker.reply(), "reply"), fields={}),
    "reply-problem": lambda asker: Shown("/events/reply/nonsense/", 404),
    "music": _of("/music/"),
    "programme": _linked("/music/", r"/music/[\w-]+/"),
    "programme-kk": _linked("/kk/music/", r"/kk/music/[\w-]+/"),
    "sample": _linked("/music/", r"/music/samples/[\w-]+/"),
    "sample-words": _of("/music/samples/music-sample-1/"),
    "search": _of("/search/"),
    "search-results": _of("/search/?q=kazakhstan"),
    "search-page-2": _linked("/search/?q=kazakhstan", r"\?q=kazakhstan&page=2"),
    "search-none": _of("/search/?q=zyxwvut"),
    "search-too-long": lambda asker: Shown(f"/search/?q={'long' * 80}", 400),
    "sign-up": _of("/subscribe/"),
    "sign-up-kk": _of("/kk/subscribe/"),
    "sign-up-errors": lambda asker: Shown("/subscribe/", fields={"email": "nobody at all"}),
    "sign-up-asked": lambda asker: Shown("/subscribe/", fields=MAILBOX, reading_s=READING_S),
    "confirm": lambda asker: Shown(_link_in(asker.join(), "confirm")),
    "confirmed": lambda asker: Shown(_link_in(asker.join(), "confirm"), fields={}),
    "leave": lambda asker: Shown(_link_in(asker.join(), "manage")),
    "left": lambda asker: Shown(asker.member(), fields={}),
    "preferences": lambda asker: Shown(asker.member()),
    "erase": lambda asker: Shown(f"{asker.member()}erase/"),
    "erased": lambda asker: Shown(f"{asker.member()}erase/", fields={}),
    "list-problem": lambda asker: Shown("/subscribe/confirm/nonsense/", 404),
    "archive": _of("/subscribe/archive/"),
    "archive-kk": _of("/kk/subscribe/archive/"),
    "standard": _linked("/", r"/about/"),
    "standard-services": _linked("/", r"/consular-services/"),
    "error-404": lambda asker: Shown("/nowhere/", 404),
    "error-404-elsewhere": _untranslated,
    "error-403": _of_user("/admin/reports/site-history/", 403),
    "error-403-form": lambda asker: Shown("/subscribe/", 403, MAILBOX, READING_S, forgets_cookies=True),
    "error-400": lambda asker: Shown(f"http://nowhere.localhost:{urlsplit(asker.url).port}/", 400),
    "error-429": _locked,
    "error-500": lambda asker: Shown("/fault/", 500),
    "login": _of("/admin/login/"),
    "dashboard": _of_user("/admin/"),
    "guest-lists": _of_user("/admin/guests/"),
    "mail-check": _of_user("/admin/mail-check/"),
    "letters": _of_user("/admin/letters/"),
}
