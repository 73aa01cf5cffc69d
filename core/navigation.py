"""Menu and breadcrumbs from the page tree, each in a constant number of queries."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import get_language
from wagtail.models import Page, Site

from core.missions import current_site
from core.querysets import restricted


@dataclass(frozen=True)
class Link:
    """A menu item or crumb. ``current`` says that the page shown is it or lies below it."""

    title: str
    url: str
    current: bool


def home_root(request: HttpRequest) -> str | None:
    """The tree path of the home page of this host in the active language; None where there is none."""
    site = current_site(request)
    for root in Site.get_site_root_paths():
        if root.site_id == site.pk and root.language_code == get_language():
            return root.root_path
    return None


def _shown_path(request: HttpRequest) -> str:
    page = getattr(request, "shown_page", None)
    return page.url_path if page is not None else ""


def menu(request: HttpRequest) -> list[Link]:
    """The pages below home that are live, open to all and marked to show in menus."""
    root = home_root(request)
    if root is None:
        return []
    pages = Page.objects.filter(url_path__startswith=root, depth=root.count("/") + 1)
    pages = pages.live().filter(~restricted()).in_menu().order_by("path")
    shown = _shown_path(request)
    return [Link(page.title, page.get_url(request) or "", shown.startswith(page.url_path)) for page in pages]


def breadcrumbs(request: HttpRequest) -> list[Link]:
    """From home down to the page above the one shown; empty on the home page."""
    root = home_root(request)
    page = getattr(request, "shown_page", None)
    if root is None or page is None or page.url_path == root:
        return []
    above = page.get_ancestors().filter(url_path__startswith=root).live().order_by("path")
    crumbs = [Link(one.title, one.get_url(request) or "", False) for one in above]
    own = page.get_url(request) or ""
    if request.path != own:
        crumbs.append(Link(page.title, own, False))
    return crumbs
