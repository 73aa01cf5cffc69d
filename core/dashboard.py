"""What panels of the dashboard are made of, and the desk they stand on: one editor, a moment, the editor's missions.

Panels live in the app whose content they tell of; home puts them together. Each asks a constant number of queries.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component
from wagtail.models import Page, Site
from wagtail.permissions import policy_registry

from core.branding import own_mission
from core.dates import moment_words
from core.languages import own_name
from core.missions import languages_of, local_now, site_id_of, sites_for
from core.models import MissionSettings


@dataclass(frozen=True)
class Row:
    """One line of a panel. ``facts`` stand under the title; ``mark`` is a word before them, in the colour of errors if
    ``urgent``. ``url`` is "" where there is nothing to open; ``lang`` marks a title in another language.
    """

    title: str
    url: str = ""
    facts: tuple[str, ...] = ()
    mark: str = ""
    urgent: bool = False
    lang: str = ""


@dataclass(frozen=True)
class Part:
    """A run of rows under a heading of its own; "" for the only one of a panel. ``more`` counts what is not shown."""

    rows: list[Row]
    heading: str = ""
    more: str = ""


@dataclass(frozen=True)
class Figure:
    """A number with the words that say what it counts."""

    number: int
    label: str


@dataclass(frozen=True)
class Chart:
    """A number for each of some months, oldest first, drawn as bars beside the numbers themselves."""

    caption: str
    bars: list[tuple[str, int]]

    @property
    def rows(self) -> list[tuple[str, int, int]]:
        """Words, number and the length of the bar in percent of the longest."""
        most = max((number for _words, number in self.bars), default=0) or 1
        return [(words, number, round(100 * number / most)) for words, number in self.bars]


@dataclass
class Content:
    """What a panel shows. ``count`` stands large before the heading, None for no number; ``empty`` is said where
    neither a row nor a figure is; ``link`` is a pair of words and address.
    """

    heading: str
    empty: str
    count: int | None = None
    parts: list[Part] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    chart: Chart | None = None
    link: tuple[str, str] | None = None

    @property
    def is_empty(self) -> bool:
        return not self.figures and not any(part.rows for part in self.parts)


class Desk:
    """An editor at a moment. Everything is narrowed to the editor's missions, for superusers to all."""

    def __init__(self, request: HttpRequest, now: datetime) -> None:
        self.request, self.now = request, now
        self.user: Any = request.user

    @cached_property
    def sites(self) -> list[Site]:
        return list(sites_for(self.user).order_by("-is_default_site", "pk"))

    @cached_property
    def missions(self) -> dict[int, MissionSettings]:
        """The settings of the editor's missions by the id of their site."""
        known = {mission.site_id: mission for mission in MissionSettings.base_queryset().filter(site__in=self.sites)}
        return {site.pk: known.get(site.pk) or MissionSettings.for_site(site) for site in self.sites}

    @cached_property
    def mission(self) -> MissionSettings | None:
        """The one mission whose name stands over the dashboard and whose pages the quick actions make."""
        return own_mission(self.request)

    def pages(self, pages: Any) -> Any:
        """Those of ``pages`` that lie in a mission of the editor and that the editor may change."""
        policy = policy_registry.get_by_type(Page)
        allowed = policy.instances_user_has_permission_for(self.user, "change")
        return self.inside(pages).filter(pk__in=allowed.values("pk"))

    def inside(self, pages: Any) -> Any:
        """Those of ``pages`` that lie in the tree of a mission of the editor."""
        ids = {site.pk for site in self.sites}
        within = Q(pk__in=())
        for root in Site.get_site_root_paths():
            if root.site_id in ids:
                within |= Q(url_path__startswith=root.root_path)
        return pages.filter(within)

    def mission_of(self, page: Page) -> MissionSettings:
        return self.missions[site_id_of(page) or 0]

    def whose(self, mission: MissionSettings) -> tuple[str, ...]:
        """The mission's name as a fact of a row; nothing for an editor of one mission."""
        return (str(mission),) if len(self.sites) > 1 else ()

    def tongue(self, page: Page) -> tuple[str, ...]:
        """The page's language as a fact of a row; nothing in a mission with one language."""
        code = page.locale.language_code
        return (own_name(code),) if len(languages_of(self.mission_of(page).site)) > 1 else ()

    def told_once(self, pages: Iterable[Any], most: int) -> list[Any]:
        """The first ``most`` things, each in one language: that of its mission, or else the one that came first."""
        chosen: dict[Any, Any] = {}
        for page in pages:
            main = self.mission_of(page).main_language
            if page.translation_key not in chosen or page.locale.language_code == main:
                chosen[page.translation_key] = page
        return list(chosen.values())[:most]

    def on_the_clock(self, moment: datetime, mission: MissionSettings) -> str:
        """A moment on the mission's clock, and on the editor's too where that shows another time."""
        here, there = moment.astimezone(timezone.get_current_timezone()), local_now(mission, moment)
        words = moment_words(there, self.now)
        if here.utcoffset() == there.utcoffset():
            return words
        return _("%(mission)s in %(place)s (%(own)s on your clock)") % {
            "mission": words,
            "place": mission.place_line.text or _town(mission.time_zone),
            "own": f"{here:%H:%M}" if here.date() == there.date() else moment_words(here, self.now),
        }


def _town(zone: str) -> str:
    return zone.split("/")[-1].replace("_", " ")


class Panel(Component):
    """Base of all panels: subclasses say what is in them, and for whom they are at all."""

    template_name = "core/admin/dashboard_panel.html"
    name = ""
    order = 100

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def is_shown(self) -> bool:
        """Whether the editor may see the panel; asked before ``content``."""
        return True

    def content(self) -> Content:
        raise NotImplementedError

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"panel": self.content(), "name": self.name}


class PagesPanel(Panel):
    """Base of panels about pages: for who may change pages at all."""

    def is_shown(self) -> bool:
        return bool(policy_registry.get_by_type(Page).user_has_permission(self.desk.user, "change"))


def edit_address(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])
