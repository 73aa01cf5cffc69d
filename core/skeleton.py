"""The top of a site's page tree: its home pages and what lies just below them, in one query a request.

Menu, language switcher and index pages are all found in it.
"""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass

from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import get_language
from wagtail.models import Page, Site

from core.memory import remembered
from core.missions import current_site
from core.querysets import restricted


@dataclass(frozen=True)
class Skeleton:
    """Live pages that are open to all, in tree order, by the language of the home page above them."""

    roots: dict[str, str]
    pages: tuple[Page, ...]

    def language_of(self, page: Page) -> str | None:
        """The language of the home page at or above ``page``."""
        return self.language_at(page.url_path)

    def language_at(self, url_path: str) -> str | None:
        """The language of the home page at or above a tree path; None outside of the site."""
        return next((code for code, path in self.roots.items() if url_path.startswith(path)), None)

    def below_home(self, code: str | None) -> list[Page]:
        """The pages directly below the home page of a language; none where there is no such home page."""
        root = self.roots.get(code or "")
        return [page for page in self.pages if root and page.url_path != root and page.url_path.startswith(root)]

    def translations_of(self, page: Page) -> dict[str, Page] | None:
        """The page in each language that has it, by code; None when the page lies too deep to be seen from here."""
        found = [one for one in self.pages if one.translation_key == page.translation_key]
        if all(one.pk != page.pk for one in found):
            return None
        return {code: one for one in found if (code := self.language_of(one))}


def skeleton(request: HttpRequest) -> Skeleton:
    """The top of the tree of the site that was asked, read once a request."""
    known: Skeleton | None = getattr(request, "_skeleton", None)
    if known is None:
        site = current_site(request)
        top = remembered(("skeleton", site.pk), lambda: _read(site))
        # Pages note things on themselves while they are shown.
        known = Skeleton(top.roots, tuple(map(copy, top.pages)))
        request._skeleton = known  # type: ignore[attr-defined]  # a cache that lives as long as the request
    return known


def _read(site: Site) -> Skeleton:
    roots = {root.language_code: root.root_path for root in Site.get_site_root_paths() if root.site_id == site.pk}
    top = Q(pk__in=())
    for path in roots.values():
        depth = path.count("/")
        top |= Q(url_path__startswith=path, depth__in=(depth, depth + 1))
    pages = Page.objects.filter(top).live().filter(~restricted()).select_related("locale").order_by("path")
    return Skeleton(roots, tuple(pages))


def whole(page: Page) -> Page:
    """A page of the skeleton as its own type, with all its fields; each time a copy, on which things may be noted."""
    return copy(remembered(("page", page.pk), lambda: _specific(page)))


def _specific(page: Page) -> Page:
    specific: Page = page.specific
    specific.locale = page.locale
    return specific


def home_root(request: HttpRequest) -> str | None:
    """The tree path of the home page of this host in the active language; None where there is none."""
    return skeleton(request).roots.get(get_language() or "")
