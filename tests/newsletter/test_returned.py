"""What came back is read in the forms that servers write; whatever else strangers send is no report and no error."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.returned import read_report
from tests.newsletter.returns import AWAY, EXCHANGE, EXIM, FULL, LETTER, OURS, QMAIL, SPAM, WHO, dsn


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (dsn(), "hard", "5.1.1"),
        (dsn(status="4.2.2", said="smtp; 452 4.2.2 full"), "soft", "4.2.2"),
        (dsn(status="4.4.1", action="delayed", said=""), "soft", "4.4.1"),
        (dsn(status="5.0.0", said="smtp; 550 5.7.1 policy"), "hard", "5.7.1"),
        (dsn(status="", said="smtp; 550 no"), "hard", ""),
        (EXCHANGE, "hard", "5.1.10"),
        (QMAIL, "hard", "5.1.1"),
        (EXIM, "hard", ""),
        (FULL, "soft", ""),
        (SPAM, "complaint", ""),
        (dsn().replace(b"\n", b"\r\n"), "hard", "5.1.1"),
    ],
)
def test_a_report_is_read(content: bytes, kind: str, status: str) -> None:
    report = read_report(content)
    assert report is not None
    assert (report.kind, report.status, report.recipient, report.message_id) == (kind, status, WHO, OURS)
    assert "@" not in report.reason


@pytest.mark.parametrize("content", [AWAY, LETTER, b"", b"\x00\xff\xfe", dsn(action="delivered"), b"Subject: x\n\n"])
def test_other_mail_is_no_report(content: bytes) -> None:
    assert read_report(content) is None


def test_the_same_report_has_the_same_key_and_another_one_another() -> None:
    first, again = read_report(dsn()), read_report(dsn())
    other = read_report(QMAIL)
    assert first is not None
    assert again is not None
    assert other is not None
    assert first.key == again.key != other.key


@given(st.binary(max_size=300))
def test_no_bytes_raise(content: bytes) -> None:
    read_report(content)


def test_no_damaged_report_raises() -> None:
    chance = random.Random(7)
    forms = [dsn(), EXCHANGE, QMAIL, EXIM, FULL, SPAM, AWAY]
    for number in range(700):
        damaged = bytearray(forms[number % len(forms)])
        for _ in range(chance.randrange(1, 12)):
            place = chance.randrange(len(damaged))
            damaged[place : place + chance.randrange(8)] = chance.randbytes(chance.randrange(8))
        read_report(bytes(damaged))
