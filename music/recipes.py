"""The kinds of renditions, and how each is made. Pure: it decodes nothing and loads no decoder."""

from __future__ import annotations

from dataclasses import dataclass

# Raised when the same recipe would give other bytes, so that what is there is made again.
EDITION = 2


@dataclass(frozen=True)
class Recipe:
    """How one kind of rendition is made. `rates` are those that the codec is given; another is turned into the last."""

    kind: str
    extension: str
    mime_type: str
    codecs: str
    container: str
    codec: str
    sample_format: str
    bit_rate: int
    rates: tuple[int, ...]
    options: tuple[tuple[str, str], ...] = ()

    @property
    def source_type(self) -> str:
        """The type for <source>, with which a browser chooses what it can play (RFC 6381)."""
        return f'{self.mime_type}; codecs="{self.codecs}"'

    def mark(self, gain_db: float) -> str:
        """Stands for everything that shapes the bytes, beside the recording itself."""
        return f"{EDITION}:{self.codec}:{self.bit_rate}:{gain_db:+.2f}"


def _opus(bit_rate: int) -> Recipe:
    name = f"opus-{bit_rate // 1000}"
    return Recipe(name, "opus", "audio/ogg", "opus", "ogg", "libopus", "flt", bit_rate, (48000,))


# The index of an m4a stands in front, so that playing begins before all of it has come.
_AAC = Recipe(
    "aac-128", "m4a", "audio/mp4", "mp4a.40.2", "ipod", "aac", "fltp", 128000, (44100, 48000),
    (("movflags", "+faststart"),),
)  # fmt: skip
# The most useful first: this is the order in which they are made.
RECIPES: dict[str, Recipe] = {recipe.kind: recipe for recipe in (_opus(96000), _AAC, _opus(32000))}
