"""The letters that answer the form: what mail programs and people find in them."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from html import unescape
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import translation

from newsletter.models import Subscriber
from tests.missions import Missions
from tests.news.ground import make_bulletin, make_category, make_index
from tests.newsletter.ground import ADDRESS, attributes, join, joined, link_to, links_in


def as_sent() -> EmailMessage:
    """The last letter as a mail program reads it."""
    return message_from_bytes(mail.outbox[-1].message().as_bytes(), policy=policy.default)  # type: ignore[return-value]


def parts(letter: EmailMessage) -> tuple[str, str]:
    plain, rich = letter.get_body(("plain",)), letter.get_body(("html",))
    assert plain is not None
    assert rich is not None
    return plain.get_content(), rich.get_content()


@pytest.fixture(params=["confirm", "already"])
def letter(request: Any, missions: Missions, reader: Client) -> EmailMessage:
    """Each kind of letter."""
    if request.param == "already":
        joined(reader)
    join(reader)
    return as_sent()


def test_the_headers_are_those_that_the_rules_of_mail_ask_for(letter: EmailMessage) -> None:
    # RFC 5322: each of them once.
    for name in ("From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type"):
        assert len(letter.get_all(name, [])) == 1, name
    assert letter["To"] == ADDRESS
    assert re.fullmatch(r"<[^<>\s]+@aland\.example>", letter["Message-ID"])
    # RFC 2919, 2369 and 8058: which list it is, and how to leave it by one press.
    assert letter["List-Id"] == "<list.aland.example>"
    assert re.fullmatch(r"<http://aland\.example/subscribe/manage/[\w.-]+/>", letter["List-Unsubscribe"].strip())
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    # RFC 3834: nobody answers a machine.
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Content-Language"] == "en"
    assert not letter.defects


def test_the_link_of_the_header_opens_the_readers_own_page(letter: EmailMessage, reader: Client) -> None:
    path = letter["List-Unsubscribe"].strip(" <>").removeprefix("http://aland.example")
    assert reader.get(path).status_code == 200
    reader.post(path, {"List-Unsubscribe": "One-Click"})
    assert Subscriber.objects.get().state == "left"


def test_a_letter_has_two_parts_with_the_same_links(letter: EmailMessage) -> None:
    assert letter.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in letter.iter_parts()] == ["text/plain", "text/html"]
    assert all(part.get_content_charset() == "utf-8" for part in letter.iter_parts())
    plain, rich = parts(letter)
    links = {unescape(link) for link in attributes(rich, "href")}
    assert set(re.findall(r"https?://\S+", plain)) == links
    assert all(link.startswith("http://aland.example/") for link in links)


def test_a_letter_brings_nothing_from_anywhere_and_counts_nobody(letter: EmailMessage) -> None:
    _plain, rich = parts(letter)
    assert not re.search(r"<(img|link|script|style|iframe|object|svg|video|audio)\b|url\(|@import|\bstyle=", rich)
    assert not list(attributes(rich, "src"))
    assert not any("?" in link for link in attributes(rich, "href"))


def test_every_line_is_short_enough_for_every_server(letter: EmailMessage) -> None:
    """RFC 5322, 2.1.1."""
    assert max(len(line) for line in letter.as_bytes().splitlines()) <= 998


@pytest.mark.parametrize("kind", ["confirm", "already"])
def test_nothing_that_was_typed_stands_in_a_letter(missions: Missions, reader: Client, kind: str) -> None:
    """Who writes somebody else's address into the form must not be able to write to them in words of theirs."""
    email = '"win money at evil.example"@example.org'
    if kind == "already":
        joined(reader, email)
    join(reader, email, note="Call 555", name="Call 555")
    letter = as_sent()
    seen = "".join([*parts(letter), letter["Subject"], letter["From"]])
    assert "evil" not in seen
    assert "555" not in seen
    assert mail.outbox[-1].to == [email]


def test_a_letter_says_what_was_chosen(missions: Missions, reader: Client) -> None:
    category = make_category(missions.first, en="General & more", kk="Жалпы")
    make_bulletin(make_index(missions.first), category=category)
    join(reader, topics=["events"], categories=[str(category.pk)], rhythm="daily")
    plain, rich = parts(as_sent())
    assert "- Bulletins (General & more), Events\n- One letter a day, on days with news\n- English\n" in plain
    assert "<li>Bulletins (General &amp; more), Events</li>" in rich


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
    assert "/kk/subscribe/manage/" in letter.extra_headers["List-Unsubscribe"]
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


def test_who_is_on_the_list_is_told_so_in_the_language_that_they_chose(missions: Missions, reader: Client) -> None:
    joined(reader, language="kk")
    join(reader, language="ru")
    assert as_sent()["Content-Language"] == "kk"
    assert any(link.startswith("/kk/subscribe/manage/") for link in links_in(mail.outbox[-1]))


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
