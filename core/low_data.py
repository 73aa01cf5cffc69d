"""The low-data version of a page: the same address with `?data=low`, the same words, at most some 30 KB.

Made of the finished page: without pictures, fonts, scripts and drawings, with the smallest recordings, and with links
that stay in the mode. No template knows of it but the footer, which links to it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from bs4 import BeautifulSoup, Tag
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from core.sharing import LOW_DATA

NAME, VALUE = LOW_DATA, "low"
# What belongs to scripts, or is drawn.
DROPPED = "script, .playing, .scheme, .programme-play, .player-share, .player-failed, .player-wave, .cover"
DROPPED_LINKS = "link[rel~=preload], link[rel~=icon], link[rel~=apple-touch-icon], link[rel~=manifest]"
# Browsers would ask for the usual icon.
NO_ICON = '<link rel="icon" href="data:,">'


class LowDataMiddleware:
    """Answers a page that was asked for with `?data=low` in its small version; everything else passes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not is_low(request) or request.path.startswith(reverse("wagtailadmin_home")):
            return response
        if response.has_header("Location"):
            response.headers["Location"] = with_low(response.headers["Location"])
        elif is_page(response):
            response.content = lightened(response.content.decode(), request.get_full_path()).encode()
            if response.has_header("Content-Length"):
                response.headers["Content-Length"] = str(len(response.content))
        return response


def is_low(request: HttpRequest) -> bool:
    return request.GET.get(NAME) == VALUE


def is_page(response: HttpResponse) -> bool:
    return not response.streaming and response.get("Content-Type", "").startswith("text/html")


def with_low(address: str) -> str:
    """The address in the mode. One that is no page of the site, or only a place on the page, stays as it is."""
    is_here = address.startswith("?") or (address.startswith("/") and not address.startswith("//"))
    if not is_here:
        return address
    parts = urlsplit(address)
    if "." in parts.path.rpartition("/")[2] or parts.path.startswith(("/media/", "/static/", "/admin/")):
        return address
    return urlunsplit(parts._replace(query=urlencode([*_others(parts.query), (NAME, VALUE)])))


def without_low(address: str) -> str:
    """The address of the full version."""
    parts = urlsplit(address)
    return urlunsplit(parts._replace(query=urlencode(_others(parts.query))))


def _others(query: str) -> list[tuple[str, str]]:
    return [(name, value) for name, value in parse_qsl(query, keep_blank_values=True) if name != NAME]


def lightened(html: str, address: str) -> str:
    """The page ``html``, whose own address with its query is ``address``, in its small version."""
    page = BeautifulSoup(html, "html.parser")
    for tag in page.select(f"{DROPPED}, {DROPPED_LINKS}"):
        tag.decompose()
    if page.html and page.head:
        page.html["data-low"] = ""
        page.head.append(BeautifulSoup(NO_ICON, "html.parser"))
    for tag in page.select("noscript"):
        tag.unwrap()
    for tag in page.select("sample-player"):
        # A plain element, as no script makes a player of it.
        tag.name, tag.attrs = "div", {"class": "player player-plain"}
    for tag in page.select("a.words-line, .chapters a"):
        # Without a player of the page its seconds lead nowhere.
        tag.unwrap() if tag.find_parent(class_="chapters") else _plain_line(tag)
    for picture in page.select("picture, img"):
        _replace_picture(page, picture)
    for audio in page.select("audio"):
        _keep_smallest(audio)
    _stay(page)
    for link in page.select("a.low-data"):
        link.string, link["href"] = _("Full version"), without_low(address) or "?"
    return str(page)


def _plain_line(tag: Tag) -> None:
    tag.name, tag.attrs = "div", {"class": "words-line"}


def _replace_picture(page: BeautifulSoup, picture: Tag) -> None:
    """A link to the picture with the words for it; nothing where it has none, or stands in a link."""
    image = picture if picture.name == "img" else picture.find("img")
    if not isinstance(image, Tag) or image.decomposed:
        picture.decompose()
        return
    words, source = str(image.get("alt") or ""), str(image.get("src") or "")
    if not words or not source:
        picture.decompose()
    elif picture.find_parent("a"):
        picture.replace_with(words)
    else:
        link: Any = page.new_tag("a", href=source, attrs={"class": "picture-link"})
        link.string = _("Picture: %(words)s") % {"words": words}
        picture.replace_with(link)


def _keep_smallest(audio: Tag) -> None:
    smallest = audio.select("source[data-low]")
    if smallest:
        for source in audio.select("source:not([data-low])"):
            source.decompose()


def _stay(page: BeautifulSoup) -> None:
    """Lets links and the forms that ask for a page lead on to small versions."""
    for link in page.select("a[href]"):
        link["href"] = with_low(str(link["href"]))
    for form in page.select("form"):
        if str(form.get("method", "get")).lower() == "get":
            form.append(page.new_tag("input", attrs={"type": "hidden", "name": NAME, "value": VALUE}))
        elif form.get("action"):
            form["action"] = with_low(str(form["action"]))
