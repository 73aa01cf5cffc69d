"""One way of paging for every public list."""

from typing import Any

from django.core.paginator import InvalidPage, Page, Paginator
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _


def paginate(request: HttpRequest, items: Any, per_page: int, count: int | None = None) -> Page[Any]:
    """The page of ``items`` that ``?page=`` asks for; a number that is none or too high is a 404.

    ``count`` is how many there are, where that is known: they are not counted again.
    """
    paginator: Paginator[Any] = Paginator(items, per_page)
    if count is not None:
        vars(paginator)["count"] = count
    try:
        found = paginator.page(request.GET.get("page", "1"))
    except InvalidPage as error:
        raise Http404(_("This list has no such page.")) from error
    request.list_number = found.number  # type: ignore[attr-defined]  # read by core.meta
    return found
