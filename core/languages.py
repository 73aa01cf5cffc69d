"""The same page in the other languages: for the switcher, hreflang and the 404 page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import get_script_prefix
from django.utils.translation import get_language
from wagtail.models import Page, Site

from core.missions import current_site, languages_of
from core.models.pages import BasePage
from core.querysets import restricted


@dataclass(frozen=True)
class Alternative:
    """One language of the switcher; ``url`` is None where the page does not exist in it."""

    code: str
    name: str
    url: str | None
    current: bool


def own_name(code: str) -> str:
    """The language's name in itself."""
    return str(dict(settings.LANGUAGES).get(code, code))


def home_path(code: str) -> str:
    """Address of the home page in a language: the main language of the install has no prefix."""
    root = get_script_prefix()
    return root if code == settings.LANGUAGE_CODE else f"{root}{code}/"


def _bare_path(path: str) -> str:
    """``path`` without the prefix of the active language."""
    return path.removeprefix(home_path(get_language() or settings.LANGUAGE_CODE))


def _page_urls(request: HttpRequest, page: BasePage) -> dict[str, str]:
    """Addresses by language of the translations of ``page``, with what stands in the address behind the page."""
    own = page.get_url(request) or ""
    behind = request.path.removeprefix(own) if request.path.startswith(own) else ""
    urls = {}
    translations = type(page).objects.for_site(current_site(request)).published()
    for other in translations.filter(translation_key=page.translation_key).select_related("locale"):
        url = other.get_url(request)
        if url:
            urls[other.locale.language_code] = url + behind
    return urls


def alternatives(request: HttpRequest) -> list[Alternative]:
    """One entry for each language the site has, in the order of LANGUAGES."""
    page: Any = getattr(request, "shown_page", None)
    codes = languages_of(current_site(request))
    active = get_language() or settings.LANGUAGE_CODE
    if page is not None:
        urls = _page_urls(request, page)
    else:
        bare = _bare_path(request.path)
        urls = {code: home_path(code) + bare for code in codes}
    return [Alternative(code, own_name(code), urls.get(code), code == active) for code in codes]


def elsewhere(request: HttpRequest) -> list[Alternative]:
    """For a 404: the other languages in which the page at this address exists, with its address there."""
    roots = [root for root in Site.get_site_root_paths() if root.site_id == current_site(request).pk]
    bare = _bare_path(request.path).strip("/")
    paths = [f"{root.root_path}{bare}/" if bare else root.root_path for root in roots]
    keys = Page.objects.filter(url_path__in=paths).live().filter(~restricted()).values("translation_key")
    active = get_language()
    translations = Page.objects.filter(translation_key__in=keys).live().filter(~restricted()).select_related("locale")
    urls = {page.locale.language_code: page.get_url(request) for page in translations}
    return [
        Alternative(code, own_name(code), urls[code], False)
        for code, _name in settings.LANGUAGES
        if code != active and urls.get(code)
    ]
