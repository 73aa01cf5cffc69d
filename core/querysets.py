"""The words that public lists of pages are made of."""

from __future__ import annotations

from typing import Self

from django.db.models import Exists, F, OuterRef, Q
from wagtail.models import PageManager, PageViewRestriction, Site
from wagtail.query import PageQuerySet


def restricted() -> Exists:
    """Condition on a page queryset: the page or one above it is under a view restriction.

    Part of the same query, where ``PageQuerySet.public`` asks for the restrictions first, each time.
    """
    barring = PageViewRestriction.objects.annotate(inside=OuterRef("path"))
    return Exists(barring.filter(inside__startswith=F("page__path")))


class MissionPageQuerySet(PageQuerySet):
    """Pages of one mission and one language that strangers may read."""

    def for_site(self, site: Site) -> Self:
        """Pages in the site's tree, all languages. Costs no query when the site paths are cached."""
        roots = [root.root_path for root in Site.get_site_root_paths() if root.site_id == site.pk]
        if not roots:
            return self.none()
        inside = Q()
        for path in roots:
            inside |= Q(url_path__startswith=path)
        return self.filter(inside)

    def for_language(self, code: str) -> Self:
        return self.filter(locale__language_code=code)

    def published(self) -> Self:
        """Live and under no view restriction."""
        return self.live().filter(~restricted())


MissionPageManager = PageManager.from_queryset(MissionPageQuerySet)
