"""The grammar of SPF: what RFC 7208 allows is read, everything else is refused by the word at fault, nothing raises."""

from __future__ import annotations

from ipaddress import ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.doctor.spf_evaluation import check_host
from newsletter.doctor.spf_macros import Sending, expand
from newsletter.doctor.spf_record import SpfBroken, is_spf, read_spf
from tests.newsletter.doctor.zone import PUBLIC, Zone

WORDS = st.sampled_from(
    ["all", "-all", "~all", "+all", "?all", "a", "mx", "ptr", "a:%{d}", "include:b.org", "include:a.org", "exists:%{i}.c.org",
     "ip4:8.8.4.4", "ip4:8.8.0.0/16", "ip6:::/0", "redirect=b.org", "exp=x.org", "a/24//64", "mx:%{ir}.%{v}.d.org/8", "x=%{z", "a:"]
)  # fmt: skip


def test_every_mechanism_is_read() -> None:
    record = read_spf(
        "v=spf1  A:x.org/24//64 -mx ?ptr:y.org include:%{d1r-}.z.org exists:%{i}._spf.%{d2} IP4:192.0.2.7/24"
        " ip6:2001:db8::/32 ~all exp=why.%{d} unknown=any/thing"
    )
    kinds = [(term.sign, term.kind, term.domain) for term in record.terms]
    assert kinds == [
        ("+", "a", "x.org"), ("-", "mx", ""), ("?", "ptr", "y.org"), ("+", "include", "%{d1r-}.z.org"),
        ("+", "exists", "%{i}._spf.%{d2}"), ("+", "ip4", ""), ("+", "ip6", ""), ("~", "all", ""),
    ]  # fmt: skip
    assert (record.terms[0].bits4, record.terms[0].bits6) == (24, 64)
    assert record.terms[5].network == ip_network("192.0.2.0/24")
    assert read_spf("v=spf1 redirect=_spf.%{d}").redirect == "_spf.%{d}"


@pytest.mark.parametrize(
    "word",
    [
        *(
            "include",
            "include:",
            "exists",
            "all:x.org",
            "all/24",
            "ptr/24",
            "ip4",
            "ip4:",
            "ip4:1.2.3",
            "ip4:2001:db8::1",
        ),
        *(
            "ip6:1.2.3.4",
            "ip4:1.2.3.4/33",
            "ip6:::/129",
            "a/33",
            "a//129",
            "mx:/",
            "foo",
            "foo:bar",
            "a:%{x}",
        ),
        *("a:%", "a:b%{", "redirect=", "redirect=%{q}", "--all", "a:é.org", "-", "ip4:٣.1.1.1"),
    ],
)
def test_a_broken_word_is_named(word: str) -> None:
    with pytest.raises(SpfBroken) as refusal:
        read_spf(f"v=spf1 ip4:192.0.2.1 {word} -all")
    assert str(refusal.value) == word


def test_a_modifier_stands_once() -> None:
    with pytest.raises(SpfBroken, match="redirect=b"):
        read_spf("v=spf1 redirect=a.org redirect=b.org")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("v=spf1", True), ("V=SPF1 -all", True), ("v=spf10 -all", False), (" v=spf1", False), ("v=spf1\t-all", False), ("", False)],
)  # fmt: skip
def test_other_records_are_not_taken_for_spf(text: str, wanted: bool) -> None:
    assert is_spf(text) is wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # The examples of RFC 7208, 7.4.
        ("%{s}", "strong-bad@email.example.com"),
        ("%{o}", "email.example.com"),
        ("%{d4}", "email.example.com"),
        ("%{d2}", "example.com"),
        ("%{d1}", "com"),
        ("%{dr}", "com.example.email"),
        ("%{d2r}", "example.email"),
        ("%{l}", "strong-bad"),
        ("%{l-}", "strong.bad"),
        ("%{lr}", "strong-bad"),
        ("%{lr-}", "bad.strong"),
        ("%{l1r-}", "strong"),
        ("%{ir}.%{v}._spf.%{d2}", "3.2.0.192.in-addr._spf.example.com"),
        ("%{lr-}.lp._spf.%{d2}", "bad.strong.lp._spf.example.com"),
        ("%{d2}.trusted-domains.example.net", "example.com.trusted-domains.example.net"),
        ("%%%_%-", "% %20"),
        ("%{S}", "strong-bad%40email.example.com"),
    ],
)
def test_macros_expand_as_in_the_examples_of_the_standard(text: str, wanted: str) -> None:
    sending = Sending(ip_address("192.0.2.3"), "strong-bad@email.example.com", "mail.example.com")
    assert expand(text, "email.example.com", sending) == wanted


def test_a_new_address_expands_digit_by_digit_and_a_long_name_loses_its_first_labels() -> None:
    sending = Sending(ip_address("2001:db8::cb01"), "a@b.org", "b.org")
    wanted = "1.0.b.c.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6._spf.example.com"
    assert expand("%{ir}.%{v}._spf.example.com", "b.org", sending) == wanted
    long = expand("%{l}.x.org", "b.org", Sending(sending.address, ".".join(["abc"] * 80) + "@b.org", "b.org"))
    assert len(long) <= 253
    assert long.endswith("abc.x.org")
    huge = expand("%{s}." * 20_000 + "x.org", "b.org", Sending(sending.address, "a.b@c.org", "b.org"))
    assert huge.endswith(".a.b@c.org.x.org")
    assert len(expand("y" * 300, "b.org", sending)) == 254


@given(st.text(max_size=80), st.sampled_from([PUBLIC, "2a00:1450::5"]))
def test_no_text_in_dns_ever_raises(text: str, address: str) -> None:
    names = {"a.org": {"TXT": [f"v=spf1 {text}"]}, "b.org": {"TXT": [text, "v=spf1 include:a.org"]}}
    assert check_host(address, "a.org", "x@a.org", "a.org", Zone(names)).result
    assert check_host(address, "b.org", text, text, Zone(names)).result


@given(st.lists(WORDS, max_size=14), st.lists(WORDS, max_size=6))
def test_no_record_costs_more_than_the_standard_allows(first: list[str], second: list[str]) -> None:
    names = {"a.org": {"TXT": ["v=spf1 " + " ".join(first)]}, "b.org": {"TXT": ["v=spf1 " + " ".join(second)]}}
    asked = Zone(names)
    assert check_host(PUBLIC, "a.org", "x@a.org", "a.org", asked).lookups <= 11
    assert len(asked.asked) < 40
