"""For which uses pictures are cut, how wide, and in which formats. Facts only: makes no file and shows none."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath

from wagtail.images.models import Filter

from core.models.media import MissionImage
from core.picture_files import HAS_AVIF

# The format of what every browser reads, by the ending of the original.
OWN_FORMATS = {".jpg": "jpeg", ".jpeg": "jpeg", ".png": "png", ".gif": "gif", ".webp": "webp", ".avif": "webp"}
DRAWING = "svg"
OWN_FORMATS[".svg"] = DRAWING
# Better ones, best first, with their media types.
NEW_FORMATS = {"avif": "image/avif", "webp": "image/webp"} if HAS_AVIF else {"webp": "image/webp"}


@dataclass(frozen=True)
class Use:
    """A way in which pictures are cut. ``ratio`` is width and height; None is the whole picture, in a square box.

    ``widths`` rise, in pixels of the file; ``first`` is the one that is made while the editor waits.
    """

    name: str
    ratio: tuple[int, int] | None
    widths: tuple[int, ...]
    first: int

    def operation(self, width: int) -> str:
        """The cut in Wagtail's notation."""
        if self.ratio is None:
            return f"max-{width}x{width}"
        return f"fill-{width}x{width * self.ratio[1] // self.ratio[0]}"


# Shown at 216, 330 and 648 CSS pixels and as wide as a telephone, on screens of up to three pixels for one.
FRAMED = Use("framed", (3, 2), (240, 480, 720, 960, 1296), first=720)
WHOLE = Use("whole", None, (480, 720, 960, 1296), first=720)
USES = {use.name: use for use in (FRAMED, WHOLE)}


@dataclass(frozen=True)
class Wanted:
    """One file of a picture: cut and format in Wagtail's notation, the format, Wagtail's key of the focal point."""

    spec: str
    form: str
    focal_point_key: str

    @property
    def operation(self) -> str:
        """The cut without the format."""
        return self.spec.partition("|")[0]

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from the other files of the same picture."""
        return self.spec, self.focal_point_key


def own_format(image: MissionImage) -> str:
    """The original's format, or the nearest that every browser reads."""
    return OWN_FORMATS.get(PurePath(image.file.name).suffix.lower(), "jpeg")


def widths_of(image: MissionImage, use: Use) -> list[int]:
    """The widths of ``use`` that the picture has pixels for; the last one may ask for more, and gets all there is."""
    if use.ratio is None:
        most = max(image.width, image.height)
    else:
        most = min(image.width, image.height * use.ratio[0] // use.ratio[1])
    smaller = [width for width in use.widths if width < most]
    return list(use.widths[: len(smaller) + 1])


def wanted(image: MissionImage, use: Use) -> list[Wanted]:
    """All files of ``use``: in the picture's own format, then in the newer ones, the narrowest first.

    A drawing is sharp at any width: one file is all.
    """
    own = own_format(image)
    key = str(Filter(use.operation(use.first)).get_cache_key(image))
    if own == DRAWING:
        return [Wanted(use.operation(use.first), DRAWING, key)]
    widths = widths_of(image, use)
    forms = [own, *(form for form in NEW_FORMATS if form != own)]
    return [Wanted(f"{use.operation(width)}|format-{form}", form, key) for form in forms for width in widths]


def first_wanted(image: MissionImage, use: Use) -> list[Wanted]:
    """The one file with which the picture can be shown anywhere, in a list."""
    if own_format(image) == DRAWING:
        return wanted(image, use)
    widths = [width for width in widths_of(image, use) if width <= use.first]
    return wanted(image, use)[len(widths) - 1 : len(widths)]
