"""What readers are told of the corrections of bulletins: one object for page, list, feed and search engines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone

from core.missions import mission_of, zone_of
from core.structured import Thing
from news.models.versions import BulletinVersion

if TYPE_CHECKING:
    from news.models.bulletins import BulletinPage


@dataclass(frozen=True)
class Correction:
    """One correction. ``moment`` is on the mission's clock, ``url`` and ``compare_url`` are "" for a withdrawn text."""

    number: int
    moment: datetime
    changed: str
    why: str
    url: str
    compare_url: str
    withdrawn_why: str

    @property
    def note(self) -> str:
        return f"{self.changed} {self.why}"


def corrections_of(page: BulletinPage, request: HttpRequest) -> list[Correction]:
    """The corrections of a bulletin, newest first; no query for one that was never corrected."""
    return corrections_by_page([page], request)[page.pk]


def corrections_by_page(pages: Iterable[BulletinPage], request: HttpRequest) -> dict[int, list[Correction]]:
    """The corrections of many bulletins by primary key, newest first, in one query; absent: none."""
    found: dict[int, list[Correction]] = defaultdict(list)
    corrected: dict[int, list[BulletinPage]] = defaultdict(list)
    for page in pages:
        if page.corrected_at:
            corrected[page.alias_of_id or page.pk].append(page)
    rows = BulletinVersion.objects.filter(page__in=corrected).newest_first().defer("body") if corrected else ()
    for row in rows:
        for page in corrected[row.page_id]:
            found[page.pk].append(correction_of(row, page, request))
    return found


def correction_of(row: BulletinVersion, page: BulletinPage, request: HttpRequest) -> Correction:
    url = "" if row.is_withdrawn else version_url(page.get_url(request) or "", row.number)
    return Correction(
        number=row.number,
        moment=timezone.localtime(row.corrected_at, zone_of(mission_of(request))),
        changed=row.changed,
        why=row.why,
        url=url,
        compare_url=f"{url}compare/" if url else "",
        withdrawn_why=row.withdrawn_why if row.is_withdrawn else "",
    )


def version_url(page_url: str, number: int) -> str:
    return f"{page_url}versions/{number}/"


def earlier_paths(page: BulletinPage) -> list[str]:
    """The addresses below a bulletin at which its earlier texts stand."""
    numbers = BulletinVersion.objects.of(page).values_list("number", flat=True) if page.corrected_at else ()
    starts = [version_url("/", number) for number in numbers]
    return [path for start in starts for path in (start, f"{start}compare/")]


def comments(corrections: Iterable[Correction]) -> list[Thing]:
    """The corrections in the words of schema.org."""
    return [
        {
            "@type": "CorrectionComment",
            "text": correction.note,
            "datePublished": correction.moment.isoformat(timespec="seconds"),
        }
        for correction in corrections
    ]


def feed_note(corrections: list[Correction]) -> str:
    """The newest correction as the first words of a feed's entry."""
    context: dict[str, Any] = {"correction": corrections[0] if corrections else None}
    return render_to_string("news/feed_correction.html", context).strip()
