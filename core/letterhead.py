"""The paper on which the mission writes: emblem, names, one band of ornament, the foot of each page, its colours."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from wagtail.images.models import Filter

from core.colours import to_hex
from core.emblems import EMBLEM
from core.models import MissionSettings
from core.ornament import DRAWN_IN, compose
from core.svg import NAMESPACE
from core.theme import palettes

STYLE = Path(__file__).resolve().parent / "letter.css"
BAND, EMBLEM_PICTURE = "letter:band", "letter:emblem"
PLACE = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True)
class Letterhead:
    """What EMBLEM_PICTURE and BAND lead to, as ``core.press.Sheet`` wants it."""

    drawings: dict[str, str]
    pictures: dict[str, str] = field(default_factory=dict)


def letterhead(mission: MissionSettings) -> Letterhead:
    """What the top of the first page shows; costs no query where the mission is the request's."""
    colours = {name: to_hex(colour) for name, colour in palettes(mission.accent)[0].items()}
    band = _band(mission.ornament, colours["hoist-ornament"])
    made = mission.emblem.find_existing_renditions(Filter(EMBLEM)) if mission.emblem else {}
    for rendition in made.values():
        return Letterhead({BAND: band}, {EMBLEM_PICTURE: rendition.file.name})
    return Letterhead({BAND: band, EMBLEM_PICTURE: _sign(colours["sky-deep"])})


def _sign(colour: str) -> str:
    """The neutral sign, as a drawing that stands alone."""
    svg = render_to_string("components/emblem.html").strip()
    return svg.replace("currentColor", colour).replace("<svg ", f'<svg xmlns="{NAMESPACE}" ', 1)


@lru_cache(maxsize=64)
def _band(tile: str, colour: str) -> str:
    """The ornament as a drawing of one colour: of the mission's own tile, or the house's."""
    house = Path(settings.BASE_DIR) / "static" / "ornament" / "band.svg"
    svg = compose(tile, "band") if tile else house.read_text(encoding="utf-8")
    return svg.replace(DRAWN_IN, colour).replace("<svg ", f'<svg fill="{colour}" ', 1)


def letter_css(mission: MissionSettings, address: str, running: str) -> str:
    """The style of a letter in the mission's colours, whose pages say ``address`` and their number at the foot and,
    from the second on, ``running`` at the top.
    """
    colours = "".join(f"--{name}:{to_hex(colour)};" for name, colour in palettes(mission.accent)[0].items())
    number = _counted(_("Page %(number)s of %(all)s"))
    return (
        f":root{{{colours}}}\n"
        f"@page{{@bottom-left{{content:{quoted(address)}}}@bottom-right{{content:{number}}}"
        f"@top-left{{content:{quoted(running)}}}}}\n"
    ) + STYLE.read_text(encoding="utf-8")


def _counted(pattern: str) -> str:
    """A sentence with two places for numbers as the ``content`` of a margin."""
    counters = {"number": "counter(page)", "all": "counter(pages)"}
    parts = PLACE.split(pattern)
    return " ".join(counters[part] if at % 2 else quoted(part) for at, part in enumerate(parts) if part)


def quoted(text: str) -> str:
    """A string of CSS (CSS Syntax 3, 4.3.5); nothing in it can end it."""
    return '"' + re.sub(r'[\\"<\x00-\x1f\x7f]', lambda found: f"\\{ord(found[0]):x} ", text) + '"'
