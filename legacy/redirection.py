"""Leads whoever comes with an address of the old site to where the page is now: once, for good, and nowhere else.

The page is looked up by what it is, so it is found wherever it was moved since.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from wagtail.models import Page, Site

from core.low_data import is_low, with_low
from core.missions import mission_of_site, site_id_of
from core.querysets import restricted
from core.shared_addresses import APART
from core.sharing import share
from core.sites import find_site
from legacy.models import OldAddress
from legacy.old_addresses import is_old_form, keys_of_request, language_prefix


class OldAddressMiddleware:
    """Before all that redirects: an address that cannot be ours is asked for at once, so that there is one hop and not
    one to https, one to a last slash and one to the page. Any other is asked for when nothing is there.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in {"GET", "HEAD"} or request.path_info.startswith(APART):
            return self.get_response(request)
        is_old = is_old_form(request.path_info, request.META.get("QUERY_STRING", ""))
        answer = _answer(request) if is_old else None
        if answer is not None:
            return answer
        response = self.get_response(request)
        if response.status_code == 404 and not is_old:
            return _answer(request) or response
        return response


def _answer(request: HttpRequest) -> HttpResponse | None:
    site = find_site(request)
    if site is None:
        return None
    prefix = language_prefix(request.path_info)
    address = _address(site, keys_of_request(request.path_info, request.META.get("QUERY_STRING", "")))
    if address is None and prefix:
        rest = request.path_info[len(prefix) :]
        address = _address(site, keys_of_request(rest, request.META.get("QUERY_STRING", "")))
    page = _page(site, address, prefix.strip("/").lower()) if address else None
    parts = page.get_url_parts() if page else None
    if not parts or not parts[2]:
        return None
    _site_id, root, path = parts
    share(request, *request.GET)
    return HttpResponsePermanentRedirect(root + (with_low(path) if is_low(request) else path))


def _address(site: Site, keys: tuple[str, ...]) -> OldAddress | None:
    if not keys:
        return None
    found = {row.key: row for row in OldAddress.objects.filter(site=site, key__in=keys)}
    return next((found[key] for key in keys if key in found), None)


def _page(site: Site, address: OldAddress, wanted: str) -> Page | None:
    """The published page, in the language of the address, else of the old page, else of the mission."""
    pages = Page.objects.filter(translation_key=address.translation_key).live().filter(~restricted())
    own = [page for page in pages.select_related("locale").order_by("pk") if site_id_of(page) == site.pk]
    by_language = {page.locale.language_code: page for page in reversed(own)}
    codes = (
        wanted if wanted in dict(settings.LANGUAGES) else "",
        address.language,
        mission_of_site(site).main_language,
    )
    return next((by_language[code] for code in codes if code in by_language), own[0] if own else None)
