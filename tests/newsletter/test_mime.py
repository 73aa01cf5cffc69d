"""A letter as bytes: what RFC 5322, 2045 and the List headers ask, and the same links in both parts."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.mime import MARK, Face, Mold, Reader

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
READER = Reader("reader@example.org", "<1.2@aland.example>", "to.k-en_1")
LINK = f"http://aland.example/subscribe/manage/{MARK}/"
KAZAKH = "Қазақстан Республикасының Елшілігі"


def face(**changes: str) -> Face:
    given = {
        "sender_name": "Embassy",
        "sender_email": "press@aland.example",
        "reply_to": "",
        "subject": "Special Issue No 24",
        "language": "en",
        "text": f"Read it.\n{LINK}\n",
        "html": f'<p>Read it.</p><a href="{LINK}">Leave</a>',
        "list_id": "<list.aland.example>",
        "manage_url": LINK,
        "archive_url": "http://aland.example/subscribe/archive/",
        "subscribe_url": "http://aland.example/subscribe/",
        **changes,
    }
    return Face(**given)


def parsed(one: Face, reader: Reader = READER) -> EmailMessage:
    message: Any = message_from_bytes(Mold(one).cast(reader, NOW), policy=SMTP)
    return cast(EmailMessage, message)


def test_the_headers_of_a_letter() -> None:
    message = parsed(face())
    assert message["From"] == "Embassy <press@aland.example>"
    assert message["To"] == "reader@example.org"
    assert message["Subject"] == "Special Issue No 24"
    assert message["Message-ID"] == "<1.2@aland.example>"
    assert message["Date"].datetime == NOW
    assert message["MIME-Version"] == "1.0"
    assert message["List-Id"] == "<list.aland.example>"
    assert message["List-Unsubscribe"] == "<http://aland.example/subscribe/manage/to.k-en_1/>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == "en"
    for name in ("From", "To", "Date", "Subject", "Message-ID", "MIME-Version", "Content-Type", "List-Unsubscribe"):
        assert len(message.get_all(name)) == 1, name
    assert not message.defects


def test_both_parts_hold_the_reader_s_own_link_and_no_mark() -> None:
    raw = Mold(face()).cast(READER, NOW)
    message = parsed(face())
    text, html = (part.get_content() for part in message.iter_parts())
    links = [set(re.findall(r"http://[^\s\"<>]+", part)) for part in (text, html)]
    assert links[0] == links[1] == {"http://aland.example/subscribe/manage/to.k-en_1/"}
    assert MARK.encode() not in raw
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]


@pytest.mark.parametrize(
    "words", ["plain words", KAZAKH * 20, "a" * 3000, f"{'x' * 75} {KAZAKH}", "= =3D =\n.\n..", ""]
)
def test_the_text_arrives_as_it_was_written(words: str) -> None:
    message = parsed(face(text=words, html=f"<p>{words}</p>", subject="N"))
    text, html = (part.get_content() for part in message.iter_parts())
    assert text.replace("\r\n", "\n").rstrip("\n") == words.rstrip("\n")
    assert html.replace("\r\n", "\n").rstrip("\n") == f"<p>{words}</p>".rstrip("\n")


@given(st.text(st.characters(codec="utf-8", exclude_characters="\r\x00"), max_size=400))
def test_any_text_arrives_in_lines_that_every_server_takes(words: str) -> None:
    raw = Mold(face(text=words)).cast(READER, NOW)
    assert raw.isascii()
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    assert b"\n" not in raw.replace(b"\r\n", b"")
    text = next(message_from_bytes(raw, policy=SMTP).iter_parts()).get_content()
    assert text.replace("\r\n", "\n").rstrip("\n") == words.rstrip("\n")


def test_a_subject_and_a_name_of_other_letters_are_folded_and_can_be_read() -> None:
    raw = Mold(face(subject=KAZAKH * 4, sender_name=KAZAKH * 3)).cast(READER, NOW)
    # The reader of headers that Python 3.11 offers besides puts spaces between the words of a name.
    message = message_from_bytes(raw)
    name, address = parseaddr(str(message["From"]))
    assert str(make_header(decode_header(str(message["Subject"])))) == KAZAKH * 4
    assert (str(make_header(decode_header(name))), address) == (KAZAKH * 3, "press@aland.example")
    head = raw.split(b"\r\n\r\n")[0]
    assert max(map(len, head.split(b"\r\n"))) <= 78


@pytest.mark.parametrize("name", ['Embassy "of" Åland', 'Embassy "of" the North, Press', "a\\b", "Embassy"])
def test_a_name_with_signs_of_its_own_stays_one_name(name: str) -> None:
    assert parsed(face(sender_name=name))["From"].addresses[0].display_name == name


def test_letters_of_one_mold_differ_only_in_what_is_the_reader_s_own() -> None:
    mold = Mold(face())
    one = mold.cast(READER, NOW)
    other = mold.cast(Reader("b@example.org", "<9.9@aland.example>", "other"), NOW)
    heads = [raw.split(b"\r\n\r\n")[0] for raw in (one, other)]
    swapped = heads[0].replace(b"reader@example.org", b"b@example.org").replace(b"<1.2@", b"<9.9@")
    assert swapped.replace(b"to.k-en_1", b"other") == heads[1]
