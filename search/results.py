"""What the search page shows of each thing found. One function builds it, in a number of queries that does not grow
with the number of results.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.search.models import IndexEntry

from core.missions import mission_of
from core.models import BasePage
from core.texts import END_OF_TEXT, shortened
from events.models import EventPage
from music.models import AudioSample
from news.models import BulletinPage
from search.excerpts import LENGTH, Piece, excerpt, pieces
from search.matching import Hit
from search.moments import moment_of
from search.sources import KINDS, kind_of

Key = tuple[type[Any], int]


@dataclass(frozen=True)
class Result:
    """One thing found. ``title`` and ``excerpt`` are pieces of plain text; ``lang`` marks a title in another language,
    ``excerpt_lang`` an excerpt.

    ``numeral`` repeats what a bulletin's or an event's text says; ``facts`` are short texts in a row.
    """

    kind: str
    title: list[Piece]
    lang: str
    url: str
    numeral: str
    date: date | None
    excerpt: list[Piece]
    facts: list[str]
    excerpt_lang: str = ""


@dataclass(frozen=True)
class Facet:
    """A way to narrow the list."""

    label: str
    count: int
    url: str
    current: bool


def facets_of(hits: list[Hit], question: str, chosen: str) -> list[Facet]:
    """All, then each kind that was found, in the order of ``KINDS``."""
    counts = Counter(kind_of(hit.model) for hit in hits)
    narrowed = [
        Facet(str(label), counts[kind], _address(question, kind), kind == chosen)
        for kind, label in KINDS.items()
        if counts[kind] or kind == chosen
    ]
    return [Facet(_("All"), len(hits), _address(question), not chosen), *narrowed]


def results_of(hits: list[Hit], words: tuple[str, ...], request: HttpRequest) -> list[Result]:
    """The things behind the hits, in their order; what vanished meanwhile is left out."""
    found = _load(hits)
    texts = _texts(hits)
    keys = [(hit.model, hit.pk) for hit in hits if (hit.model, hit.pk) in found]
    return [
        _sample(found[key], words, request)
        if key[0] is AudioSample
        else _page(found[key], texts.get(key, ""), words, request)
        for key in keys
    ]


def _address(question: str, kind: str = "") -> str:
    return "?" + urlencode({"q": question, **({"type": kind} if kind else {})})


def _load(hits: list[Hit]) -> dict[Key, Any]:
    """One query for each model, one for the words of recordings, and one for what is sung in them."""
    pks = defaultdict(list)
    for hit in hits:
        pks[hit.model].append(hit.pk)
    found: dict[Key, Any] = {}
    for model, keys in pks.items():
        rows = model._default_manager.filter(pk__in=keys)
        rows = rows.select_related("locale") if issubclass(model, BasePage) else rows.with_words().with_texts()
        found.update({(model, row.pk): row for row in rows})
    return found


def _text_column() -> str:
    """Where the index keeps plain text; on PostgreSQL the column of that name holds vectors."""
    try:
        return str(IndexEntry._meta.get_field("body_text").name)
    except FieldDoesNotExist:
        return "body"


def _texts(hits: list[Hit]) -> dict[Key, str]:
    """The indexed text of what was found: reading the bodies of pages again would cost queries for each."""
    types = {hit.model: ContentType.objects.get_for_model(hit.model).pk for hit in hits}
    models = {pk: model for model, pk in types.items()}
    wanted = Q(pk__in=[])
    for hit in hits:
        wanted |= Q(content_type=types[hit.model], object_id=str(hit.pk))
    rows = IndexEntry.objects.filter(wanted).values_list("content_type", "object_id", _text_column())
    return {(models[kind], int(pk)): text or "" for kind, pk, text in rows}


def _page(page: BasePage, text: str, words: tuple[str, ...], request: HttpRequest) -> Result:
    said = text.partition(END_OF_TEXT)[0]
    return Result(
        kind=str(page.search_kind),
        title=pieces(page.title, words),
        lang="",
        url=page.get_url(request) or "",
        numeral=_numeral(page),
        date=page.search_date,
        excerpt=excerpt(said, words) or _beginning(page.search_excerpt() or said),
        facts=[],
    )


def _numeral(page: BasePage) -> str:
    match page:
        case BulletinPage(number=int() as number):
            return str(number)
        case EventPage():
            return str(page.start_date.day)
    return ""


def _sample(sample: AudioSample, words: tuple[str, ...], request: HttpRequest) -> Result:
    main, language = mission_of(request).main_language, get_language()
    label = sample.word("label", main=main).text
    # The index holds the words of all languages; a reader gets those of the page's own.
    said = [wording.text for name in ("translated_title", "credits") if not (wording := sample.word(name)).lang]
    about = ". ".join(text for text in said if text and text != sample.title)
    moment = moment_of(sample, words)
    heard_at = _("At %(time)s") % {"time": moment.time} if moment and moment.time else ""
    facts = (heard_at, sample.artist, str(sample.year or ""), sample.duration_text)
    return Result(
        kind=label or _("Music"),
        title=pieces(sample.title, words),
        lang="" if sample.title_language == language else sample.title_language,
        url=sample.get_absolute_url() + (moment.place if moment else ""),
        numeral="",
        date=None,
        excerpt=excerpt(moment.text, words) if moment else pieces(about, words),
        facts=[fact for fact in facts if fact],
        excerpt_lang=moment.lang if moment and moment.lang != language else "",
    )


def _beginning(text: str) -> list[Piece]:
    short = shortened(text, LENGTH)
    return [Piece(short, False)] if short else []
