"""A bulletin as a letter: what its page says, put together for paper. Makes no PDF and keeps nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from core.letterhead import EMBLEM_PICTURE, letter_css, letterhead
from core.missions import absolute, mission_of, name_of
from core.models import MissionImage
from core.picture_uses import FRAMED, WHOLE, Use, own_format, wanted
from core.pictures import IMAGE_BLOCK
from core.press import Sheet
from core.press_library import can_press
from news.cards import BulletinCard

if TYPE_CHECKING:
    from news.models import BulletinPage

# Blocks that a reader of paper gets in another shape than a reader of the page.
ON_PAPER = {
    "audio_sample": "news/letter_sample.html",
    "event": "news/letter_event.html",
    "programme": "news/letter_programme.html",
}
PICTURE = "news/letter_figure.html"


@dataclass(frozen=True)
class PaperPicture:
    """A picture in the letter. ``address`` leads to the rendition with that ``name``; caption and credit may be ""."""

    address: str
    name: str
    alt: str
    caption: str
    credit: str


def letter_address(page: BulletinPage, request: HttpRequest) -> str:
    """Where the PDF of a bulletin lies; "" where none is made: for what strangers may not read, and on a machine that
    cannot.
    """
    is_shown = page.live and not getattr(request, "is_preview", False) and can_press()
    return reverse("news:letter", args=[page.slug]) if is_shown and not page.get_view_restrictions() else ""


def letter_of(page: BulletinPage, request: HttpRequest) -> Sheet:
    """The letter of a bulletin that strangers may read, in the language of the page. It says what the page says now."""
    mission = mission_of(request)
    context = page.get_context(request)
    card: BulletinCard = context["card"]
    head, url = letterhead(mission), absolute(request, card.url)
    lead, parts, pictures = _body(page, request, context)
    words = [card.series.text, card.category.text, *context["tags"]]
    html = render_to_string(
        "news/bulletin_pdf.html",
        {
            **context,
            "emblem": EMBLEM_PICTURE,
            "picture": lead,
            "parts": parts,
            "url": url,
            "code": page.locale.language_code,
            "author": name_of(request),
            "description": page.meta_description(),
            "keywords": ", ".join(word for word in words if word),
            "created": page.date.isoformat(),
        },
        request=request,
    )
    running = ", ".join(text for text in (card.issue.text, card.title) if text)
    shown = {picture.address: picture.name for picture in pictures}
    return Sheet(html, letter_css(mission, url, running), url, {**head.pictures, **shown}, head.drawings)


def _body(
    page: BulletinPage, request: HttpRequest, context: dict[str, Any]
) -> tuple[PaperPicture | None, list[SafeString], list[PaperPicture]]:
    """The picture above the text, the parts of the text as HTML, and all pictures of both."""
    lead = paper_picture(page.picture, FRAMED, {"alt": page.picture_alt}, 0)
    pictures = [lead] if lead else []
    parts = []
    for block in page.body:
        if block.block_type == IMAGE_BLOCK:
            picture = paper_picture(block.value["image"], WHOLE, block.value, len(pictures))
            pictures += [picture] if picture else []
            parts.append(render_to_string(PICTURE, {"picture": picture}) if picture else SafeString(""))
        elif block.block_type in ON_PAPER:
            shown = block.block.get_context(block.value, parent_context={"request": request})
            parts.append(render_to_string(ON_PAPER[block.block_type], shown, request=request))
        else:
            parts.append(mark_safe(block.render({**context, "request": request, "mission": mission_of(request)})))  # noqa: S308  # a template's
    return lead, parts, pictures


def paper_picture(image: MissionImage | None, use: Use, words: Any, position: int) -> PaperPicture | None:
    """The sharpest file that there is of a picture, as every reader knows its format; None where none is made yet.

    The picture has come with ``core.pictures.bring_page_pictures``.
    """
    if image is None:
        return None
    own = own_format(image)
    specs = {one.spec for one in wanted(image, use) if one.form == own}
    made = [one for one in image.prefetched_renditions if one.filter_spec in specs]
    if not made:
        return None
    best = max(made, key=lambda one: int(one.width))
    return PaperPicture(
        address=f"letter:picture-{position}",
        name=best.file.name,
        alt=words["alt"],
        caption=words.get("caption") or "",
        credit=words.get("credit") or image.credit,
    )
