"""Draws the square picture that stands for a list of recordings in podcast directories. Pure; stores nothing."""

from __future__ import annotations

from PIL import Image, ImageDraw

from core.colours import to_hex
from core.drawings import svg_picture
from core.lettering import drawable, fit, font, says_enough
from core.social_card import Card
from core.theme import palettes

# Directories want 1,400 to 3,000 pixels.
SIDE = 1400
STRIP, TILE = 140, 100
LEFT, RIGHT = 230, SIDE - 90
EMBLEM_SIDE = 420
LEADING = 1.12


def draw_square(card: Card, emblem: Image.Image) -> Image.Image:
    """The picture, 1,400 pixels a side; ``emblem`` is a square of any size."""
    tokens = palettes(card.accent)[0]
    picture = Image.new("RGB", (SIDE, SIDE), to_hex(tokens["field"]))
    picture.paste(to_hex(tokens["hoist"]), (0, 0, STRIP, SIDE))
    _strip(picture, card.ornament, to_hex(tokens["hoist-ornament"]))
    sign = emblem.convert("RGBA").resize((EMBLEM_SIDE, EMBLEM_SIDE), Image.Resampling.LANCZOS)
    picture.paste(sign, (LEFT, 110), sign)
    title = card.face.title if says_enough(card.face.title) else card.mission
    _lines(picture, drawable(title), (620, 1110), range(190, 59, -10), to_hex(tokens["ink"]))
    _lines(picture, drawable(card.mission), (1170, 1310), range(64, 35, -4), to_hex(tokens["ink-2"]))
    return picture


def _strip(picture: Image.Image, ornament: bytes, colour: str) -> None:
    drawn = svg_picture(ornament, TILE * 2)
    shape = drawn.resize((TILE, max(1, round(TILE * drawn.height / drawn.width))), Image.Resampling.LANCZOS)
    tile = Image.new("RGBA", shape.size, colour)
    tile.putalpha(shape.getchannel("A"))
    count = max(1, SIDE // tile.height)
    step = SIDE / count
    for number in range(count):
        picture.paste(tile, ((STRIP - TILE) // 2, round(step * number + (step - tile.height) / 2)), tile)


def _lines(picture: Image.Image, text: str, between: tuple[int, int], sizes: range, colour: str) -> None:
    """The text as large as it fits between two heights."""
    top, end = between
    setting = fit(text, sizes, RIGHT - LEFT, end - top, LEADING)
    draw = ImageDraw.Draw(picture)
    for number, line in enumerate(setting.lines):
        base = top + setting.size * (0.78 + number * LEADING)
        draw.text((LEFT, base), line, colour, font(setting.size), anchor="ls")
