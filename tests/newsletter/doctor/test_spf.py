"""SPF: the evaluation that receivers make, and what an editor is told of it."""

from __future__ import annotations

from typing import Any

import pytest

from newsletter.doctor.sending import Origin
from newsletter.doctor.spf import examine_spf
from newsletter.doctor.spf_evaluation import Cause, Outcome, Result, check_host
from tests.newsletter.doctor.zone import OTHER, PUBLIC, PUBLIC_6, SILENT, Zone, patient, zone


def asked(record: str, address: str = PUBLIC, **names: Any) -> Outcome:
    found = {"mission.org": {"TXT": [record], "A": [PUBLIC], "AAAA": [PUBLIC_6], "MX": ["mx.mission.org"]}}
    found["mx.mission.org"] = {"A": [OTHER]}
    return check_host(address, "mission.org", "press@mission.org", "", Zone(found | names))


@pytest.mark.parametrize(
    ("record", "result"),
    [
        ("v=spf1", Result.NEUTRAL),
        ("v=spf1 -all", Result.FAIL),
        ("v=spf1 ~all", Result.SOFTFAIL),
        ("v=spf1 ?all", Result.NEUTRAL),
        ("v=spf1 +all", Result.PASS),
        ("v=spf1 all", Result.PASS),
        ("v=spf1 a -all", Result.PASS),
        ("v=spf1 -a all", Result.FAIL),
        ("v=spf1 mx -all", Result.FAIL),
        ("v=spf1 mx/0 -all", Result.PASS),
        ("v=spf1 ip4:8.8.4.0/24 -all", Result.PASS),
        ("v=spf1 ip6:::/0 -all", Result.FAIL),
        ("v=spf1 a:other.org -all", Result.FAIL),
        ("v=spf1 include:yes.org -all", Result.PASS),
        ("v=spf1 include:no.org ~all", Result.SOFTFAIL),
        ("v=spf1 redirect=yes.org", Result.PASS),
        ("v=spf1 redirect=no.org", Result.FAIL),
        ("v=spf1 -all redirect=yes.org", Result.FAIL),
        ("v=spf1 exists:%{i}.ok.org -all", Result.PASS),
        ("v=spf1 ptr -all", Result.PASS),
        ("v=spf1 ptr:other.org -all", Result.FAIL),
    ],
)
def test_the_first_mechanism_that_matches_decides(record: str, result: Result) -> None:
    names = {
        "yes.org": {"TXT": ["v=spf1 ip4:8.8.4.4 -all"]},
        "no.org": {"TXT": ["v=spf1 -all"]},
        "8.8.4.4.ok.org": {"A": ["127.0.0.2"]},
        "4.4.8.8.in-addr.arpa": {"PTR": ["www.mission.org", "forged.other.org"]},
        "www.mission.org": {"A": [PUBLIC]},
    }
    assert asked(record, **names).result is result


def test_a_new_address_is_looked_for_among_new_ones() -> None:
    assert asked("v=spf1 a -all", PUBLIC_6).result is Result.PASS
    assert asked("v=spf1 a//32 -all", "2a00:1450:ffff::1").result is Result.PASS
    assert asked("v=spf1 mx -all", PUBLIC_6).result is Result.FAIL


@pytest.mark.parametrize(
    ("record", "cause", "term"),
    [
        ("v=spf1 include:none.org -all", Cause.MISSING, "include:none.org"),
        ("v=spf1 redirect=none.org", Cause.MISSING, "redirect=none.org"),
        ("v=spf1 include:two.org -all", Cause.SEVERAL, "two.org"),
        ("v=spf1 include:bad.org -all", Cause.SYNTAX, "ip4:bad"),
        ("v=spf1 include:mission.org -all", Cause.LOOKUPS, "include:mission.org"),
        ("v=spf1 redirect=mission.org", Cause.LOOKUPS, "redirect=mission.org"),
        ("v=spf1 " + " ".join(f"a:h{number}.mission.org" for number in range(11)), Cause.VOIDS, "a:h2.mission.org"),
        ("v=spf1 " + "mx " * 11 + "-all", Cause.LOOKUPS, "mx"),
        ("v=spf1 mx:many.org -all", Cause.LOOKUPS, "mx:many.org"),
    ],
)
def test_what_breaks_a_record_is_named(record: str, cause: Cause, term: str) -> None:
    names = {
        "two.org": {"TXT": ["v=spf1 -all", "v=spf1 mx -all"]},
        "bad.org": {"TXT": ["v=spf1 ip4:bad -all"]},
        "many.org": {"MX": [f"mx{number}.org" for number in range(11)]},
    }
    outcome = asked(record, **names)
    assert (outcome.result, outcome.cause, outcome.term) == (Result.BROKEN, cause, term)


