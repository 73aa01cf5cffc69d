"""Which picture stands for a page where it is shared: makes it, remembers it, finds it, removes it.

An editor's own picture wins over the card that is drawn. Made when something is published or saved, never in a visit.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction
from django.db.models import Q
from django.utils import translation
from django.utils.crypto import salted_hmac
from wagtail.models import Page, Site

from core.content_version import raise_version
from core.emblems import emblem_picture
from core.icons import RENDITIONS
from core.missions import mission_of_site, site_of
from core.models import BasePage, MissionRendition
from core.ornament import compose
from core.social_card import HEIGHT, WIDTH, Card, draw_card, to_png

logger = logging.getLogger(__name__)

# An editor's picture as it is shared.
SHARED = f"fill-{WIDTH}x{HEIGHT}|format-jpeg|jpegquality-80"


@dataclass(frozen=True)
class SharePicture:
    """A picture for sharing. ``url`` may be relative to the host; sizes in pixels."""

    url: str
    width: int
    height: int
    alt: str


@lru_cache(maxsize=1)
def _house_ornament() -> bytes:
    return (Path(settings.BASE_DIR) / "static" / "ornament" / "hoist.svg").read_bytes()


def _ornament(tile: str) -> bytes:
    """The drawing of the strip at the edge: of the mission's own tile, or the house's."""
    return compose(tile, "hoist").encode() if tile else _house_ornament()


def share_picture(page: BasePage) -> SharePicture | None:
    """The picture of a page as far as it is made: at most one query, and only where an editor chose one."""
    missing = page.get_deferred_fields() & {"social_image_id", "social_card"}
    if missing:
        page.refresh_from_db(fields=missing)
    if page.social_image_id:
        made = MissionRendition.objects.filter(image=page.social_image_id, filter_spec=SHARED).select_related("image")
        for rendition in made:
            return SharePicture(rendition.url, rendition.width, rendition.height, rendition.image.default_alt_text)
    if page.social_card:
        return SharePicture(storages[RENDITIONS].url(page.social_card), WIDTH, HEIGHT, page.title)
    return None


def keep_card(page_id: int) -> str:
    """Makes what is missing for sharing a page, removes what is outdated; returns the name of its drawn card, or "".

    A page that strangers may not read has none. What is drawn is what is live now, whatever was asked for.
    """
    page = Page.objects.filter(pk=page_id).specific().first()
    if not isinstance(page, BasePage):
        return ""
    name = ""
    if type(page).objects.filter(pk=page.pk).published().exists() and not _make_shared(page):
        name = _draw(page)
    _remember(page, name)
    return name


def _make_shared(page: BasePage) -> bool:
    """Makes an editor's picture in the shape for sharing; whether there is one that can be shared."""
    image = page.social_image
    # Networks show no drawings.
    if image is None or image.is_svg():
        return False
    try:
        image.get_rendition(SHARED)
    except OSError as error:
        logger.warning("The picture “%s” cannot be read: %s", image.file.name, error)
        return False
    return True


def card_of(page: BasePage) -> Card | None:
    """What is drawn for a page, in its language; None for one that belongs to no site."""
    site = site_of(page)
    if site is None:
        return None
    mission = mission_of_site(site)
    with translation.override(page.locale.language_code):
        other = mission.other_name
        return Card(
            face=page.social_face(mission),
            mission=mission.mission_name.text,
            second_name=other.text if other else "",
            accent=mission.accent.lower(),
            ornament=_ornament(mission.ornament),
            emblem=mission.emblem.get_file_hash() if mission.emblem else "",
        )


def _draw(page: BasePage) -> str:
    site, card = site_of(page), card_of(page)
    if site is None or card is None:
        return ""
    mission = mission_of_site(site)
    # One page's own name, that nobody can guess from the words on it.
    mark = salted_hmac("core.social", f"{page.pk} {card.mark}", algorithm="sha256").hexdigest()
    name = f"social/{mark[:32]}.png"
    storage = storages[RENDITIONS]
    if not storage.exists(name):
        storage.save(name, ContentFile(to_png(draw_card(card, emblem_picture(mission.emblem, 250)))))
    return name


def _remember(page: BasePage, name: str) -> None:
    former = page.social_card
    if former == name:
        return
    # Not by saving the page: this is no change of what an editor wrote.
    type(page).objects.filter(pk=page.pk).update(social_card=name)
    raise_version()
    page.social_card = name
    remove_file(former)


def remove_file(name: str) -> None:
    """Removes a drawn card once the change is certain; nothing for ""."""
    if name:
        transaction.on_commit(lambda: storages[RENDITIONS].delete(name))


def drop_cards(top: Page) -> None:
    """Removes the cards of a page and of all below it."""
    for model in page_types():
        for page in model.objects.descendant_of(top, inclusive=True).exclude(social_card=""):
            _remember(page, "")


def page_types() -> list[Any]:
    """Every page type of the missions."""
    return [model for model in apps.get_models() if issubclass(model, BasePage)]


def keep_cards(site: Site, after: int = 0, at_most: int = 50, *, only_missing: bool = False) -> int:
    """``keep_card`` for the site's live pages in the order of their keys from ``after`` on.

    Returns the key of the last one, 0 when there are no more. With ``only_missing`` pages whose card is there stay
    as they are.
    """
    inside = Q(pk__in=())
    for root in Site.get_site_root_paths():
        if root.site_id == site.pk:
            inside |= Q(url_path__startswith=root.root_path)
    found = Page.objects.filter(inside, pk__gt=after).live().order_by("pk")
    pages = list(found.values_list("pk", flat=True)[:at_most])
    has_card = _with_card(pages) if only_missing else set()
    for pk in pages:
        if pk not in has_card:
            keep_card(pk)
    return pages[-1] if pages else 0


def keep_all_cards(site: Site, *, only_missing: bool = False) -> None:
    """``keep_cards`` for all pages of the site at once, for commands."""
    last = 0
    while last := keep_cards(site, last, only_missing=only_missing):
        pass


def _with_card(pages: list[int]) -> set[int]:
    """Those of the pages whose card lies where their row says."""
    storage, found = storages[RENDITIONS], set()
    for model in page_types():
        rows = model.objects.filter(pk__in=pages).exclude(social_card="").values_list("pk", "social_card")
        found |= {pk for pk, name in rows if storage.exists(name)}
    return found
