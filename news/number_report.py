"""The report of the numbers of each series: how many there are, which are missing, which ones drafts hold."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.permission_policies import ModelPermissionPolicy

from core.dashboard import edit_address
from core.missions import mission_of_site
from core.spreadsheets import csv_file
from news.gaps import Gap, gaps
from news.models import BulletinPage, Series, SeriesNumber

SEEING = ("add", "change", "delete", "view")


@dataclass(frozen=True)
class Draft:
    """A bulletin that is not published with the number that it holds; ``url`` is where it is edited."""

    number: int
    title: str
    url: str


@dataclass(frozen=True)
class Line:
    """One series. ``first`` and ``last`` are None where no number is taken."""

    name: str
    mission: str
    count: int
    first: int | None
    last: int | None
    gaps: list[Gap]
    drafts: list[Draft]

    @property
    def missing(self) -> int:
        return sum(gap.length for gap in self.gaps)

    @property
    def shown_gaps(self) -> list[Gap]:
        return self.gaps[: settings.SERIES_REPORT_SHOWN]

    @property
    def more_gaps(self) -> int:
        return len(self.gaps) - len(self.shown_gaps)

    @property
    def shown_drafts(self) -> list[Draft]:
        return self.drafts[: settings.SERIES_REPORT_SHOWN]

    @property
    def more_drafts(self) -> int:
        return len(self.drafts) - len(self.shown_drafts)


def may_see(user: Any) -> bool:
    return bool(ModelPermissionPolicy(Series).user_has_any_permission(user, SEEING))


def lines(user: Any) -> list[Line]:
    """A line for each series of the user's missions; the same number of queries whatever their number."""
    series = list(Series.objects.for_user(user).with_words().select_related("site").order_by("site", "slug"))
    own = SeriesNumber.objects.filter(series__in=series)
    held: dict[int, list[int]] = defaultdict(list)
    for key, number in own.order_by("number").values_list("series", "number"):
        held[key].append(number)
    drafts = _drafts(own)
    names = {site.pk: mission_of_site(site) for site in {one.site for one in series}}
    return [
        Line(
            name=one.word("name", main=names[one.site_id].main_language).text,
            mission=str(names[one.site_id].mission_name) if len(names) > 1 else "",
            count=len(held[one.pk]),
            first=held[one.pk][0] if held[one.pk] else None,
            last=held[one.pk][-1] if held[one.pk] else None,
            gaps=gaps(held[one.pk]),
            drafts=drafts.get(one.pk, []),
        )
        for one in series
    ]


def _drafts(own: Any) -> dict[int, list[Draft]]:
    """By series, the bulletins that hold a number with which none of their pages is published."""
    live = BulletinPage.objects.live().filter(
        translation_key=OuterRef("translation_key"), series=OuterRef("series"), number=OuterRef("number")
    )
    waiting = own.filter(~Exists(live))
    pages = BulletinPage.objects.filter(translation_key__in=waiting.values("translation_key")).defer("body")
    # Of several languages the oldest page.
    titles = {page.translation_key: page for page in pages.order_by("-pk")}
    found: dict[int, list[Draft]] = defaultdict(list)
    for series, number, key in waiting.order_by("number").values_list("series", "number", "translation_key"):
        if key in titles:
            page = titles[key]
            found[series].append(Draft(number, page.get_admin_display_title(), edit_address(page)))
    return found


@require_safe
def numbers(request: HttpRequest) -> HttpResponse:
    """The report; ``?export=csv`` gives it as a file."""
    if not may_see(request.user):
        raise PermissionDenied
    found = lines(request.user)
    if request.GET.get("export") == "csv":
        return csv_file("series-numbers.csv", [_headings(), *(_row(line) for line in found)])
    return render(request, "news/admin/numbers.html", {"lines": found, "several": any(line.mission for line in found)})


def _headings() -> tuple[str, ...]:
    return (_("Series"), _("Mission"), _("Numbers taken"), _("First"), _("Last"), _("Missing"), _("Held by drafts"))


def _row(line: Line) -> tuple[Any, ...]:
    missing, drafts = ", ".join(map(str, line.gaps)), ", ".join(str(draft.number) for draft in line.drafts)
    return line.name, line.mission, line.count, line.first or "", line.last or "", missing, drafts