def test_two_questions_without_answer_are_allowed_and_ten_questions_too() -> None:
    assert asked("v=spf1 a:x.org a:y.org ip4:8.8.4.4 -all").result is Result.PASS
    assert asked("v=spf1 " + "mx " * 10 + "ip4:8.8.4.4 -all").result is Result.PASS


def test_a_server_that_does_not_answer_leaves_it_open() -> None:
    assert asked("v=spf1 include:gone.org -all", **{"gone.org": SILENT}).result is Result.UNANSWERED


KNOWN = Origin((PUBLIC,))


def told(record: str | list[str] | None, origin: Origin = KNOWN, **names: Any) -> Any:
    records = [record] if isinstance(record, str) else record or []
    return examine_spf(patient(), origin, zone({"mission.org": {"TXT": ["other", *records]}, **names}))


@pytest.mark.parametrize(
    ("record", "code", "passes"),
    [
        ("v=spf1 mx -all", "spf.ok", True),
        (None, "spf.none", False),
        (["v=spf1 -all", "v=spf1 mx -all"], "spf.several", False),
        ("v=spf1 ip4:x -all", "spf.broken", False),
        ("v=spf1 include:none.org -all", "spf.missing", False),
        ("v=spf1 " + "mx " * 11 + "-all", "spf.lookups", False),
        ("v=spf1 a:x.org a:y.org a:z.org -all", "spf.voids", False),
        ("v=spf1 mx +all", "spf.everybody", True),
        ("v=spf1 ip4:0.0.0.0/0 -all", "spf.everybody", True),
        ("v=spf1 ip4:9.9.9.9 -all", "spf.not_named", False),
        ("v=spf1 ip4:9.9.9.9 ~all", "spf.not_named", False),
        ("v=spf1 ip4:9.9.9.9 ?all", "spf.neutral", False),
        ("v=spf1 ip4:9.9.9.9", "spf.neutral", False),
    ],
)
def test_each_record_is_told_in_its_own_words(record: Any, code: str, passes: bool) -> None:
    report = told(record)
    assert [finding.code for finding in report.findings] == [code]
    assert report.passes is passes
    assert report.findings[0].what
    assert report.findings[0].todo or code == "spf.ok"


@pytest.mark.parametrize(
    ("origin", "code"),
    [
        (Origin((OTHER,), is_guess=True), "spf.perhaps"),
        (Origin((), is_guess=True, hidden=("10.0.0.5",)), "spf.hidden"),
        (Origin(), "spf.no_address"),
    ],
)
def test_what_cannot_be_judged_from_here_blocks_nothing(origin: Origin, code: str) -> None:
    report = told("v=spf1 mx -all", origin)
    assert [finding.code for finding in report.findings] == [code]
    assert (report.passes, str(report.findings[0].level)) == (None, "unknown")


def test_a_silent_server_is_not_held_against_the_mission() -> None:
    report = examine_spf(patient(), KNOWN, zone({"mission.org": SILENT}))
    assert [finding.code for finding in report.findings] == ["spf.unanswered"]
    assert told("v=spf1 include:gone.org -all", **{"gone.org": SILENT}).passes is None


def test_all_sending_addresses_have_to_be_named() -> None:
    report = told("v=spf1 mx -all", Origin((PUBLIC, OTHER)))
    assert report.findings[0].code == "spf.not_named"
    assert report.findings[0].facts["addresses"] == OTHER


def test_the_record_that_is_proposed_would_be_right() -> None:
    for record in ("v=spf1 ip4:9.9.9.9 -all", "v=spf1 include:yes.org ?all", None, "v=spf1 mx +all", "v=spf1 all"):
        origin = Origin((PUBLIC, PUBLIC_6))
        finding = told(record, origin, **{"yes.org": {"TXT": ["v=spf1 -all"]}}).findings[0]
        assert finding.record.name == "mission.org"
        better = told(finding.record.value, origin, **{"yes.org": {"TXT": ["v=spf1 -all"]}})
        assert better.findings[0].code == "spf.ok", finding.record.value
    assert told(None, KNOWN).findings[0].record.value == f"v=spf1 mx ip4:{PUBLIC} ~all"
    assert told(None, Origin()).findings[0].record.value == "v=spf1 mx a:mail.mission.org ~all"


def test_the_domain_of_the_envelope_is_asked() -> None:
    changes = {"returns.org": {"TXT": [f"v=spf1 ip4:{PUBLIC} -all"]}, "mission.org": {"TXT": []}}
    report = examine_spf(patient(bounce="b@returns.org"), KNOWN, zone(changes))
    assert (report.domain, report.passes) == ("returns.org", True)
