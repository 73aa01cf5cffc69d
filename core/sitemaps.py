"""What search engines are told of: the published pages of the mission that was asked, open to all, in every language.

Each entry names the same page in the other languages as the page's own head does.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import sitemap
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from wagtail.models import Page, Site

from core.languages import Alternative, own_name
from core.meta import alternates_of, default_of
from core.missions import absolute, current_site, languages_of, mission_of
from core.querysets import restricted
from core.safe_methods import require_safe


class MissionSitemap(Sitemap[Page]):
    """The pages of one mission: three queries for a sitemap of up to 50,000 pages."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def items(self) -> Any:
        return self._pages().order_by("path")

    def _pages(self) -> Any:
        site, inside = current_site(self.request), Q(pk__in=())
        for root in Site.get_site_root_paths():
            if root.site_id == site.pk:
                inside |= Q(url_path__startswith=root.root_path)
        return Page.objects.filter(inside).live().filter(~restricted())

    def lastmod(self, item: Page) -> datetime | None:
        changed: datetime | None = item.last_published_at or item.latest_revision_created_at
        return changed

    def _urls(self, page: Any, protocol: str, domain: str) -> list[dict[str, Any]]:
        """One entry a page, in the form that Django's template prints."""
        shown = list(self.paginator.page(page).object_list)
        urls = self._by_language({one.translation_key for one in shown})
        changed = [moment for one in shown if (moment := self.lastmod(one))]
        if changed:
            self.latest_lastmod = max(changed)
        return [self._entry(one, urls[one.translation_key]) for one in shown]

    def _by_language(self, keys: set[UUID]) -> dict[UUID, dict[str, str]]:
        found: dict[UUID, dict[str, str]] = defaultdict(dict)
        # All of them, as a condition on 50,000 keys is more than a database takes.
        for one in self._pages().select_related("locale").only("url_path", "translation_key", "locale", "path"):
            if one.translation_key in keys:
                found[one.translation_key][one.locale.language_code] = one.get_url(self.request) or ""
        return found

    def _entry(self, page: Page, urls: dict[str, str]) -> dict[str, Any]:
        codes = languages_of(current_site(self.request))
        known = alternates_of(
            self.request, [Alternative(code, own_name(code), urls.get(code), False) for code in codes]
        )
        default = default_of(known, mission_of(self.request).main_language)
        listed = [*known, ("x-default", default)] if known else []
        return {
            "item": page,
            "location": absolute(self.request, page.get_url(self.request) or ""),
            "lastmod": self.lastmod(page),
            "changefreq": None,
            "priority": "",
            "alternates": [{"location": url, "lang_code": code} for code, url in listed],
        }


@require_safe
def sitemap_xml(request: HttpRequest) -> HttpResponse:
    """The sitemap of the host's mission; ``?p=`` asks for the next 50,000 pages."""
    response: HttpResponse = sitemap(request, {"pages": MissionSitemap(request)})
    return response
