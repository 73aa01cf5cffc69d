"""Finds the index page behind an address that is not itself a page (a month, a feed, a sample)."""

from typing import TypeVar

from django.http import Http404, HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.missions import current_site
from core.models.pages import BasePage

PageType = TypeVar("PageType", bound=BasePage)


def find_index(request: HttpRequest, model: type[PageType]) -> PageType | None:
    """The published page of that type on the request's site and language; None when there is none."""
    pages = model.objects.for_site(current_site(request)).for_language(get_language() or "").published()
    found: PageType | None = pages.select_related("locale").first()
    return found


def index_for(request: HttpRequest, model: type[PageType]) -> PageType:
    """As ``find_index``, but a 404 when there is none; remembers the page for menu and language switcher."""
    page = find_index(request, model)
    if page is None:
        request.shown_model = model  # type: ignore[attr-defined]  # the 404 page offers its languages
        raise Http404(_("This page does not exist in this language."))
    request.shown_page = page  # type: ignore[attr-defined]  # read by core.languages and core.navigation
    return page
