"""Keeps the number table in step with bulletins saved without a form: copies, aliases, translations, revisions."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from news.models.numbers import NumberTaken, SeriesNumber

if TYPE_CHECKING:
    from news.models.bulletins import BulletinPage

logger = logging.getLogger(__name__)


def settle(page: BulletinPage, follow: bool) -> None:
    """Gives ``page`` the facts of its source, or claims its number; a number that another bulletin has is dropped.

    ``follow`` is whether a claim moves to the number of the page: it does for the newest draft, and not for an
    older revision that is published now.
    """
    if page.alias_of_id:
        return
    source = source_of(page)
    if source is not None:
        page.adopt_facts(source)
    elif page.series_id and page.number:
        _hold(page, follow)
    elif follow:
        SeriesNumber.objects.free(page.translation_key)


def source_of(page: BulletinPage) -> BulletinPage | None:
    """The page whose facts are those of ``page``; None when that is ``page`` itself."""
    manager = type(page).objects
    sibling = manager.filter(translation_key=page.translation_key).exclude(pk=page.pk).first()
    if sibling is None:
        return None
    source: BulletinPage = sibling.source()
    return None if source.pk == page.pk else source


def claim(page: BulletinPage) -> None:
    """Claims the number of a page that an editor saves, or frees it; raises NumberTaken."""
    if source_of(page) is not None:
        return
    if page.series_id and page.number:
        SeriesNumber.objects.claim(page.series_id, page.number, page.translation_key)
    else:
        SeriesNumber.objects.free(page.translation_key)


def _hold(page: BulletinPage, follow: bool) -> None:
    held = SeriesNumber.objects.filter(translation_key=page.translation_key).first()
    if held and (held.series_id, held.number) == (page.series_id, page.number):
        return
    if type(page).objects.holder(page.series_id, page.number, page.translation_key):
        _drop(page)
    elif follow or held is None:
        try:
            claim(page)
        except NumberTaken:
            _drop(page)


def _drop(page: BulletinPage) -> None:
    logger.info("“%s” goes without number %s, which another bulletin of the series has.", page.title, page.number)
    page.number = None
