"""The translations: compiled as they are written, with the same placeholders as the sentence they translate."""

import re
from pathlib import Path

import polib
import pytest

LOCALE = Path(__file__).resolve().parent.parent / "locale"
CATALOGUES = sorted(LOCALE.glob("*/LC_MESSAGES/django.po"))
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}|</?\w+>")


def texts(entry: polib.POEntry) -> dict[str, str]:
    return {str(key): text for key, text in entry.msgstr_plural.items()} or {"": entry.msgstr}


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_what_is_compiled_is_what_is_written(path: Path) -> None:
    written = {(e.msgctxt, e.msgid): texts(e) for e in polib.pofile(str(path)).translated_entries()}
    compiled = {(e.msgctxt, e.msgid): texts(e) for e in polib.mofile(str(path.with_suffix(".mo")))}
    assert written == compiled, "run “make catalogues”"
    assert len(written) > 150


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_a_translation_keeps_every_placeholder(path: Path) -> None:
    for entry in polib.pofile(str(path)).translated_entries():
        wanted = {*PLACEHOLDER.findall(entry.msgid), *PLACEHOLDER.findall(entry.msgid_plural)}
        for text in texts(entry).values():
            found = set(PLACEHOLDER.findall(text))
            # "One thing" needs no number, so neither does its translation.
            assert found <= wanted if entry.msgid_plural else found == wanted, entry.msgid


def test_the_languages_of_the_demo_have_catalogues() -> None:
    assert [path.parts[-3] for path in CATALOGUES] == ["kk", "ru"]
