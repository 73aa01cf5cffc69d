"""DNS as it really is: a server on this machine is asked over the network's own ways."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsletter.doctor import resolver as module
from newsletter.doctor.resolver import Answer, Deadline, DnsResolver, Unanswered, reverse_name
from tests.newsletter.doctor.name_server import FAILS, LARGE, REFUSED, name_server
from tests.newsletter.doctor.zone import SILENT

NAMES: dict[str, Any] = {
    "mission.org": {"TXT": ["x" * 600, "é"], "MX": ["20 second.org.", "10 First.org."], "A": ["192.0.2.1"]},
    "declines.org": {"MX": ["0 ."]},
    "large.org": {"TXT": ["big"], LARGE: True},
    "5.2.0.192.in-addr.arpa": {"PTR": ["Mail.Mission.org"]},
    "silent.org": SILENT,
    "refused.org": REFUSED,
    "fails.org": FAILS,
}


def asking(address: tuple[str, int], seconds: float = 5) -> DnsResolver:
    return DnsResolver(address, Deadline(seconds))


def test_records_are_text_in_their_order() -> None:
    with name_server(NAMES) as address:
        found = asking(address)
        assert set(found.ask("Mission.ORG.", "TXT").records) == {"x" * 600, "é"}
        assert found.ask("mission.org", "MX").records == ("first.org", "second.org")
        assert found.ask("declines.org", "MX").records == ("",)
        assert found.ask("mission.org", "A").records == ("192.0.2.1",)
        assert found.ask(reverse_name("192.0.2.5"), "PTR").records == ("mail.mission.org",)


def test_what_is_too_large_for_one_packet_is_asked_again_over_tcp() -> None:
    with name_server(NAMES) as address:
        assert asking(address).ask("large.org", "TXT").records == ("big",)


def test_no_such_name_and_no_such_record_are_told_apart() -> None:
    with name_server(NAMES) as address:
        found = asking(address)
        assert found.ask("nowhere.org", "A") == Answer(exists=False)
        assert found.ask("mission.org", "AAAA") == Answer(exists=True)


@pytest.mark.parametrize("name", ["silent.org", "refused.org", "fails.org"])
def test_no_answer_is_neither(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(module, "QUESTION_SECONDS", 0.3)
    with name_server(NAMES) as address, pytest.raises(Unanswered, match=name):
        asking(address).ask(name, "A")


def test_nothing_is_asked_when_the_time_is_over() -> None:
    with name_server({"silent.org": SILENT}) as address:
        found = asking(address, seconds=0.3)
        for name in ("silent.org", "other.org"):
            with pytest.raises(Unanswered):
                found.ask(name, "A")


def test_where_no_server_listens_there_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "QUESTION_SECONDS", 0.3)
    with name_server({}) as address:
        pass
    with pytest.raises(Unanswered):
        asking(address).ask("mission.org", "A")


def test_a_machine_that_knows_no_server_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    import dns.resolver

    def unknown(*args: Any, **kwargs: Any) -> None:
        raise dns.resolver.NoResolverConfiguration

    monkeypatch.setattr(dns.resolver, "Resolver", unknown)
    with pytest.raises(Unanswered):
        DnsResolver(None, Deadline(1)).ask("mission.org", "A")


def test_the_same_is_asked_once() -> None:
    names: dict[str, Any] = {"mission.org": {"A": ["192.0.2.1"]}}
    with name_server(names) as address:
        found = asking(address)
        first = found.ask("mission.org", "A")
        names.clear()
        assert found.ask("MISSION.org.", "A") == first


@pytest.mark.parametrize("name", ["", "a..b", "x" * 64 + ".org", ("abc." * 80) + "org", "é.org", "a\\", "a b.org"])
def test_a_name_that_cannot_be_does_not_exist(name: str) -> None:
    with name_server({}) as address:
        assert not asking(address).ask(name, "A").records


def test_no_name_raises() -> None:
    with name_server({}) as address:

        @settings(deadline=None, max_examples=100)
        @given(st.text(max_size=30))
        def ask(name: str) -> None:
            assert not asking(address).ask(name, "TXT").records

        ask()
