"""Colours: the table of the look, what another accent makes of it, and which accents are refused."""

import re
from pathlib import Path

import pytest

from core.accents import GROUNDS, TEXTS, reasons
from core.appearance import sheet_hash
from core.colours import contrast, fitted, to_oklch
from core.theme import DARK, DEFAULT_ACCENT, LIGHT, PAIRS, check_accent, failures, palettes, theme_css
from tests.missions import visitor

# A coarse grid over all colours.
STEPS = range(0, 256, 51)
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


FLAGS = {
    "sky": DEFAULT_ACCENT, "turquoise": "#00afca", "blue": "#1d4ed8", "pure blue": "#0000ff", "pale blue": "#74acdf",
    "navy": "#000080", "night": "#002244", "red": "#d52b1e", "pure red": "#ff0000", "crimson": "#dc143c",
    "burgundy": "#7a0019", "maroon": "#9e3039", "orange": "#ff7f00", "saffron": "#ff9933", "green": "#006600",
    "light green": "#00a651", "teal": "#008080", "purple": "#7a4fbf", "grey": "#808080", "black": "#000000",
}  # fmt: skip
PALE = {
    "yellow": "#ffff00", "gold": "#ffd500", "lime": "#00ff00", "cyan": "#00ffff", "white": "#ffffff", "ice": "#e8f8ff",
    "silver": "#c0c0c0",
}  # fmt: skip


@pytest.mark.parametrize("name", FLAGS)
def test_colours_of_flags_are_accepted(name):
    assert check_accent(FLAGS[name]) == {}
    assert reasons(FLAGS[name]) == []


@pytest.mark.parametrize("name", PALE)
def test_pale_accents_are_refused_in_words_that_say_what_to_do(name):
    (sentence,) = reasons(PALE[name])
    assert re.search(r"links on the page|large numerals on the pale band", sentence)
    assert re.search(r"\(contrast \d\.\d, needed (4\.5|3)\)", sentence)
    assert sentence.endswith("Choose a darker colour.")
    assert not re.search(r"sky-deep|field-2|link-hover", sentence)


GRID = [f"#{red:02x}{green:02x}{blue:02x}" for red in STEPS for green in STEPS for blue in STEPS]


def test_every_accent_is_accepted_with_all_pairs_or_refused_by_name():
    refused = 0
    for accent in GRID:
        found = check_accent(accent)
        assert all(
            pair.ratio < pair.least and pair.name in TEXTS and pair.ground in GROUNDS
            for pairs in found.values()
            for pair in pairs
        )
        assert bool(found) == any(any(failures(tokens)) for tokens in palettes(accent))
        refused += bool(found)
    # About a fifth of all colours, the pale ones, are too pale for text of their own kind.
    assert 0.15 < refused / len(GRID) < 0.25


def test_only_pale_accents_are_refused():
    refused = [to_oklch(accent).lightness for accent in GRID if check_accent(accent)]
    taken = [to_oklch(accent).lightness for accent in GRID if not check_accent(accent)]
    assert min(refused) > 0.75
    assert max(taken) < 0.83


@pytest.mark.parametrize("accent", ["#ff0000", "#0000ff", "#00a651", "#7a0019"])
def test_what_a_style_sheet_says_is_what_was_measured(accent):
    for tokens in palettes(accent):
        for name, colour in tokens.items():
            if colour not in (LIGHT.get(name), DARK.get(name)):
                assert fitted(colour) == colour, name


def test_there_is_no_brown_in_the_dark():
    for accent in ("#7a0019", "#ff7f00", "#d52b1e"):
        _light, dark = palettes(accent)
        for name in ("paper", "field", "field-2", "night", "line"):
            assert not 25 <= dark[name].hue < 115 or dark[name].chroma < 0.02, (accent, name)


@pytest.mark.parametrize("accent", ["#ff9933", "#ff7f00"])
def test_the_ornament_is_seen_on_an_accent_of_its_own_colour(accent):
    for tokens in palettes(accent):
        assert contrast(tokens["hoist"], tokens["hoist-ornament"]) >= 1.6
        assert contrast(tokens["night"], tokens["hoist-ornament"]) >= 3


def test_every_pair_has_a_name_for_editors():
    assert {name for _least, name, _grounds in PAIRS} <= TEXTS.keys()
    assert {ground for _least, _name, grounds in PAIRS for ground in grounds} <= GROUNDS.keys()


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
    answer = visitor(red).get(f"/theme/{sheet_hash('#7a0019', '')}.css")
    assert answer["Content-Type"] == "text/css; charset=utf-8"
    assert {"immutable", "public"} <= set(answer["Cache-Control"].split(", "))
    assert answer.content.decode() == theme_css("#7a0019")


@pytest.mark.django_db
def test_an_address_of_former_colours_leads_to_those_of_today(red):
    answer = visitor(red).get(f"/theme/{sheet_hash(DEFAULT_ACCENT, '')}.css")
    assert (answer.status_code, answer["Location"]) == (302, f"/theme/{sheet_hash('#7a0019', '')}.css")


@pytest.mark.django_db
def test_what_is_no_hash_is_no_style_sheet(red):
    assert visitor(red).get("/theme/red.css").status_code == 404
