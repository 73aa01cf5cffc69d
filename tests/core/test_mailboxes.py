"""Addresses as they are stored and counted."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from core.mailboxes import LONGEST, in_ascii, mailbox_of, normalise


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("reader@example.org", "reader@example.org"),
        ("  reader@example.org \n", "reader@example.org"),
        ("Reader.Name@EXAMPLE.Org", "Reader.Name@example.org"),
        ("reader+list@example.org", "reader+list@example.org"),
        ("reader@пример.рф", "reader@xn--e1afmkfd.xn--p1ai"),
        ("reader@Қазақстан.KZ", "reader@xn--80aaa0a6awh12ed.kz"),
        ("reader@mail.gov.kz", "reader@mail.gov.kz"),
        (f"{'a' * 64}@example.org", f"{'a' * 64}@example.org"),
        ("reader@example.org.", "reader@example.org"),
        ("reader@example。org", "reader@example.org"),
        ("reader@straße.de", "reader@xn--strae-oqa.de"),
        ('"reader"@example.org', "reader@example.org"),
        ('"read\\er"@example.org', "reader@example.org"),
        ('"a b"@example.org', '"a b"@example.org'),
        ('"a@b"@example.org', '"a@b"@example.org'),
        ('"a\\"b"@example.org', '"a\\"b"@example.org'),
        ("o'neil!#$%&*/=?^_`{|}~-@example.org", "o'neil!#$%&*/=?^_`{|}~-@example.org"),
    ],
)
def test_an_address_keeps_its_local_part_and_gets_a_plain_domain(typed, stored):
    assert normalise(typed) == stored


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "whole address"),
        ("reader", "whole address"),
        ("@example.org", "before the @"),
        ("aigerim@", "after the @"),
        ("reader@example", "with its dot"),
        ("reader@example。", "with its dot"),
        ("reader@[192.0.2.1]", "not the numbers of a machine"),
        ("reader@[IPv6:2001:db8::1]", "not the numbers of a machine"),
        ("reader@192.0.2.1", "not the numbers of a machine"),
        ("reader@.", "after the @"),
        ("reader@xn--zz.org", "not an e-mail address"),
        ("reader@under_score.org", "not an e-mail address"),
        ('""@example.org', "not an e-mail address"),
        ('"a"b"@example.org', "not an e-mail address"),
        ("a..b@example.org", "not an e-mail address"),
        ("reader@exa mple.org", "not an e-mail address"),
        ("rea der@example.org", "not an e-mail address"),
        ("reader@@example.org", "not an e-mail address"),
        ("reader@example..org", "not an e-mail address"),
        ("reader@.org", "not an e-mail address"),
        ("reader@-example.org", "not an e-mail address"),
        ("a@example.org\nBcc: b@example.org", "not an e-mail address"),
        ("a@example.org, b@example.org", "not an e-mail address"),
        ('"a\x01"@example.org', "not an e-mail address"),
        ("a\0@example.org", "not an e-mail address"),
        ("a@exam\0ple.org", "not an e-mail address"),
        ("Name <reader@example.org>", "not an e-mail address"),
        (f"{'a' * 65}@example.org", "too long"),
        (f"a@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 60}.{'f' * 60}.org", "too long"),
        (f"a@{'b' * 300}.org", "too long"),
        (f"a@{'b' * 64}.org", "not an e-mail address"),
        (f"{'a' * 100_000}@example.org", "too long"),
        ("читатель@example.org", "not an e-mail address"),
    ],
)
def test_what_is_no_address_is_refused_with_a_sentence(typed, words):
    with pytest.raises(ValidationError) as refused:
        normalise(typed)
    assert words in refused.value.messages[0]


@given(st.text(max_size=300) | st.from_regex(r"[^@]{0,70}@[^@]{0,260}", fullmatch=True))
def test_whatever_is_typed_gives_a_plain_address_or_a_sentence(typed):
    try:
        stored = normalise(typed)
    except ValidationError:
        return
    assert len(stored) <= LONGEST
    assert stored.isascii()
    assert stored.isprintable()
    assert " " not in stored.partition('"')[0]
    assert normalise(stored) == stored


def test_case_and_plus_make_no_other_mailbox():
    assert mailbox_of("Reader+one@Example.org") == mailbox_of("reader+two@example.org") == "reader@example.org"


def test_what_stands_in_quotes_is_one_mailbox():
    assert mailbox_of('"a +b"@example.org') != mailbox_of('"a +c"@example.org')
    assert mailbox_of("+tag@example.org") == "+tag@example.org"


def test_a_letter_carries_an_address_in_ascii_and_nothing_is_made_of_what_is_none():
    assert in_ascii("press@Пример.рф") == "press@xn--e1afmkfd.xn--p1ai"
    assert in_ascii("press") == "press"
    assert in_ascii("") == ""
