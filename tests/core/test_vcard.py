"""The vCard of a contact is what RFC 6350 wants, whatever editors type."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.vcard import Card, Text, folded, vcard
from tests.core import vcards

CARD = Card(
    uid=UUID("8d3f1f64-8a9b-4f2b-9d5e-0a6f3f7f7a10"),
    revised=datetime(2026, 3, 1, 9, 30, tzinfo=UTC),
    name=Text("Жанболат Үсенов", "kk"),
    is_person=True,
    organization=Text("Қазақстан Республикасының Елшілігі, Вашингтон; АҚШ", "kk"),
    title=Text("Баспасөз хатшысы", "kk"),
    note=Text("", ""),
    telephone="tel:202-232-5488;ext=104",
    fax="tel:202-232-5845",
    email="press@embassy.example",
    web_site="https://embassy.example/press",
    address='1401 16th Street NW\r\nWashington, "DC" 20036',
    zone="America/New_York",
    source="https://embassy.example/kk/contacts/press.vcf",
)
# Line breaks of other kinds are read as one kind, which is tested by itself.
words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=200)


def only(card: Card, name: str) -> vcards.Property:
    return next(one for one in vcards.read(vcard(card)) if one.name == name)


def test_a_person_has_a_name_a_number_with_extension_and_a_fax():
    found = vcards.read(vcard(CARD))
    assert [(one.parameters, one.value) for one in found if one.name == "TEL"] == [
        ({"VALUE": "uri", "PREF": "1", "TYPE": "work,voice"}, "tel:202-232-5488;ext=104"),
        ({"VALUE": "uri", "TYPE": "work,fax"}, "tel:202-232-5845"),
    ]
    assert (only(CARD, "FN").value, only(CARD, "FN").parameters) == ("Жанболат Үсенов", {"LANGUAGE": "kk"})
    assert vcards.components(only(CARD, "N").value) == ["", "Жанболат Үсенов", "", "", ""]
    assert only(CARD, "UID").value == "urn:uuid:8d3f1f64-8a9b-4f2b-9d5e-0a6f3f7f7a10"
    assert only(CARD, "REV").value == "20260301T093000Z"
    assert only(CARD, "KIND").value == "individual"
    assert vcards.text(only(CARD, "ORG").value) == CARD.organization.text


def test_an_office_has_no_persons_name():
    office = replace(CARD, is_person=False)
    assert only(office, "KIND").value == "org"
    assert all(one.name != "N" for one in vcards.read(vcard(office)))


def test_an_address_keeps_its_lines_in_the_label():
    found = only(CARD, "ADR")
    assert found.parameters["LABEL"] == '1401 16th Street NW\nWashington, "DC" 20036'
    assert vcards.text(vcards.components(found.value)[2]) == '1401 16th Street NW, Washington, "DC" 20036'


def test_what_is_not_known_is_left_out():
    bare = replace(CARD, title=Text("", "en"), telephone="", fax="", email="", web_site="", address="", zone="")
    names = {one.name for one in vcards.read(vcard(bare))}
    assert names == {"VERSION", "PRODID", "SOURCE", "UID", "REV", "KIND", "FN", "N", "ORG"}


@given(words, words, words)
def test_any_words_come_back_as_they_were_typed(name: str, title: str, address: str):
    card = replace(CARD, name=Text(name, "kk"), title=Text(title, "ru"), address=address)
    found = vcards.read(vcard(card))
    assert vcards.text(next(one.value for one in found if one.name == "FN")) == name
    assert [vcards.text(one.value) for one in found if one.name == "TITLE"] == ([title] if title else [])


@pytest.mark.parametrize("text", ["a\nb", "a\r\nb", "a\rb"])
def test_line_breaks_are_of_one_kind(text: str):
    assert vcards.text(only(replace(CARD, note=Text(text, "en")), "NOTE").value) == "a\nb"


def test_control_characters_are_left_out():
    assert only(replace(CARD, title=Text("a\x00\x1bb", "en")), "TITLE").value == "ab"


@pytest.mark.parametrize("length", [74, 75, 76, 149, 150])
def test_lines_are_folded_at_75_bytes(length: int):
    raw = folded("a" * length)
    assert max(map(len, raw.split(b"\r\n"))) <= 75
    assert raw.replace(b"\r\n ", b"") == b"a" * length + b"\r\n"
