"""DKIM: what a key in DNS is good for, and whether the signature of a letter is right."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.doctor.dkim import examine_dkim
from newsletter.doctor.dkim_key import BrokenKey, read_key
from newsletter.doctor.dkim_signature import State, check_signatures
from newsletter.doctor.message_parts import NoMessage, canonical_body, canonical_field, read_message
from newsletter.doctor.sample import examine_sample
from newsletter.doctor.tags import BrokenTags, read_tags
from tests.effort import assert_linear
from tests.newsletter.doctor.keys import (
    ED_RECORD,
    EXAMPLE,
    EXAMPLE_KEYS,
    RSA_RECORD,
    WEAK_RECORD,
    letter,
    record_of,
)
from tests.newsletter.doctor.zone import SILENT, Zone, codes, patient, zone

NOW = datetime(2026, 3, 16, 12, tzinfo=UTC)
NAME = "mail._domainkey.mission.org"


def told(texts: list[str] | None, **more: Any) -> Any:
    return examine_dkim(patient(**more), zone({NAME: {"TXT": texts} if texts is not None else None}))


@pytest.mark.parametrize(
    ("texts", "code"),
    [
        ([record_of(2048)], "dkim.ok"),
        ([ED_RECORD], "dkim.ok"),
        ([record_of(2048).replace("v=DKIM1; k=rsa; ", "")], "dkim.ok"),
        ([record_of(2048, "h=sha1:sha256; s=email; t=s; n=note; ")], "dkim.ok"),
        (None, "dkim.missing"),
        ([], "dkim.missing"),
        ([ED_RECORD, RSA_RECORD], "dkim.several"),
        (["v=DKIM1; k=rsa; p=!!!!"], "dkim.broken"),
        (["v=DKIM1; k=rsa; p=AAAA"], "dkim.broken"),
        (["v=DKIM1; k=ed25519; p=AAAA"], "dkim.broken"),
        (["v=DKIM1; k=dsa; p=" + ED_RECORD.rpartition("p=")[2]], "dkim.broken"),
        (["v=DKIM2; p=AAAA"], "dkim.broken"),
        (["k=rsa; v=DKIM1; p=AAAA"], "dkim.broken"),
        (["v=DKIM1; k=rsa"], "dkim.broken"),
        (["hello"], "dkim.broken"),
        ([record_of(2048, "s=tlsrpt; ")], "dkim.broken"),
        (["v=DKIM1; k=rsa; p="], "dkim.revoked"),
        ([record_of(2048, "h=sha1; ")], "dkim.hash"),
        ([WEAK_RECORD], "dkim.weak"),
        ([RSA_RECORD], "dkim.short"),
        ([record_of(2048, "t=y:s; ")], "dkim.testing"),
    ],
)
def test_each_key_is_told_in_its_own_words(texts: list[str] | None, code: str) -> None:
    report = told(texts)
    assert codes(report.findings) == [code]
    assert report.findings[0].what
    assert bool(report.domains) is (str(report.findings[0].level) != "red")


def test_without_a_selector_nothing_is_known() -> None:
    report = told(None, selectors=())
    assert (codes(report.findings), report.is_known) == (["dkim.no_selector"], False)


def test_a_silent_server_is_not_held_against_the_mission() -> None:
    report = examine_dkim(patient(), zone({NAME: SILENT}))
    assert (codes(report.findings), report.is_known) == (["dkim.unanswered"], False)


def test_while_keys_are_changed_one_good_key_is_enough() -> None:
    report = told(None, selectors=("mail", "old"))
    assert codes(report.findings) == ["dkim.missing", "dkim.missing"]
    assert codes(told([ED_RECORD], selectors=("old", "mail")).findings) == ["dkim.spare", "dkim.ok"]


def test_the_key_may_stand_at_the_domain_of_the_organisation() -> None:
    report = examine_dkim(patient(sender="a@press.mission.org"), zone({NAME: {"TXT": [ED_RECORD]}}))
    assert (codes(report.findings), report.domains) == (["dkim.ok"], ("mission.org",))


@given(st.text(max_size=60))
def test_no_text_is_a_key_by_accident_and_none_raises_anything_else(text: str) -> None:
    for record in (text, f"v=DKIM1; p={text}", f"v=DKIM1; k={text}; p=AAAA"):
        try:
            read_key(record)
        except BrokenKey:
            continue


@given(st.text(alphabet="ab=; \t\r\n;vp", max_size=30))
def test_a_list_of_tags_is_read_or_refused(text: str) -> None:
    try:
        tags = read_tags(text)
    except BrokenTags:
        return
    assert all(value == value.strip() for value in tags.values())


def test_a_tag_stands_once() -> None:
    assert read_tags(" a=1 ; b = 2=3 ;") == {"a": "1", "b": "2=3"}
    with pytest.raises(BrokenTags, match="a=2"):
        read_tags("a=1; a=2")


def test_the_example_of_the_standard_is_right_by_both_keys() -> None:
    signatures = check_signatures(read_message(EXAMPLE), Zone(EXAMPLE_KEYS), NOW)
    assert [(one.state, one.selector) for one in signatures] == [(State.GOOD, "brisbane"), (State.GOOD, "test")]
    assert codes(examine_sample(EXAMPLE, Zone(EXAMPLE_KEYS), NOW)) == ["sample.uncovered"] * 2


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_it_is_right_however_its_lines_end(end: bytes) -> None:
    message = read_message(b"\n\n" + EXAMPLE.replace(b"\n", end))
    assert {one.state for one in check_signatures(message, Zone(EXAMPLE_KEYS), NOW)} == {State.GOOD}


@pytest.mark.parametrize(
    ("old", "new", "state"),
    [
        (b"Joe SixPack", b"Joe  SixPack", State.GOOD),
        (b"hungry yet?\n", b"hungry yet?  \n", State.GOOD),
        (b"Subject: Is", b"SUBJECT : Is", State.GOOD),
        (b"Subject: Is", b"Subject: is", State.WRONG),
        (b"hungry", b"angry", State.BODY),
        (b"b=/gCr", b"b=/gCs", State.WRONG),
        (b"bh=2jUS", b"bh=!jUS", State.BROKEN),
        (b"a=ed25519-sha256", b"a=rsa-sha1", State.BROKEN),
        (b"a=ed25519-sha256", b"a=rsa-sha256", State.NO_KEY),
        (b"v=1;", b"v=2;", State.BROKEN),
        (b"c=relaxed/relaxed", b"c=loose", State.BROKEN),
        (b"i=@football.example.com", b"i=@example.com", State.BROKEN),
        (b"t=1528637909", b"t=soon", State.BROKEN),
        (b"t=1528637909", b"x=1528637910", State.OLD),
        (b"s=brisbane", b"s=sydney", State.NO_KEY),
        (b"from : to :\n subject : date : message-id : from", b"to : subject : date", State.BROKEN),
        (b"q=dns/txt", b"q=dns/txt; q=dns/txt", State.BROKEN),
    ],
)
def test_what_was_changed_is_noticed(old: bytes, new: bytes, state: State) -> None:
    message = read_message(EXAMPLE.replace(old, new, 1))
    assert check_signatures(message, Zone(EXAMPLE_KEYS), NOW)[0].state is state


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (letter(), "sample.ok"),
        (letter("mail.mission.org"), "sample.ok"),
        (letter(headers="from"), "sample.uncovered"),
        (letter("relay.net"), "sample.foreign"),
        (letter(tags="l=4; ", body=b"Dear"), "sample.ok"),
        (letter().replace(b"Dear", b"Near"), "sample.body"),
        (letter().replace(b"Press", b"Pres"), "sample.wrong"),
        (letter("unknown.org"), "sample.no_key"),
        (letter(tags="x=5; "), "sample.old"),
        (letter().replace(b"v=1", b"v=9"), "sample.broken"),
        (letter().partition(b"\r\n")[2], "sample.unsigned"),
        (b"Dear Madam,\n\nthank you", "sample.no_message"),
        (b"", "sample.no_message"),
        (b"\xff\xfe\x00", "sample.no_message"),
        (b"DKIM-Signature: \xff\nFrom: \xff <a@b.org>\n\n", "sample.broken"),
        (letter("silent.org"), "sample.unanswered"),
    ],
    ids=lambda value: value if isinstance(value, str) else "letter",
)
def test_a_received_letter_is_told_in_its_own_words(text: bytes, code: str) -> None:
    key = {"TXT": [record_of()]}
    names = {f"mail._domainkey.{domain}": key for domain in ("mission.org", "mail.mission.org", "relay.net")}
    (finding,) = examine_sample(text, Zone(names | {"mail._domainkey.silent.org": SILENT}), NOW)
    assert finding.code == code
    assert finding.what


@given(st.binary(max_size=200), st.binary(max_size=60))
def test_no_letter_raises(text: bytes, tags: bytes) -> None:
    examine_sample(text, Zone({}), NOW)
    examine_sample(b"DKIM-Signature: v=1; a=rsa-sha256; " + tags + b"\nFrom: a@b.org\n\nx", Zone({}), NOW)


def test_the_canonical_forms_are_those_of_the_standard() -> None:
    # RFC 6376, 3.4.5 and 3.4.3.
    message = read_message(b"A: X\r\nB : Y\t\r\n\tZ  \r\nFrom: x@y.org\r\n\r\n C \r\nD \t E\r\n\r\n\r\n")
    raws = [field.raw for field in message.fields[:2]]
    assert [canonical_field(raw, "relaxed") for raw in raws] == [b"a:X", b"b:Y Z"]
    assert [canonical_field(raw, "simple") for raw in raws] == raws
    assert canonical_body(message.body, "relaxed") == b" C\r\nD E\r\n"
    assert canonical_body(message.body, "simple") == b" C \r\nD \t E\r\n"
    assert (canonical_body(b"", "simple"), canonical_body(b"\r\n", "relaxed")) == (b"\r\n", b"")
    assert canonical_body(b"x \t", "relaxed") == b"x\r\n"


def test_a_letter_from_a_mailbox_file_is_read() -> None:
    assert read_message(b"From x@y.org Mon\nFrom: a@b.org\n\nx").named("from")
    with pytest.raises(NoMessage):
        read_message(b"To: a@b.org\n\nx")


def test_a_letter_that_was_made_to_cost_much_costs_little() -> None:
    names = {NAME: {"TXT": [record_of()]}}
    signature = b"DKIM-Signature: v=1; a=rsa-sha256; d=mission.org; s=mail; h=from; bh=AAAA; b=AAAA\n"

    def work(count: int) -> None:
        found = examine_sample(signature * count + letter() + b"\n" * 100 * count, Zone(names), NOW)
        assert len(found) == 5
        named = letter(headers="from").replace(b"h=from", b"h=" + b"from:" * 10 * count + b"from")
        examine_sample(named, Zone(names), NOW)

    assert_linear(work, 500)


def test_an_expired_signature_is_old_from_its_second_on() -> None:
    text = letter(tags=f"x={int(NOW.timestamp())}; ")
    names = {NAME: {"TXT": [record_of()]}}
    assert codes(examine_sample(text, Zone(names), NOW)) == ["sample.ok"]
    assert codes(examine_sample(text, Zone(names), NOW + timedelta(seconds=1))) == ["sample.old"]
