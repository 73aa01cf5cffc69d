"""Finds the index page behind an address that is not itself a page (a month, a feed, a sample)."""

from typing import Any, TypeVar

from django.http import Http404, HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.models.pages import BasePage
from core.skeleton import skeleton, whole

PageType = TypeVar("PageType", bound=BasePage)


def find_index(request: HttpRequest, model: type[PageType]) -> PageType | None:
    """The published page of that type below the home page in the active language; None when there is none.

    Costs no query beyond that of the top of the tree, which is remembered as the page itself is.
    """
    for page in skeleton(request).below_home(get_language()):
        if page.specific_class is model:
            found: Any = whole(page)
            return found if isinstance(found, model) else None
    return None


def index_for(request: HttpRequest, model: type[PageType]) -> PageType:
    """As ``find_index``, but a 404 when there is none; remembers the page for menu and language switcher."""
    page = find_index(request, model)
    if page is None:
        raise Http404(_("This page does not exist in this language."))
    request.shown_page = page  # type: ignore[attr-defined]  # read by core.languages and core.navigation
    return page
