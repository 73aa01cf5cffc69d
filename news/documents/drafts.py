"""Makes a draft of a bulletin out of a file: page, number, pictures and report in one transaction, or nothing."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import PurePath
from typing import Any
from uuid import UUID

from anyascii import anyascii
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from core.addresses import is_reserved
from core.missions import local_now, mission_of_site
from core.models import Named
from news.documents.blocks import Room, body_of, with_headings
from news.documents.facts import Facts, facts_of
from news.documents.opening import DocumentRefused
from news.documents.pictures import PictureShelf, whole_or_nothing
from news.documents.reading import read_document, too_long
from news.documents.structure import TooMuch
from news.models import Author, BulletinDocument, BulletinPage, Category, NewsIndexPage, Series

logger = logging.getLogger(__name__)

SLUG_LENGTH = 80
# What the page's form has beside the body.
FIELDS_OF_PAGE = 500


@dataclass(frozen=True)
class Desk:
    """Where drafts go, whose they are and when; ``series`` and ``categories`` are the mission's, by name."""

    index: NewsIndexPage
    site: Site
    user: Any
    batch: UUID
    now: datetime
    series: dict[str, Series] = field(default_factory=dict)
    categories: dict[str, Category] = field(default_factory=dict)


def desk_for(index: NewsIndexPage, site: Site, user: Any, batch: UUID, now: datetime) -> Desk:
    """The desk with the names of all languages; ``now`` is aware."""
    series = {name: row for row in Series.objects.filter(site=site).with_words() for name in _names(row)}
    categories = {name: row for row in Category.objects.filter(site=site).with_words() for name in _names(row)}
    return Desk(index, site, user, batch, now, series, categories)


def _names(row: Named) -> list[str]:
    return [" ".join(word.text.split()) for word in row.words_in_all("name")]


def make_draft(desk: Desk, file: UploadedFile) -> BulletinDocument:
    """What became of a file: a draft with its report, or why there is none."""
    name = PurePath(file.name or "").name[:255]
    record = BulletinDocument(site=desk.site, user=desk.user, batch=desk.batch, name=name)
    stream: Any = file
    try:
        document = read_document(stream, name, file.size or 0)
        facts = facts_of(document.parts, desk.series, desk.categories)
        parts, bold = with_headings(facts.rest)
        shelf = PictureShelf(mission_of_site(desk.site), desk.user, facts.title or PurePath(name).stem)
        with whole_or_nothing(shelf):
            room = Room(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS - FIELDS_OF_PAGE, settings.BULLETIN_FILE_LETTERS)
            body = body_of(replace(document, parts=parts), shelf, room)
            dropped = document.dropped + body.dropped
            dropped["bold_headings"] += bold
            page, told = _saved_page(desk, facts, document.title, name, body.raw)
            record.page = page
            record.report = {"kept": dict(+body.kept), "dropped": dict(+dropped), "told": told}
            record.save()
    except TooMuch:
        return _refused(record, str(too_long()))
    except DocumentRefused as refused:
        return _refused(record, str(refused))
    except OSError:
        logger.exception("A draft could not be kept")
        return _refused(record, _("The draft could not be kept: the site cannot write its files now. Try again later."))
    return record


def _refused(record: BulletinDocument, sentence: str) -> BulletinDocument:
    record.page, record.report, record.refusal = None, {}, sentence
    record.pk = None
    record.save()
    return record


def _saved_page(
    desk: Desk, facts: Facts, property_title: str, name: str, raw: list[dict[str, Any]]
) -> tuple[BulletinPage, list[list[Any]]]:
    """The draft, and what there is to tell of its facts, as codes with their values."""
    series = desk.series.get(facts.series or "")
    category = desk.categories.get(facts.category or "")
    parent = NewsIndexPage.objects.get(pk=desk.index.pk)  # whose number of children is the present one
    title, told = _title(facts, series, property_title, name)
    page = BulletinPage(
        title=title,
        slug=free_slug(parent, title),
        locale=parent.locale,
        owner=desk.user,
        live=False,
        series=series,
        number=facts.number if series else None,
        date=facts.date or local_now(mission_of_site(desk.site), desk.now).date(),
        category=category,
        author=Author.objects.filter(site=desk.site, user=desk.user).first(),
        body=raw,
    )
    parent.add_child(instance=page)
    told += _tell_number(page, facts)
    page.save_revision(user=desk.user)
    told.append(["date", str(facts.date)] if facts.date else ["no_date"])
    told.append(["category", str(category)] if category else ["no_category"])
    return page, told


def _title(facts: Facts, series: Series | None, property_title: str, name: str) -> tuple[str, list[list[Any]]]:
    if facts.title:
        return facts.title, [["title_of_heading"]] if facts.is_of_heading else []
    if series and facts.number:
        return str(series.issue(facts.number)), [["title_of_issue"]]
    if property_title:
        return property_title[:255], [["title_of_properties"]]
    return PurePath(name).stem[:255] or _("Bulletin"), [["title_of_name"]]


def _tell_number(page: BulletinPage, facts: Facts) -> list[list[Any]]:
    """What became of the number of a saved page: one that another bulletin has was dropped, and it is said whose."""
    series = page.series
    if series is None:
        return [["number_without_series", facts.number]] if facts.number else []
    if facts.number is None:
        return [["series_without_number", str(series)]]
    issue = str(series.issue(facts.number))
    if page.number:
        return [["issue", issue]]
    holder = BulletinPage.objects.holder(series.pk, facts.number, page.translation_key)
    return [["number_taken", issue, holder.pk, holder.get_admin_display_title()]] if holder else []


def free_slug(parent: NewsIndexPage, title: str) -> str:
    """The title as an address that no page beside it has."""
    base = slugify(anyascii(title))[:SLUG_LENGTH].strip("-") or "bulletin"
    if is_reserved(base):
        base = f"bulletin-{base}"
    taken = set(Page.objects.child_of(parent).filter(slug__startswith=base).values_list("slug", flat=True))
    number, slug = 1, base
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug
