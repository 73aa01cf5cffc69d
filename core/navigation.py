"""Menu and breadcrumbs from the page tree, each in a constant number of queries."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import get_language

from core.skeleton import home_root, skeleton


@dataclass(frozen=True)
class Link:
    """A menu item or crumb. ``current`` says that the page shown is it or lies below it."""

    title: str
    url: str
    current: bool


def _shown_path(request: HttpRequest) -> str:
    page = getattr(request, "shown_page", None)
    return page.url_path if page is not None else ""


def menu(request: HttpRequest) -> list[Link]:
    """The pages below home that are live, open to all and marked to show in menus."""
    shown = _shown_path(request)
    return [
        Link(page.title, page.get_url(request) or "", shown.startswith(page.url_path))
        for page in skeleton(request).below_home(get_language())
        if page.show_in_menus
    ]


def breadcrumbs(request: HttpRequest) -> list[Link]:
    """From home down to the page above the one shown; empty on the home page."""
    root = home_root(request)
    page = getattr(request, "shown_page", None)
    if root is None or page is None or page.url_path == root:
        return []
    above = [one for one in skeleton(request).pages if page.path.startswith(one.path) and one.path != page.path]
    if page.depth - (above[0].depth if above else 0) != len(above):
        # Deeper than the skeleton reaches, or something above is not open to all.
        above = page.get_ancestors().filter(url_path__startswith=root).live().order_by("path")
    crumbs = [Link(one.title, one.get_url(request) or "", False) for one in above]
    own = page.get_url(request) or ""
    if request.path != own:
        crumbs.append(Link(page.title, own, False))
    return crumbs
