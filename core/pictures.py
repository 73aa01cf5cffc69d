"""What a template gets of a picture: one object, put together from renditions that exist.

Nothing here makes a file; core.renditions does, when a picture is saved or a page published.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wagtail.blocks import StreamValue

from core.models.media import MissionImage, MissionRendition
from core.picture_uses import DRAWING, FRAMED, NEW_FORMATS, USES, WHOLE, Use, own_format, wanted

if TYPE_CHECKING:
    from core.models.pictures import Pictured

IMAGE_BLOCK = "image"


@dataclass(frozen=True)
class Place:
    """Where a picture stands: its use, and the ``sizes`` it tells browsers.

    ``edge`` is the largest edge in CSS pixels, 0 where the style decides it. ``{width}`` in ``sizes`` is the width that
    this makes.
    """

    use: Use
    sizes: str
    edge: int = 0


TEXT_COLUMN = 648
LEAD = Place(FRAMED, "(min-width: 45.0625em) 13.5rem, calc(100vw - 2rem)")
BULLETIN = Place(FRAMED, "(min-width: 61.25em) 648px, (min-width: 45.0625em) calc(100vw - 20rem), calc(100vw - 2rem)")
EVENT = Place(
    FRAMED, "(min-width: 68.8125em) 330px, (min-width: 45.0625em) min(648px, 100vw - 20rem), calc(100vw - 2rem)"
)
FIGURE = Place(
    WHOLE,
    "(min-width: 61.25em) {width}px, "
    "(min-width: 45.0625em) min({width}px, 100vw - 20rem), min({width}px, 100vw - 2rem)",
    TEXT_COLUMN,
)


@dataclass(frozen=True)
class Picture:
    """A picture as it is shown. Every address is of a file that exists.

    ``width`` and ``height`` are in CSS pixels. ``sources`` are pairs of media type and srcset, best first; ``srcset``
    is "" where there is one file only. ``eager`` is for what is seen before anything is scrolled.
    """

    src: str
    width: int
    height: int
    alt: str
    sources: tuple[tuple[str, str], ...] = ()
    srcset: str = ""
    sizes: str = ""
    eager: bool = False


def bring_pictures(images: Iterable[MissionImage | None], *uses: Use) -> None:
    """Brings with the pictures what exists of them; one query, whatever their number, and none for none."""
    shown = [image for image in images if image is not None]
    specs = {one.spec for image in shown for use in uses or USES.values() for one in wanted(image, use)}
    found: dict[int, list[MissionRendition]] = defaultdict(list)
    if specs:
        keys = {image.pk for image in shown}
        for rendition in MissionRendition.objects.filter(image__in=keys, filter_spec__in=specs):
            found[rendition.image_id].append(rendition)
    for image in shown:
        # The name under which Wagtail looks first, too.
        image.prefetched_renditions = found[image.pk]


def bring_page_pictures(picture: MissionImage | None, *bodies: StreamValue) -> None:
    """Brings all pictures of a page, of its field ``picture`` and of its ``bodies``, in one query.

    Where the page shows nothing above its text, a picture that begins the text is marked as seen at once.
    """
    blocks = [block for body in bodies for block in body if block.block_type == IMAGE_BLOCK]
    bring_pictures([picture, *(block.value["image"] for block in blocks)])
    first = next(iter(bodies[0]), None) if bodies else None
    if picture is None and first is not None and first.block_type == IMAGE_BLOCK:
        first.value.eager = True


def plain_rendition(image: MissionImage, use: Use) -> Any:
    """The file for whoever chooses none: the largest in the picture's own format that is not larger than needed on a
    common screen; None where nothing is made of it yet. Costs no query for an image that came with ``bring_pictures``.
    """
    if not hasattr(image, "prefetched_renditions"):
        bring_pictures([image], use)
    made = _made(image, use)[0][own_format(image)]
    return next((one for one in reversed(made) if one.width <= use.first), made[-1] if made else None)


def picture_of(image: MissionImage | None, alt: str, place: Place, *, eager: bool = False) -> Picture | None:
    """What is shown of ``image`` at ``place``; None where nothing is made of it yet.

    Costs no query for an image that came with ``bring_pictures``.
    """
    if image is None:
        return None
    shown = plain_rendition(image, place.use)
    if shown is None:
        return None
    made, whole = _made(image, place.use)
    own = own_format(image)
    width, height = _shown_size(shown, image, place)
    return Picture(
        src=shown.url,
        width=width,
        height=height,
        alt=alt,
        # A format with half of its widths would be chosen before a sharper picture.
        sources=tuple(
            (kind, srcset(made[form])) for form, kind in NEW_FORMATS.items() if made[form] and form in whole - {own}
        ),
        srcset=srcset(made[own]) if len(made[own]) > 1 else "",
        sizes=place.sizes.format(width=width),
        eager=eager,
    )


@dataclass(frozen=True)
class Figure:
    """A picture with what stands below it; caption and credit may be ""."""

    picture: Picture
    caption: str
    credit: str


def figure_of(image: MissionImage | None, words: Mapping[str, Any], *, eager: bool = False) -> Figure | None:
    """A picture in a text. ``words`` are its block's ``alt``, ``caption``, ``credit`` (default the picture's own)."""
    picture = picture_of(image, words["alt"], FIGURE, eager=eager)
    if image is None or picture is None:
        return None
    return Figure(picture, words.get("caption") or "", words.get("credit") or image.credit)


def page_figure(page: Pictured, place: Place, *, eager: bool = False) -> Figure | None:
    """The picture of a page that may carry one, with its credit."""
    picture = picture_of(page.picture, page.picture_alt, place, eager=eager)
    return Figure(picture, "", page.picture.credit) if page.picture and picture else None


def _made(image: MissionImage, use: Use) -> tuple[dict[str, list[Any]], set[str]]:
    """What exists of a picture by format, the narrowest first, and the formats of which nothing is missing."""
    existing = {(one.filter_spec, one.focal_point_key): one for one in image.prefetched_renditions}
    made: dict[str, list[Any]] = defaultdict(list)
    whole: set[str] = {own_format(image), *NEW_FORMATS}
    for one in wanted(image, use):
        if one.key in existing:
            made[one.form].append(existing[one.key])
        else:
            whole.discard(one.form)
    return made, whole


def srcset(renditions: list[Any]) -> str:
    return ", ".join(f"{one.url} {one.width}w" for one in renditions)


def _shown_size(rendition: Any, image: MissionImage, place: Place) -> tuple[int, int]:
    """Width and height in CSS pixels: never larger than the place allows, nor than the picture, if that has pixels."""
    if not place.edge:
        return rendition.width, rendition.height
    scale = place.edge / max(image.width, image.height)
    if own_format(image) != DRAWING:
        scale = min(1, scale)
    width = max(1, round(image.width * scale))
    return width, max(1, round(image.height * scale))
