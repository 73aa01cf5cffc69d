"""Draws the picture that is shown where somebody shares a page: the register, on one card. Pure; stores nothing."""

from __future__ import annotations

import hashlib
import io
from dataclasses import asdict, astuple, dataclass
from functools import lru_cache
from typing import Any

from PIL import Image, ImageDraw

from core.colours import Oklch, to_hex
from core.drawings import neutral_sign, svg_picture
from core.lettering import Setting, advance, drawable, fit, font, says_enough, width_of
from core.theme import palettes

SIZE = WIDTH, HEIGHT = 1200, 630
# Raised by whoever changes how a card looks, so that all are drawn anew.
EDITION = 1
HOIST, TILE = 50, 40
LEFT, RIGHT = 98, WIDTH - 56
HEAD = 128  # where the paper of the header ends and the field begins
REGISTER = 290  # width of the column of the numeral
TEXT = LEFT + REGISTER + 40
EMBLEM_SIZE, EMBLEM_LARGE = 76, 250
FOOT_LINE = HEIGHT - 44  # where the last line stands
LEADING = 1.1
COLOURS = 128
# Large letters stand closer, as the headings of the site do; of their size.
TIGHT = -0.02
TIGHT_FROM = 40


@dataclass(frozen=True)
class Face:
    """What a card says of a page, in the page's language; absent parts are "".

    ``numeral`` leads in the register with ``above`` and ``below`` it; ``kicker`` stands over the title, ``foot`` at the
    end.
    """

    title: str
    kicker: str = ""
    numeral: str = ""
    above: str = ""
    below: str = ""
    foot: str = ""


@dataclass(frozen=True)
class Card:
    """All that is drawn. ``ornament`` is the tile of the hoist as SVG, ``emblem`` changes with its picture."""

    face: Face
    mission: str
    second_name: str
    accent: str
    ornament: bytes
    emblem: str

    @property
    def mark(self) -> str:
        """Changes with everything that is drawn."""
        return hashlib.sha256(repr((EDITION, astuple(self))).encode()).hexdigest()


class Brush:
    """A picture under way with its colours."""

    def __init__(self, accent: str) -> None:
        self.tokens: dict[str, Oklch] = palettes(accent)[0]
        self.picture = Image.new("RGB", SIZE, to_hex(self.tokens["field"]))
        self.draw = ImageDraw.Draw(self.picture)

    def colour(self, name: str) -> str:
        return to_hex(self.tokens[name])

    def box(self, box: tuple[int, int, int, int], name: str) -> None:
        self.draw.rectangle(box, fill=self.colour(name))

    def line(self, text: str, at: tuple[float, float], size: int, name: str) -> None:
        """One line; ``at`` is its left end on the base line."""
        face, ink, (left, base) = font(size), self.colour(name), at
        if size < TIGHT_FROM:
            self.draw.text(at, text, ink, face, anchor="ls")
            return
        # Letter by letter, each where the kerned line before it ends.
        for number, letter in enumerate(text):
            before = advance(text[:number] + letter, size) - advance(letter, size)
            self.draw.text((left + before + number * size * TIGHT, base), letter, ink, face, anchor="ls")


def draw_card(card: Card, emblem: Image.Image | None) -> Image.Image:
    """The card as a picture of 1200 by 630; ``emblem`` is a square of any size, None for the neutral sign."""
    brush = Brush(card.accent)
    brush.box((0, 0, WIDTH, HEAD), "paper")
    brush.box((0, HEAD, WIDTH, HEAD), "line")
    _hoist(brush, card.ornament)
    sign = emblem or neutral_sign(card.accent, EMBLEM_LARGE)
    face = _sayable(card)
    if not face.numeral and face.title == drawable(card.mission):
        _own_card(brush, face, sign)
        return brush.picture
    _header(brush, card, sign)
    if face.numeral:
        _register(brush, face)
    _text(brush, face, TEXT if face.numeral else LEFT)
    return brush.picture


