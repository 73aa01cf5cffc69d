"""The typeface: there, free, light, and with every letter of the three languages."""

import re
from pathlib import Path

import pytest

from home.management.commands.build_fonts import FACES, KAZAKH, RANGES

STATIC = Path(__file__).resolve().parents[2] / "static"
FONTS = STATIC / "fonts"
STYLE = (STATIC / "css" / "fonts.css").read_text(encoding="utf-8")
RUSSIAN = "".join(map(chr, range(ord("А"), ord("я") + 1))) + "Ёё"
FILES = [f"{face}-{part}.woff2" for face, (_source, _weight, parts) in FACES.items() for part in parts]


def in_style(name):
    """The code points for which the style sheet asks the file."""
    block = re.search(rf'{re.escape(name)}".*?unicode-range: ([^;]+);', STYLE, re.DOTALL).group(1)
    codes = set()
    for one in block.split(", "):
        first, _dash, last = one.removeprefix("U+").partition("-")
        codes.update(range(int(first, 16), int(last or first, 16) + 1))
    return codes


def test_the_licence_comes_with_the_fonts():
    assert "SIL Open Font License" in (FONTS / "OFL.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", FILES)
def test_every_file_is_asked_for_what_it_was_made_of(name):
    part = next(part for part in sorted(RANGES, key=len, reverse=True) if name.endswith(f"-{part}.woff2"))
    assert in_style(name) == {code for first, last in RANGES[part] for code in range(first, last + 1)}
    assert (FONTS / name).read_bytes().startswith(b"wOF2")


def test_an_english_page_with_a_kazakh_name_loads_at_most_45_kb():
    sizes = [(FONTS / f"literata-{part}.woff2").stat().st_size for part in ("latin", "cyrillic")]
    assert sum(sizes) <= 45 * 1024


def test_a_kazakh_page_loads_at_most_90_kb():
    assert sum((FONTS / name).stat().st_size for name in FILES if "latin-ext" not in name) <= 90 * 1024


@pytest.mark.parametrize("name", [name for name in FILES if name.endswith("-cyrillic.woff2")])
def test_no_letter_of_kazakh_or_russian_is_missing(name):
    ttfont = pytest.importorskip("fontTools.ttLib", reason="fonttools is not installed")
    pytest.importorskip("brotli", reason="brotli is not installed")
    drawn = ttfont.TTFont(FONTS / name).getBestCmap()
    assert [letter for letter in KAZAKH + RUSSIAN if ord(letter) not in drawn] == []
    assert {ord(letter) for letter in KAZAKH + RUSSIAN} <= in_style(name)
