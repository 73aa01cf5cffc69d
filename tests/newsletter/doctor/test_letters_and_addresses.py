"""Sender, returned letters, leaving by one click, and the names of the sending addresses."""

from __future__ import annotations

from typing import Any

import pytest

from newsletter.doctor.headers import examine_bounce, examine_leaving, examine_sender
from newsletter.doctor.patient import Security, Server
from newsletter.doctor.resolver import Unanswered, reverse_name
from newsletter.doctor.reverse import examine_reverse
from newsletter.doctor.sending import Origin, origin_of
from tests.newsletter.doctor.zone import LEAVING, OTHER, PUBLIC, PUBLIC_6, SILENT, codes, patient, zone


@pytest.mark.parametrize(
    ("sender", "code"),
    [
        ("press@mission.org", "from.ok"),
        ("press@mail.mission.org", "from.ok"),
        ("embassy@localhost", "from.local"),
        ("nonsense", "from.local"),
        ("a@[127.0.0.1]", "from.local"),
        ("a@nowhere.org", "from.nowhere"),
        ("a@silent.org", "from.unanswered"),
        ("a@mute.org", "from.mute"),
        ("a@declines.org", "from.mute"),
        ("a@other.org", "from.foreign"),
    ],
)
def test_the_sender_has_to_be_an_address_that_takes_answers(sender: str, code: str) -> None:
    names = {
        "mute.org": {"TXT": ["x"]},
        "declines.org": {"MX": [""], "A": [PUBLIC]},
        "other.org": {"A": [PUBLIC]},
        "silent.org": SILENT,
    }
    finding = examine_sender(patient(sender=sender), zone(names))
    assert finding.code == code
    assert finding.what


@pytest.mark.parametrize(
    ("bounce", "code"),
    [
        ("returns@mission.org", "bounce.ok"),
        ("returns@mail.mission.org", "bounce.ok"),
        ("", "bounce.none"),
        ("returns", "bounce.broken"),
        ("re turns@mission.org", "bounce.broken"),
        ("returns@nowhere.org", "bounce.no_mail"),
        ("returns@declines.org", "bounce.no_mail"),
        ("returns@localhost", "bounce.broken"),
        ("returns@other.org", "bounce.foreign"),
        ("returns@silent.org", "bounce.unanswered"),
    ],
)
def test_returned_letters_have_to_arrive_somewhere(bounce: str, code: str) -> None:
    names = {"declines.org": {"MX": [""]}, "other.org": {"MX": ["mx.other.org"]}, "silent.org": SILENT}
    finding = examine_bounce(patient(bounce=bounce), zone(names))
    if code == "bounce.broken" and bounce == "returns":
        assert finding.facts["bounce"] == bounce
    assert finding.code == code
    assert finding.what


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        (LEAVING, "leaving.ok"),
        ({name.lower(): value for name, value in LEAVING.items()}, "leaving.ok"),
        (LEAVING | {"List-Unsubscribe": "<mailto:a@b.org>, <https://mission.org/x/>"}, "leaving.ok"),
        ({}, "leaving.no_header"),
        ({"List-Unsubscribe": LEAVING["List-Unsubscribe"]}, "leaving.no_header"),
        (LEAVING | {"List-Unsubscribe-Post": "yes"}, "leaving.no_header"),
        (LEAVING | {"List-Unsubscribe": "<mailto:a@b.org>"}, "leaving.no_header"),
        (LEAVING | {"List-Unsubscribe": "<http://mission.org/x/>"}, "leaving.not_https"),
        (LEAVING | {"List-Unsubscribe": "<http://localhost/x/>"}, "leaving.local"),
        (LEAVING | {"List-Unsubscribe": "<https://10.0.0.1:8000/x/>"}, "leaving.local"),
    ],
)
def test_leaving_takes_one_click_over_https(headers: dict[str, str], code: str) -> None:
    finding = examine_leaving(patient(headers=headers))
    assert finding.code == code
    assert finding.what
    assert "manage/abc" not in str(finding.evidence)


def test_a_name_has_to_lead_back_to_its_address() -> None:
    assert codes(examine_reverse(patient(), Origin((PUBLIC, PUBLIC_6)), zone())) == ["reverse.ok", "reverse.ok"]


@pytest.mark.parametrize(
    ("names", "is_guess", "code"),
    [
        (None, False, "reverse.none"),
        (None, True, "reverse.perhaps"),
        ({"PTR": ["forged.org", "mail.mission.org"]}, False, "reverse.ok"),
        ({"PTR": ["forged.org"]}, False, "reverse.unconfirmed"),
        ({"PTR": ["forged.org"]}, True, "reverse.perhaps"),
        ({"PTR": [f"x{number}.org" for number in range(9)] + ["mail.mission.org"]}, False, "reverse.unconfirmed"),
        (SILENT, False, "reverse.unanswered"),
    ],
)
def test_a_nameless_address_is_refused_by_many(names: Any, is_guess: bool, code: str) -> None:
    found = zone({reverse_name(PUBLIC): names, "forged.org": {"A": [OTHER]}})
    (finding,) = examine_reverse(patient(), Origin((PUBLIC,), is_guess), found)
    assert finding.code == code
    assert finding.what


def test_addresses_that_the_internet_does_not_see_cannot_be_judged() -> None:
    assert codes(examine_reverse(patient(), Origin((), True, ("10.0.0.1",)), zone())) == ["reverse.hidden"]
    assert examine_reverse(patient(), Origin(), zone()) == []


def origin(**changes: Any) -> Origin:
    return origin_of(patient(**changes), zone())


def test_what_the_owner_says_goes_before_the_mail_servers_addresses() -> None:
    assert origin(addresses=(OTHER,)) == Origin((OTHER,))
    assert origin(addresses=()) == Origin((PUBLIC, PUBLIC_6), is_guess=True)
    assert origin(addresses=("10.0.0.1",)) == Origin((), hidden=("10.0.0.1",))
    assert origin(addresses=("10.0.0.1", OTHER)) == Origin((OTHER,))


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]", "::1"])
def test_a_mail_server_on_this_machine_is_not_asked_for(host: str) -> None:
    found = origin(addresses=(), server=Server(host, 25, Security.NONE))
    assert (found.addresses, found.is_guess) == ((), True)
    assert found.hidden


def test_where_there_is_no_mail_server_nothing_is_known() -> None:
    assert origin(addresses=(), server=None) == Origin(is_guess=True)
    with pytest.raises(Unanswered):
        origin_of(patient(addresses=()), zone({"mail.mission.org": SILENT}))
