"""The whole examination: everything in order, everything silent, and what the demonstration says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from string import Formatter
from typing import Any

import pytest
from django.utils import translation

from newsletter.doctor import examination
from newsletter.doctor.examination import examine
from newsletter.doctor.findings import (
    KNOWN,
    DnsRecord,
    Finding,
    from_json,
    heaviest_first,
    in_words,
    reds,
    to_json,
)
from newsletter.doctor.patient import Security, Server
from newsletter.doctor.resolver import Deadline
from newsletter.doctor.wording import Level
from tests.newsletter.doctor.zone import PUBLIC, SILENT, Zone, codes, patient, zone

NOW = datetime(2026, 3, 16, 12, tzinfo=UTC)
DOMAIN_CODES = ["from", "spf", "dkim", "dmarc", "alignment", "reverse", "bounce"]


@pytest.fixture(autouse=True)
def line(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """No mail server is spoken to; what it would be asked is noted."""
    asked: list[Any] = []

    def look(*facts: Any) -> Finding:
        asked.append(facts)
        return Finding("tls.ok", {"host": "mail.mission.org", "version": "TLSv1.3"})

    monkeypatch.setattr(examination, "examine_line", look)
    return asked


def examined(found: Zone, **changes: Any) -> tuple[Finding, ...]:
    return examine(patient(**changes), found, Deadline(5), NOW, timedelta(days=14))


def test_a_mission_that_does_everything_right_has_nothing_to_do() -> None:
    found = examined(zone())
    assert codes(found) == [
        *("from.ok", "spf.ok", "dkim.ok", "dmarc.ok", "alignment.ok", "reverse.ok", "bounce.ok", "tls.ok", "leaving.ok")
    ]
    assert {finding.level for finding in found} == {Level.GREEN}


def test_an_internet_that_does_not_answer_blocks_nothing() -> None:
    silent = Zone(dict.fromkeys(zone().names, SILENT))
    assert reds(examined(silent)) == []
    assert "mail.unanswered" in codes(examined(silent, addresses=()))


def test_a_domain_with_nothing_is_red_all_over() -> None:
    bare = Zone({"mission.org": {"A": [PUBLIC]}})
    assert codes(reds(examined(bare))) == [
        *("spf.none", "dkim.missing", "dmarc.none", "alignment.none", "reverse.none")
    ]


def test_where_mail_goes_to_files_nobody_is_asked_and_nothing_blocked(line: list[Any]) -> None:
    names = zone()
    assert codes(examined(names, to_files=True)) == ["mail.files"]
    assert (names.asked, line) == ([], [])
    assert KNOWN["mail.files"].level is Level.AMBER


def test_a_domain_alone_is_examined_also_where_mail_goes_to_files(line: list[Any]) -> None:
    found = examined(zone(), to_files=True, domain_only=True, bounce="", server=None)
    assert [code.partition(".")[0] for code in codes(found)] == DOMAIN_CODES
    assert line == []


def test_a_providers_interface_is_no_mail_server() -> None:
    assert codes(examined(zone(), server=None))[-2:] == ["tls.elsewhere", "leaving.ok"]


def test_a_sender_of_this_machine_is_told_without_asking_for_records() -> None:
    found = examined(zone(), sender="embassy@localhost", bounce="")
    assert codes(found) == ["from.local", "bounce.none", "reverse.ok", "tls.ok", "leaving.ok"]


@pytest.mark.parametrize(("host", "near"), [("127.0.0.1", True), ("10.0.0.1", False), ("mail.mission.org", False)])
def test_only_a_server_on_this_machine_is_near(line: list[Any], host: str, near: bool) -> None:
    examined(zone(), addresses=(), server=Server(host, 25, Security.NONE))
    assert line[0][1] is near


def test_findings_are_kept_without_words_and_told_in_the_readers_language() -> None:
    found = [
        Finding("spf.none", {"domain": "mission.org"}, ("x",), DnsRecord("mission.org", "TXT", "v=spf1 ~all")),
        Finding("leaving.ok"),
    ]
    kept = to_json(found)
    assert from_json(kept) == tuple(found)
    assert from_json([{**kept[0], "code": "of.tomorrow"}, kept[1]]) == (found[1],)
    with translation.override("ru"):
        assert found[0].title == str(KNOWN["spf.none"].title)
    assert in_words(found[0])["record"] == {"name": "mission.org", "kind": "TXT", "value": "v=spf1 ~all"}
    assert in_words(found[0])["level"] == "red"


def test_the_heaviest_comes_first() -> None:
    found = [Finding("leaving.ok"), Finding("mail.files"), Finding("mail.unanswered"), Finding("dmarc.none")]
    assert codes(heaviest_first(found)) == ["dmarc.none", "mail.files", "mail.unanswered", "leaving.ok"]


def test_whatever_is_not_in_order_says_what_to_do() -> None:
    silent = [code for code, words in KNOWN.items() if words.level is not Level.GREEN and not str(words.todo)]
    assert silent == ["tls.elsewhere"]


def test_sentences_have_named_places_only() -> None:
    for words in KNOWN.values():
        text = f"{words.what} {words.todo}"
        assert not [name for _text, name, *_more in Formatter().parse(text) if name is not None]
        assert "% " not in text.replace("%(", "")


def test_another_way_of_sending_is_another_patient() -> None:
    same = patient(headers={"List-Unsubscribe": "<https://x/1>", "List-Unsubscribe-Post": "x"})
    assert patient().fingerprint == same.fingerprint
    changes: list[dict[str, Any]] = [
        *({"sender": "a@b.org"}, {"bounce": ""}, {"server": None}, {"to_files": True}, {"addresses": ()}),
        *({"selectors": ("x",)}, {"headers": {}}, {"site_url": "https://x.org"}),
    ]
    assert len({patient(**change).fingerprint for change in changes} | {patient().fingerprint}) == 9
