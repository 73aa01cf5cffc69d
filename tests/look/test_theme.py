"""Colours: the table of the look, what another accent makes of it, and which accents are refused."""

import re
from pathlib import Path

import pytest

from core.theme import (
    DARK,
    DEFAULT_ACCENT,
    LIGHT,
    PAIRS,
    check_accent,
    contrast,
    palettes,
    theme_css,
    theme_hash,
    to_oklch,
)
from tests.missions import visitor

TOKENS = Path(__file__).resolve().parents[2] / "static" / "css" / "tokens.css"


def test_the_tokens_that_every_page_loads_are_those_of_the_default_accent():
    assert TOKENS.read_text(encoding="utf-8").endswith("*/\n" + theme_css(DEFAULT_ACCENT))


def test_the_default_accent_gives_the_table_itself():
    assert palettes(DEFAULT_ACCENT.upper()) == (LIGHT, DARK)


@pytest.mark.parametrize(
    ("tokens", "name", "ground", "ratio"),
    [
        (LIGHT, "ink", "paper", 16.0),
        (LIGHT, "link", "field", 6.5),
        (LIGHT, "sky-deep", "paper", 5.4),
        (LIGHT, "on-sun", "sun", 9.4),
        (LIGHT, "line-2", "paper", 3.9),
        (DARK, "ink", "paper", 15.3),
        (DARK, "link", "field-2", 7.9),
        (DARK, "bad", "bad-field", 7.6),
        (DARK, "on-night", "night", 15.7),
    ],
)
def test_contrast_is_what_the_formula_of_wcag_gives(tokens, name, ground, ratio):
    assert contrast(tokens[name], tokens[ground]) == pytest.approx(ratio, abs=0.06)


def test_black_on_white_has_the_greatest_contrast():
    assert contrast(to_oklch("#000000"), to_oklch("#ffffff")) == pytest.approx(21, abs=0.01)


@pytest.mark.parametrize("accent", [DEFAULT_ACCENT, "#00afca", "#1d4ed8", "#7a0019", "#002244", "#006600", "#000000"])
def test_accents_that_can_be_read_are_accepted(accent):
    assert check_accent(accent) == []


@pytest.mark.parametrize("accent", ["#ffd500", "#ffffff", "#e8f8ff", "#c0c0c0"])
def test_pale_accents_are_refused_with_the_names_of_the_pairs(accent):
    failing = check_accent(accent)
    assert failing
    assert all(
        re.fullmatch(r"[\w-]+ on [\w-]+ \((light|dark)\), \d+\.\d instead of (4\.5|3)", pair) for pair in failing
    )


def test_both_schemes_have_every_token_that_a_pair_names():
    named = {name for _least, front, grounds in PAIRS for name in (front, *grounds)}
    assert LIGHT.keys() == DARK.keys() >= named


def test_another_accent_turns_the_hues_and_leaves_the_second_hue_alone():
    light, _dark = palettes("#7a0019")
    assert light["sun"] == LIGHT["sun"]
    assert light["link"].hue != LIGHT["link"].hue
    assert light["paper"] == LIGHT["paper"]


@pytest.fixture
def red(missions):
    mission = missions.first.mission
    mission.accent = "#7a0019"
    mission.save()
    return missions.first


@pytest.mark.django_db
def test_the_colours_of_a_mission_may_be_kept_for_ever(red):
    answer = visitor(red).get(f"/theme/{theme_hash('#7a0019')}.css")
    assert answer["Content-Type"] == "text/css; charset=utf-8"
    assert {"immutable", "public"} <= set(answer["Cache-Control"].split(", "))
    assert answer.content.decode() == theme_css("#7a0019")


@pytest.mark.django_db
def test_an_address_of_former_colours_leads_to_those_of_today(red):
    answer = visitor(red).get(f"/theme/{theme_hash(DEFAULT_ACCENT)}.css")
    assert (answer.status_code, answer["Location"]) == (302, f"/theme/{theme_hash('#7a0019')}.css")


@pytest.mark.django_db
def test_what_is_no_hash_is_no_style_sheet(red):
    assert visitor(red).get("/theme/red.css").status_code == 404
