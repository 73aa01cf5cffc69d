"""Addresses of lists that were public once keep answering after their slug has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from wagtail.contrib.redirects.models import Redirect

from core.languages import home_path

if TYPE_CHECKING:
    from news.models.taxonomy import Named

BELOW = ("", "feed.rss", "feed.atom")


def keep_addresses(thing: Named, old_slug: str) -> None:
    """Leads every address of the list of ``thing`` under its old slug to the one under the new, in every language."""
    kind = type(thing)._meta.model_name
    for code, _name in settings.LANGUAGES:
        news = f"{home_path(code)}news/"
        for part in BELOW:
            _lead(thing, f"{news}{kind}/{old_slug}/{part}", f"{news}{kind}/{thing.slug}/{part}")
        if kind == "category":
            _lead(thing, f"{news}?category={old_slug}", f"{news}?category={thing.slug}")


def _lead(thing: Named, old: str, new: str) -> None:
    Redirect.objects.update_or_create(
        old_path=Redirect.normalise_path(old),
        site=thing.site,
        defaults={"redirect_link": new, "redirect_page": None, "is_permanent": True, "automatically_created": True},
    )
