"""Makes the font files in ``static/fonts``, and the one with which pictures are drawn, from the package of Literata.
Run when the typeface or the languages change; needs the dependency group ``fonts``.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from importlib import import_module, resources
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

PACKAGE = "fontpkg_literata"
OPTICAL_SIZE = 24
WEIGHTS = (400, 600)
FEATURES = ["kern", "liga", "ccmp", "locl", "rvrn", "mark", "mkmk"]

# What each file holds, as (first, last) code points; unicode-range in fonts.css says the same.
KAZAKH = "ӘәҒғҚқҢңӨөҰұҮүҺһІі"
RANGES: dict[str, list[tuple[int, int]]] = {
    "latin": [(0x20, 0x7E), (0xA0, 0xAB), (0xAE, 0xAE), (0xB0, 0xB0), (0xB7, 0xB7), (0xBB, 0xBB), (0xD7, 0xD7),
              (0xE9, 0xE9), (0x2009, 0x2009), (0x2010, 0x2014), (0x2018, 0x201A), (0x201C, 0x201E), (0x2022, 0x2022),
              (0x2026, 0x2026), (0x2032, 0x2033), (0x2039, 0x203A), (0x20AC, 0x20AC), (0x2116, 0x2116),
              (0x2122, 0x2122), (0x2212, 0x2212)],
    "cyrillic": [(0x401, 0x401), (0x406, 0x406), (0x410, 0x44F), (0x451, 0x451), (0x456, 0x456),
                 *((ord(letter), ord(letter)) for letter in KAZAKH if letter not in "Іі"), (0x20B8, 0x20B8)],
    "latin-ext": [(0xAC, 0xAD), (0xAF, 0xAF), (0xB1, 0xB6), (0xB8, 0xBA), (0xBC, 0xD6), (0xD8, 0xE8), (0xEA, 0x17F),
                  (0x218, 0x21B), (0x1E9E, 0x1E9E)],
}  # fmt: skip
# What pictures and letters on paper are set in: all of it in plain files, as drawing libraries read it.
DRAWN = {
    "literata.ttf": ("literata", 400),
    "literata-bold.ttf": ("literata", 560),
    "literata-italic.ttf": ("literata-italic", 400),
}
FACES = {
    "literata": ("Literata[opsz,wght].ttf", WEIGHTS, ("latin", "cyrillic", "latin-ext")),
    "literata-italic": ("Literata-Italic[opsz,wght].ttf", 400, ("latin", "cyrillic")),
}


def instance(source: Path, weight: Any, target: Path) -> None:
    """``source`` with its optical size fixed and its weight narrowed, saved: subsetting fails on one not yet saved."""
    font = import_module("fontTools.ttLib").TTFont(source)
    instancer = import_module("fontTools.varLib.instancer")
    instancer.instantiateVariableFont(font, {"opsz": OPTICAL_SIZE, "wght": weight}, inplace=True)
    font.save(target)


def subset(source: Path, ranges: list[tuple[int, int]], target: Path, flavor: str | None = "woff2") -> None:
    """Writes the characters of ``ranges`` as woff2, or without a ``flavor`` as TrueType."""
    subsetter_module = import_module("fontTools.subset")
    options = subsetter_module.Options(
        flavor=flavor, layout_features=FEATURES, hinting=False, name_IDs=[0, 1, 2, 13, 14]
    )
    font = subsetter_module.load_font(str(source), options)
    subsetter = subsetter_module.Subsetter(options)
    subsetter.populate(unicodes=[code for first, last in ranges for code in range(first, last + 1)])
    subsetter.subset(font)
    subsetter_module.save_font(font, str(target), options)


class Command(BaseCommand):
    help = "Makes the font files in static/fonts from the package of Literata."

    def handle(self, *args: Any, **options: Any) -> None:
        package = Path(str(resources.files(PACKAGE)))
        folder = Path(settings.BASE_DIR) / "static" / "fonts"
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as scratch:
            for name, (source, weight, subsets) in FACES.items():
                whole = Path(scratch) / f"{name}.ttf"
                instance(package / "files" / source, weight, whole)
                for part in subsets:
                    target = folder / f"{name}-{part}.woff2"
                    subset(whole, RANGES[part], target)
                    self.stdout.write(f"{target.name}: {target.stat().st_size} bytes")
            for name, (face, weight) in DRAWN.items():
                self._make_drawn(package, Path(scratch), name, face, weight)
        shutil.copy(package / "LICENSE", folder / "OFL.txt")
        version = json.loads((package / "metadata.json").read_text()).get("version", "")
        self.stdout.write(f"Literata {version}")

    def _make_drawn(self, package: Path, scratch: Path, name: str, face: str, weight: int) -> None:
        whole, target = scratch / name, Path(settings.BASE_DIR) / "core" / "fonts" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        instance(package / "files" / FACES[face][0], weight, whole)
        subset(whole, [one for ranges in RANGES.values() for one in ranges], target, flavor=None)
        shutil.copy(package / "LICENSE", target.parent / "OFL.txt")
        self.stdout.write(f"{target.name}: {target.stat().st_size} bytes")