def to_png(picture: Image.Image) -> bytes:
    """A small file: a palette is enough for letters on two grounds, and a photograph in an emblem is small."""
    out = io.BytesIO()
    flat = picture.quantize(COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    colours = flat.getpalette() or []
    right, bottom = picture.width - 1, picture.height - 1
    for ground in ((0, 0), (right, 0), (right, bottom)):
        # Of the colours that a palette rounds, those of the grounds are seen.
        number: Any = flat.getpixel(ground)
        colours[number * 3 : number * 3 + 3] = list(picture.getpixel(ground))  # type: ignore[arg-type]  # three channels
    flat.putpalette(colours)
    flat.save(out, "PNG", compress_level=6)
    return out.getvalue()


def _sayable(card: Card) -> Face:
    """The face in characters that the typeface has. A title in another script gives way to what stood over it, or to
    the mission's name.
    """
    told = {key: drawable(text) for key, text in asdict(card.face).items()}
    if not says_enough(card.face.title):
        told["title"], told["kicker"] = told["kicker"] or drawable(card.mission), ""
    return Face(**told)


@lru_cache(maxsize=16)
def _tile(ornament: bytes, colour: str) -> Image.Image:
    drawn = svg_picture(ornament, TILE * 4)
    shape = drawn.resize((TILE, max(1, round(TILE * drawn.height / drawn.width))), Image.Resampling.LANCZOS)
    tile = Image.new("RGBA", shape.size, colour)
    tile.putalpha(shape.getchannel("A"))
    return tile


def _hoist(brush: Brush, ornament: bytes) -> None:
    brush.box((0, 0, HOIST - 1, HEIGHT), "hoist")
    tile = _tile(ornament, brush.colour("hoist-ornament"))
    # The strip begins and ends with half a gap, so that no tile is cut.
    count = max(1, HEIGHT // tile.height)
    step = HEIGHT / count
    for number in range(count):
        top = round(step * number + (step - tile.height) / 2)
        brush.picture.paste(tile, ((HOIST - TILE) // 2, top), tile)


def _header(brush: Brush, card: Card, sign: Image.Image) -> None:
    small = sign.resize((EMBLEM_SIZE, EMBLEM_SIZE), Image.Resampling.LANCZOS)
    brush.picture.paste(small, (LEFT, (HEAD - EMBLEM_SIZE) // 2), small)
    left, second = LEFT + EMBLEM_SIZE + 24, drawable(card.second_name)
    name = _one_line(drawable(card.mission) or second, 36, RIGHT - left)
    if not second or second == name.lines[0]:
        brush.line(name.lines[0], (left, HEAD / 2 + 12), name.size, "ink")
        return
    other = _one_line(second, 24, RIGHT - left)
    brush.line(name.lines[0], (left, HEAD / 2 + 2), name.size, "ink")
    brush.line(other.lines[0], (left, HEAD / 2 + 35), other.size, "ink-2")


def _one_line(text: str, size: int, width: int) -> Setting:
    """The text in one line, smaller where it is long."""
    wide = width_of(text) * size
    return Setting(size if wide <= width else max(8, int(size * width / wide)), (text,))


def _register(brush: Brush, face: Face) -> None:
    top = HEAD + 42
    if face.above:
        above = _one_line(face.above, 30, REGISTER)
        brush.line(above.lines[0], (LEFT, top + 22), above.size, "ink")
        top += 52
    numeral = _one_line(face.numeral, 250, REGISTER)
    # A numeral of this typeface is 0.69 of its size high, and its own margin is taken back.
    base = top + round(numeral.size * 0.69)
    brush.line(numeral.lines[0], (LEFT - numeral.size * 0.035, base), numeral.size, "sky-deep")
    if face.below:
        below = fit(face.below, range(30, 17, -2), REGISTER, 120, 1.25)
        for number, line in enumerate(below.lines):
            brush.line(line, (LEFT, base + 52 + number * below.size * 1.25), below.size, "ink")


def _text(brush: Brush, face: Face, left: int) -> None:
    width, top = RIGHT - left, HEAD + 42
    if face.kicker:
        kicker = fit(face.kicker, range(34, 21, -2), width, 90, 1.2)
        for line in kicker.lines:
            brush.line(line, (left, top + kicker.size * 0.72), kicker.size, "sun-ink")
            top += round(kicker.size * 1.2)
        top += 14
    end = HEIGHT - 48
    if face.foot:
        foot = _one_line(face.foot, 28, width)
        brush.line(foot.lines[0], (left, FOOT_LINE), foot.size, "ink-2")
        end = FOOT_LINE - 28 - 24
    _title(brush, face.title, left, top, (width, end - top))


def _title(brush: Brush, title: str, left: int, top: int, room: tuple[int, int]) -> None:
    setting = fit(title, range(84 if left == TEXT else 100, 17, -2), room[0], room[1], LEADING)
    base = top + setting.size * 0.74
    for number, line in enumerate(setting.lines):
        brush.line(line, (left, base + number * setting.size * LEADING), setting.size, "ink")


def _own_card(brush: Brush, face: Face, sign: Image.Image) -> None:
    """The card that is the mission's own: its emblem leads instead of a numeral."""
    large = sign.resize((EMBLEM_LARGE, EMBLEM_LARGE), Image.Resampling.LANCZOS)
    brush.box((HOIST, 0, WIDTH, HEIGHT), "field")
    brush.picture.paste(large, (LEFT, 150), large)
    title = fit(face.title, range(92, 17, -2), RIGHT - TEXT, 260, LEADING)
    high = len(title.lines) * title.size * LEADING
    top = 150 + max(0, (EMBLEM_LARGE - high) / 2)
    for number, line in enumerate(title.lines):
        brush.line(line, (TEXT, top + title.size * (0.76 + number * LEADING)), title.size, "ink")
    if face.foot:
        foot = fit(face.foot, range(34, 15, -2), RIGHT - TEXT, 130, 1.3)
        for number, line in enumerate(foot.lines):
            brush.line(line, (TEXT, 480 + number * foot.size * 1.3), foot.size, "ink-2")
