"""The words that public lists of pages are made of."""

from __future__ import annotations

from typing import Any, Self

from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Length, Substr
from wagtail.models import PageManager, PageViewRestriction, Site
from wagtail.query import PageQuerySet

from core.memory import is_settled, remembered


def is_all_open() -> bool:
    """Whether no page of the install is under a view restriction, as far as this process remembers.

    False in a transaction that has changed something: then the database itself is to be asked.
    """
    return is_settled() and not remembered("restrictions", lambda: PageViewRestriction.objects.exists())


def restricted() -> Any:
    """Condition on a page queryset: the page or one above it is under a view restriction.

    Part of the same query, where ``PageQuerySet.public`` asks for the restrictions first, each time; and no part of it
    where no page is restricted at all.
    """
    if is_all_open():
        return Q(pk__in=())
    above = PageViewRestriction.objects.annotate(length=Length("page__path"))
    length: Any = F("length")  # the stubs do not know that a length may be a column
    return Exists(above.filter(page__path=Substr(OuterRef("path"), 1, length)))


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
