"""The site's icons from the mission's emblem: PNG files made when the settings are saved, never in a visit.

Their names follow from the emblem's bytes and the accent alone, so that a page names them without asking anybody.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils.crypto import salted_hmac
from PIL import Image

from core.colours import to_hex
from core.drawings import neutral_sign, png_bytes
from core.emblems import emblem_picture
from core.theme import palettes

if TYPE_CHECKING:
    from core.models import MissionSettings

# Raised by whoever changes how icons look.
EDITION = 1
RENDITIONS = "renditions"


@dataclass(frozen=True)
class Shape:
    """One kind of icon: its side in pixels, the part of it that the emblem fills, and whether it stands on paper."""

    name: str
    side: int
    part: float = 1.0
    on_paper: bool = False


SMALL = Shape("32", 32)
TOUCH = Shape("180", 180, 0.8, on_paper=True)
MIDDLE = Shape("192", 192)
LARGE = Shape("512", 512)
# A launcher cuts any shape out of it; what lies in the middle four fifths is always seen.
MASKABLE = Shape("512-maskable", 512, 0.62, on_paper=True)
SHAPES = (SMALL, TOUCH, MIDDLE, LARGE, MASKABLE)


def icon_name(mission: MissionSettings, shape: Shape) -> str:
    """The name of a mission's icon in the storage of renditions. Costs no query."""
    emblem = mission.emblem.get_file_hash() if mission.emblem else ""
    mark = salted_hmac("core.icons", f"{EDITION} {emblem} {mission.accent.lower()}", algorithm="sha256").hexdigest()
    return f"icons/{mark[:24]}-{shape.name}.png"


def icon_url(mission: MissionSettings, shape: Shape) -> str:
    """The address of a mission's icon, without a look whether it is there."""
    return storages[RENDITIONS].url(icon_name(mission, shape))


def make_icons(mission: MissionSettings) -> int:
    """Makes those of the mission's icons that are missing; returns how many."""
    storage = storages[RENDITIONS]
    missing = [shape for shape in SHAPES if not storage.exists(icon_name(mission, shape))]
    if not missing:
        return 0
    emblem = emblem_picture(mission.emblem, LARGE.side)
    for shape in missing:
        storage.save(icon_name(mission, shape), ContentFile(png_bytes(draw_icon(shape, emblem, mission.accent))))
    return len(missing)


def draw_icon(shape: Shape, emblem: Image.Image | None, accent: str) -> Image.Image:
    """The icon; ``emblem`` is a square of any size, None for the neutral sign in the colours of ``accent``."""
    side = round(shape.side * shape.part)
    sign = neutral_sign(accent, side) if emblem is None else emblem.resize((side, side), Image.Resampling.LANCZOS)
    paper = to_hex(palettes(accent)[0]["paper"])
    icon = Image.new("RGBA", (shape.side, shape.side), paper if shape.on_paper else (0, 0, 0, 0))
    icon.alpha_composite(sign, ((shape.side - side) // 2, (shape.side - side) // 2))
    return icon.convert("RGB") if shape.on_paper else icon
