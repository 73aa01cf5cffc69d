"""DMARC and alignment: what the domain asks of receivers, and whether SPF or DKIM speaks for the sender."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.doctor.dkim import DkimReport
from newsletter.doctor.dmarc import DmarcReport, examine_alignment, examine_dmarc
from newsletter.doctor.domains import belong_together, domain_of, is_public_name, organisation_of
from newsletter.doctor.spf import SpfReport
from tests.newsletter.doctor.zone import SILENT, Zone, codes, patient, zone

RUA = "rua=mailto:d@mission.org"


def told(texts: list[str], **more: Any) -> Any:
    return examine_dmarc(patient(**more), zone({"_dmarc.mission.org": {"TXT": texts}}))


@pytest.mark.parametrize(
    ("texts", "code"),
    [
        ([f"v=DMARC1; p=reject; {RUA}"], "dmarc.ok"),
        ([f"v=DMARC1;p=QUARANTINE;{RUA};"], "dmarc.ok"),
        ([f"v=DMARC1; p=none; {RUA}"], "dmarc.watching"),
        (["v=DMARC1; p=reject"], "dmarc.no_reports"),
        (["v=DMARC1; p=none;"], "dmarc.no_reports"),
        ([], "dmarc.none"),
        (["v=dmarc1; p=none"], "dmarc.none"),
        (["v=spf1 -all"], "dmarc.none"),
        ([f"v=DMARC1; p=none; {RUA}", f"v=DMARC1; p=reject; {RUA}"], "dmarc.several"),
        (["v=DMARC1"], "dmarc.broken"),
        (["v=DMARC1; p=perhaps"], "dmarc.broken"),
        (["v=DMARC1; p=none; p=none"], "dmarc.broken"),
        (["v=DMARC1; p none"], "dmarc.broken"),
    ],
)
def test_each_record_is_told_in_its_own_words(texts: list[str], code: str) -> None:
    report = told(texts)
    assert codes(report.findings) == [code]
    assert report.findings[0].what


def test_the_record_that_is_proposed_would_be_right() -> None:
    assert codes(told([told([]).findings[0].record.value]).findings) == ["dmarc.watching"]
    assert codes(told([told(["v=DMARC1; p=reject; "]).findings[0].record.value]).findings) == ["dmarc.ok"]


@pytest.mark.parametrize(
    ("rua", "code"),
    [
        ("mailto:a@agreed.org", "dmarc.ok"),
        ("mailto:a@mail.mission.org!10m, mailto:b@agreed.org", "dmarc.ok"),
        ("mailto:a@mission.org,mailto:b@asks-nobody.org!5m", "dmarc.reports_refused"),
        ("mailto:a@silent.org", "dmarc.unanswered"),
        ("https://mission.org/reports", "dmarc.ok"),
    ],
)
def test_reports_go_elsewhere_only_where_they_are_wanted(rua: str, code: str) -> None:
    names = {
        "_dmarc.mission.org": {"TXT": [f"v=DMARC1; p=reject; rua={rua}"]},
        "mission.org._report._dmarc.agreed.org": {"TXT": ["v=DMARC1;"]},
        "mission.org._report._dmarc.silent.org": SILENT,
    }
    report = examine_dmarc(patient(), zone(names))
    assert codes(report.findings) == [code]
    assert report.findings[0].what


def test_a_domain_below_follows_its_organisation() -> None:
    report = told([f"v=DMARC1; p=reject; sp=none; {RUA}; aspf=s; adkim=s"], sender="a@press.mission.org")
    assert codes(report.findings) == ["dmarc.watching"]
    assert (report.strict_spf, report.strict_dkim) == (True, True)
    assert codes(told([f"v=DMARC1; p=reject; {RUA}"], sender="a@press.mission.org").findings) == ["dmarc.ok"]
    assert codes(told([f"v=DMARC1; p=reject; sp=x; {RUA}"], sender="a@press.mission.org").findings) == ["dmarc.broken"]


def test_a_silent_server_is_not_held_against_the_mission() -> None:
    report = examine_dmarc(patient(), zone({"_dmarc.mission.org": SILENT}))
    assert codes(report.findings) == ["dmarc.unanswered"]


@given(st.text(max_size=60))
def test_no_text_raises(text: str) -> None:
    names = {"_dmarc.mission.org": {"TXT": [f"v=DMARC1; {text}"]}}
    assert examine_dmarc(patient(), Zone(names)).findings


@pytest.mark.parametrize(
    ("domain", "organisation"),
    [
        ("mission.org", "mission.org"),
        ("a.b.mission.org", "mission.org"),
        ("mail.gov.kz", "mail.gov.kz"),
        ("x.mfa.gov.kz", "mfa.gov.kz"),
        ("Embassy.Co.UK.", "embassy.co.uk"),
        ("почта.рф", "почта.рф"),
        ("x.xn--e1afmkfd.xn--p1ai", "xn--e1afmkfd.xn--p1ai"),
        ("kz", "kz"),
        ("co.uk", "co.uk"),
        ("", ""),
    ],
)
def test_the_domain_of_the_organisation_is_known_without_asking(domain: str, organisation: str) -> None:
    assert organisation_of(domain) == organisation


def test_two_domains_of_one_registry_do_not_belong_together() -> None:
    assert belong_together("a.mission.org", "b.mission.org")
    assert not belong_together("mfa.gov.kz", "other.gov.kz")


@pytest.mark.parametrize(
    ("name", "wanted"),
    [("mission.org", True), ("embassy", False), ("localhost", False), ("x.localhost", False), ("127.0.0.1", False),
     ("[::1]", False), ("office.lan", False), ("", False), ("printer.home.arpa", False)],
)  # fmt: skip
def test_names_of_a_house_are_told_from_names_of_the_internet(name: str, wanted: bool) -> None:
    assert is_public_name(name) is wanted


def test_the_domain_of_an_address_is_what_stands_behind_its_last_sign() -> None:
    assert domain_of('"a@b"@Mission.ORG.') == "mission.org"
    assert domain_of("nobody") == ""


SAME, BELOW, OTHER = "mission.org", "returns.mission.org", "relay.net"


@pytest.mark.parametrize(
    ("spf", "dkim", "strict", "code"),
    [
        ((SAME, True), (SAME,), False, "alignment.ok"),
        ((BELOW, True), (SAME,), False, "alignment.ok"),
        ((BELOW, True), (SAME,), True, "alignment.by_dkim"),
        ((OTHER, True), (SAME,), False, "alignment.by_dkim"),
        ((SAME, None), (SAME,), False, "alignment.by_dkim"),
        ((SAME, True), (), False, "alignment.by_spf"),
        ((SAME, True), None, False, "alignment.by_spf"),
        ((OTHER, True), (), False, "alignment.none"),
        ((SAME, False), (), False, "alignment.none"),
        ((BELOW, True), (), True, "alignment.none"),
        ((SAME, None), (), False, "alignment.unknown"),
        ((SAME, False), None, False, "alignment.unknown"),
        ((OTHER, None), (), False, "alignment.none"),
    ],
)
def test_one_proof_for_the_senders_domain_is_enough(spf: Any, dkim: Any, strict: bool, code: str) -> None:
    of_spf = SpfReport((), *spf)
    of_dkim = DkimReport((), dkim or (), is_known=dkim is not None)
    finding = examine_alignment(patient(), of_spf, of_dkim, DmarcReport((), strict, strict))
    assert finding.code == code
    assert finding.what


def test_strict_dkim_wants_the_very_domain() -> None:
    sender = patient(sender="a@press.mission.org")
    of_spf, of_dkim = SpfReport((), OTHER, True), DkimReport((), (SAME,))
    assert examine_alignment(sender, of_spf, of_dkim, DmarcReport(())).code == "alignment.by_dkim"
    assert examine_alignment(sender, of_spf, of_dkim, DmarcReport((), strict_dkim=True)).code == "alignment.none"
