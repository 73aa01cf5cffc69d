"""What the head of a page says of it to search engines and networks: one function builds the one object.

Page types say their part by ``meta_description`` and ``social_face``, views by the context: see ``page_meta``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any

from django.http import HttpRequest
from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.utils.translation import get_language

from core.icons import LARGE, icon_url
from core.languages import Alternative
from core.missions import absolute, mission_of, name_of
from core.models import BasePage
from core.social import SharePicture, share_picture

# Longer ones are cut by whoever shows them.
DESCRIPTION_LENGTH = 300
# Networks want a language with a territory. Where the two are not spelt alike:
TERRITORIES = {
    **{"ar": "AR", "bs": "BA", "ca": "ES", "cs": "CZ", "da": "DK", "el": "GR", "en": "US", "et": "EE", "fa": "IR"},
    **{"he": "IL", "hi": "IN", "hy": "AM", "ja": "JP", "ka": "GE", "kk": "KZ", "ko": "KR", "ky": "KG", "sl": "SI"},
    **{"sq": "AL", "sr": "RS", "sv": "SE", "tg": "TJ", "uk": "UA", "ur": "PK", "vi": "VN", "zh": "CN"},
}


@dataclass(frozen=True)
class PageMeta:
    """What is said of a page. Texts are plain, addresses absolute.

    ``alternates`` are the page's addresses by language, its own included, empty where there is one language only;
    ``default_url`` is the one for all other languages. ``kind`` and ``properties`` are those of the Open Graph
    protocol; ``image`` is the mission's icon where no picture is made yet.
    """

    title: str
    description: str
    canonical: str
    alternates: tuple[tuple[str, str], ...]
    default_url: str
    kind: str
    site_name: str
    locale: str
    other_locales: tuple[str, ...]
    image: SharePicture
    properties: tuple[tuple[str, str], ...]

    @property
    def has_wide_image(self) -> bool:
        return self.image.width > self.image.height


def page_meta(request: HttpRequest, title: str, description: str, context: Mapping[str, Any]) -> PageMeta:
    """The meta data of what is shown at ``request``. ``title`` and ``description`` may hold markup, which is dropped.

    Of the context it reads ``languages``, ``page`` (a page, whose picture is taken), and what a view may add:
    ``share`` (a SharePicture in its place), ``canonical_path`` (the one path of a list that has several addresses) and
    ``structured`` (the things of schema.org on the page, from which kind and properties follow).
    """
    mission = mission_of(request)
    path = context.get("canonical_path") or request.path
    number = getattr(request, "list_number", 1)
    name = name_of(request)
    shown_title = plain(title) or name
    # Another page of a list, or one that stands at another address, need not exist in the other languages.
    is_itself = path == request.path and number == 1
    alternates = alternates_of(request, context.get("languages") or ()) if is_itself else ()
    kind, properties = open_graph(context.get("structured") or ())
    code = get_language() or mission.main_language
    return PageMeta(
        title=shown_title,
        description=describe(description, shown_title, name),
        canonical=absolute(request, f"{path}?page={number}" if number > 1 else path),
        alternates=alternates,
        default_url=default_of(alternates, mission.main_language),
        kind=kind,
        site_name=name,
        locale=og_locale(code),
        other_locales=tuple(og_locale(other) for other, _url in alternates if other != code),
        image=_image(request, context),
        properties=properties,
    )


def plain(text: str) -> str:
    """``text`` of a template without markup and entities, in one line."""
    return " ".join(unescape(strip_tags(text)).split())


def describe(description: str, title: str, mission: str) -> str:
    """The description, never empty: else the title and whose page it is."""
    said = plain(description) or ". ".join(dict.fromkeys(part for part in (plain(title), mission) if part))
    return Truncator(said).chars(DESCRIPTION_LENGTH)


def alternates_of(request: HttpRequest, languages: Iterable[Alternative]) -> tuple[tuple[str, str], ...]:
    """Code and absolute address of each language that has the page; empty where only one has it."""
    found = tuple((one.code, absolute(request, one.url)) for one in languages if one.url)
    return found if len(found) > 1 else ()


def default_of(alternates: Iterable[tuple[str, str]], main_language: str) -> str:
    """The address for readers of all other languages: the mission's main language, else the first there is."""
    urls = dict(alternates)
    return urls.get(main_language) or next(iter(urls.values()), "")


def og_locale(code: str) -> str:
    """``kk`` as ``kk_KZ``, ``pt-br`` as ``pt_BR``, ``de`` as ``de_DE``."""
    language, _dash, territory = code.partition("-")
    return f"{language}_{(territory or TERRITORIES.get(language, language)).upper()}"


def open_graph(structured: Iterable[Mapping[str, Any]]) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The type and further properties that follow from the things of schema.org on a page."""
    for thing in structured:
        if thing["@type"] == "NewsArticle":
            names = {
                "article:published_time": "datePublished",
                "article:modified_time": "dateModified",
                "article:section": "articleSection",
            }
            return "article", tuple((name, thing[key]) for name, key in names.items() if thing.get(key))
        if thing["@type"] == "MusicRecording":
            audio = thing["audio"]
            return "music.song", (("og:audio", audio["contentUrl"]), ("og:audio:type", audio["encodingFormat"]))
    return "website", ()


def _image(request: HttpRequest, context: Mapping[str, Any]) -> SharePicture:
    found, page = context.get("share"), context.get("page")
    if found is None and isinstance(page, BasePage):
        found = share_picture(page)
    if found is None:
        found = SharePicture(icon_url(mission_of(request), LARGE), LARGE.side, LARGE.side, name_of(request))
    return SharePicture(absolute(request, found.url), found.width, found.height, found.alt)
