"""Which other bulletins are shown below one: those that the editor chose, then those that have the most in common."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.db.models import Count, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest

from core.languages import page_address
from core.missions import mission_of
from core.skeleton import skeleton
from core.words import Wording
from news.models.links import BulletinTag, RelatedBulletin

if TYPE_CHECKING:
    from news.models import BulletinPage, Series

# Of each kind that a bulletin may have something in common with, so many times more than are shown are looked at.
LOOKED_AT = 4
COLUMNS = ("pk", "translation_key", "title", "url_path", "number", "date", "series", "category", "shared_tags")


@dataclass(frozen=True)
class Candidate:
    """A bulletin that may be shown, with its keys and the number of tags that both have."""

    pk: int
    translation_key: UUID
    title: str
    url_path: str
    number: int | None
    date: date
    series: int | None
    category: int | None
    shared_tags: int


@dataclass(frozen=True)
class Related:
    """What is shown of a related bulletin, as the component of an issue wants it."""

    title: str
    url: str
    issue: Wording
    number: int | None
    date: date


def ranked(
    candidates: Iterable[Candidate], chosen: list[UUID], series: int | None, category: int | None, most: int
) -> list[Candidate]:
    """The first ``most``, each once: the chosen in their order, then by what they have in common with a bulletin of
    ``series`` and ``category`` (each of both counts one, and so does every tag), the newest of equals first.
    """
    places = {key: place for place, key in reversed(list(enumerate(chosen)))}

    def order(one: Candidate) -> tuple[int, ...]:
        in_common = (one.series == series is not None) + (one.category == category is not None) + one.shared_tags
        return places.get(one.translation_key, len(chosen)), -in_common, -one.date.toordinal(), -one.pk

    return sorted(set(candidates), key=order)[:most]


def chosen_keys(page: BulletinPage, *, is_preview: bool) -> list[UUID]:
    """The translation keys of what an editor chose, in order; in a preview as it stands in the form."""
    if is_preview and page.is_source():
        return [row.bulletin.translation_key for row in page.chosen_related.all() if row.bulletin]
    rows: Any = RelatedBulletin.objects.filter(page__translation_key=page.translation_key)
    return list(rows.order_by("sort_order", "pk").values_list("bulletin__translation_key", flat=True))


def candidates(page: BulletinPage, root: str, chosen: list[UUID], most: int) -> set[Candidate]:
    """The published bulletins below the tree path ``root`` that are worth ranking, in one query: all that were chosen,
    and the newest with the same series, category or tags.
    """
    model = type(page)
    others = model.objects.filter(url_path__startswith=root).published().exclude(translation_key=page.translation_key)
    newest = others.order_by("-date", "-pk")
    near = [newest.filter(**{name: key}) for name in ("series", "category") if (key := getattr(page, f"{name}_id"))]
    tags = [tag.pk for tag in page.tags.all()]
    if tags:
        tagged = newest.filter(tagged_items__tag__in=tags).annotate(found=Count("tagged_items"))
        near.append(tagged.order_by("-found", "-date", "-pk"))
    # A part for each way to be found: a condition with OR would make the database look at every bulletin.
    parts = [others.filter(translation_key__in=chosen)] if chosen else []
    parts += [model.objects.filter(pk__in=found.values("pk")[: LOOKED_AT * most]) for found in near]
    shared = BulletinTag.objects.filter(content_object=OuterRef("pk"), tag__in=tags).order_by()
    count = Coalesce(Subquery(shared.values("content_object").annotate(count=Count("pk")).values("count")), Value(0))
    rows = [part.order_by().annotate(shared_tags=count).values_list(*COLUMNS) for part in parts]
    return {Candidate(*row) for row in rows[0].union(*rows[1:])} if rows else set()


def related(page: BulletinPage, request: HttpRequest) -> list[Candidate]:
    """What is shown below ``page``: at most RELATED_SHOWN, in its language; two queries."""
    most, root = settings.RELATED_SHOWN, skeleton(request).roots.get(page.locale.language_code)
    if not (most and root):
        return []
    chosen = chosen_keys(page, is_preview=getattr(request, "is_preview", False))
    return ranked(candidates(page, root, chosen, most), chosen, page.series_id, page.category_id, most)


def shown(found: list[Candidate], series: Mapping[int, Series], request: HttpRequest) -> list[Related]:
    """The same as a template shows it; ``series`` are those of all, with their words, by primary key."""
    top, main = skeleton(request), mission_of(request).main_language
    return [
        Related(
            one.title,
            page_address(top, one.url_path),
            series[one.series].issue(one.number, main) if one.series and one.series in series else Wording("", ""),
            one.number,
            one.date,
        )
        for one in found
    ]
