"""The same page in the other languages: for the switcher, hreflang and the 404 page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import get_script_prefix
from django.utils.translation import get_language
from wagtail.models import Page

from core.missions import current_site, languages_of
from core.models.pages import BasePage
from core.querysets import restricted
from core.skeleton import Skeleton, skeleton


@dataclass(frozen=True)
class Alternative:
    """One language of the switcher; ``url`` is None where the page does not exist in it. ``home`` leads on then."""

    code: str
    name: str
    url: str | None
    current: bool
    home: str = ""


def own_name(code: str) -> str:
    """The language's name in itself."""
    return str(dict(settings.LANGUAGES).get(code, code))


def home_path(code: str) -> str:
    """Address of the home page in a language: the main language of the install has no prefix."""
    root = get_script_prefix()
    return root if code == settings.LANGUAGE_CODE else f"{root}{code}/"


def page_address(top: Skeleton, url_path: str) -> str:
    """Address of the page at a tree path of the site, as ``Page.get_url`` has it; "" outside of the site."""
    code = top.language_at(url_path)
    return home_path(code) + url_path.removeprefix(top.roots[code]) if code else ""


def _bare_path(path: str) -> str:
    """``path`` without the prefix of the active language."""
    return path.removeprefix(home_path(get_language() or settings.LANGUAGE_CODE))


def _page_urls(request: HttpRequest, page: BasePage) -> dict[str, str]:
    """Addresses by language of the translations of ``page``, with what stands in the address behind the page.

    A view that shows something below the page which its translations need not have says ``is_aside``.
    """
    own = page.get_url(request) or ""
    is_below = request.path.startswith(own) and not getattr(request, "is_aside", False)
    behind = request.path.removeprefix(own) if is_below else ""
    top = skeleton(request)
    pages = top.translations_of(page)
    if pages is not None:
        paths = [other.url_path for other in pages.values()]
    else:
        found = Page.objects.filter(translation_key=page.translation_key).live().filter(~restricted())
        paths = list(found.order_by().values_list("url_path", flat=True))
    return {code: page_address(top, path) + behind for path in paths if (code := top.language_at(path))}


def alternatives(request: HttpRequest) -> list[Alternative]:
    """One entry for each language the site has, in the order of LANGUAGES."""
    known: list[Alternative] | None = getattr(request, "_alternatives", None)
    return _alternatives(request) if known is None else known


def bring_alternatives(request: HttpRequest) -> None:
    """Finds them before a template asks, once it is known which page is shown."""
    request._alternatives = _alternatives(request)  # type: ignore[attr-defined]  # lives as long as the request


def _alternatives(request: HttpRequest) -> list[Alternative]:
    page: Any = getattr(request, "shown_page", None)
    codes = languages_of(current_site(request))
    active = get_language() or settings.LANGUAGE_CODE
    if page is not None:
        urls = _page_urls(request, page)
    elif getattr(request, "is_nowhere", False):
        urls = {}
    else:
        bare = _bare_path(request.path)
        urls = {code: home_path(code) + bare for code in codes}
    kept = getattr(request, "kept_query", "")
    return [
        Alternative(
            code,
            own_name(code),
            f"{urls[code]}?{kept}" if kept and urls.get(code) else urls.get(code),
            code == active,
            home_path(code),
        )
        for code in codes
    ]


def elsewhere(request: HttpRequest) -> list[Alternative]:
    """For a 404: the other languages in which the page at this address exists, with its address there."""
    top = skeleton(request)
    bare = _bare_path(request.path).strip("/")
    paths = [f"{root}{bare}/" if bare else root for root in top.roots.values()]
    keys = Page.objects.filter(url_path__in=paths).live().filter(~restricted()).values("translation_key")
    translations = Page.objects.filter(translation_key__in=keys).live().filter(~restricted())
    urls = {top.language_of(page): page.get_url(request) for page in translations}
    if not urls:
        urls = _below_an_index(request, bare)
    active = get_language()
    return [
        Alternative(code, own_name(code), urls[code], False)
        for code, _name in settings.LANGUAGES
        if code != active and urls.get(code)
    ]


def _below_an_index(request: HttpRequest, bare: str) -> dict[str | None, str | None]:
    """Addresses below an index page that are not pages: the same behind the index pages of the other languages."""
    top = skeleton(request)
    head, _slash, behind = bare.partition("/")
    if top.roots.get(get_language() or "") is None or not behind:
        return {}
    if any(page.slug == head for page in top.below_home(get_language())):
        return {}
    found = {code: page for code in top.roots for page in top.below_home(code) if page.slug == head}
    indexes = {code: page for code, page in found.items() if getattr(page.specific_class, "fixed_slug", "")}
    return {code: f"{page.get_url(request)}{behind}/" for code, page in indexes.items()}
