"""What an issue says: the languages it exists in, the variants of a digest, and the texts of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from core.colours import to_hex
from core.delivery import one_line
from core.missions import languages_of, mission_of_site, zone_of
from core.plain_text import plain_text
from core.site_requests import request_to
from core.texts import shortened
from core.theme import palettes
from news.models import BulletinPage
from newsletter import digests
from newsletter.bulletin_letters import bulletin_parts
from newsletter.mime import MARK
from newsletter.models import Issue
from newsletter.topics import Topic

LONGEST_SUBJECT = 255
COLOURS = ("paper", "field", "ink", "ink-2", "link", "sky-deep", "sky", "line")


@dataclass(frozen=True)
class Composed:
    """A letter's words in one language; links of the reader's own hold ``mime.MARK``."""

    subject: str
    text: str
    html: str


class NothingToSend(Exception):
    """The bulletin is not public, or nothing has happened in the time that the digest is of."""


def languages(issue: Issue) -> list[str]:
    """The languages that the issue can be read in, the fallback first. Raises NothingToSend."""
    if issue.kind == Issue.Kind.BULLETIN:
        found = {page.locale.language_code for page in bulletins_of(issue)}
    else:
        found = set(languages_of(issue.site))
    spoken = [code for code in languages_of(issue.site) if code in found]
    if not spoken:
        raise NothingToSend
    first = issue.fallback if issue.fallback in spoken else spoken[0]
    return [first, *(code for code in spoken if code != first)]


def bulletins_of(issue: Issue) -> list[BulletinPage]:
    """The public pages of the issue's bulletin, one a language."""
    pages = BulletinPage.objects.for_site(issue.site).filter(translation_key=issue.translation_key).published()
    return list(pages.select_related("locale", "picture").with_names())


def variant_for(issue: Issue, rhythm: str, wishes: frozenset[tuple[str, int | None]]) -> str | None:
    """The variant of a reader of this rhythm and these wishes (topic, category); None where it has nothing for them."""
    if issue.kind != Issue.Kind.BULLETIN:
        return digests.variant_for(issue, rhythm, wishes)
    topics = {topic for topic, _one in wishes}
    if issue.topic != Topic.BULLETINS:
        return "" if issue.topic in topics else None
    mine = {category for topic, category in wishes if topic == Topic.BULLETINS}
    return "" if None in mine or issue.category_id in mine else None


def compose(issue: Issue, language: str, variant: str) -> Composed:
    """The texts of the issue in a language that it exists in. Raises NothingToSend."""
    mission = mission_of_site(issue.site)
    with translation.override(language):
        request = request_to(issue.site)
        if issue.kind == Issue.Kind.BULLETIN:
            page = next((page for page in bulletins_of(issue) if page.locale.language_code == language), None)
            if page is None:
                raise NothingToSend
            words = bulletin_parts(page, request, timezone.now())
        else:
            words = digests.digest_parts(issue, variant, request)
        light, dark = palettes(mission.accent)
        frame = {
            "language": language,
            "mission": mission,
            "mission_name": one_line(str(mission.mission_name) or str(issue.site)),
            "site_url": issue.site.root_url,
            "manage_url": issue.site.root_url + reverse("newsletter:manage", args=[MARK]),
            "issue_url": issue.site.root_url + reverse("newsletter:issue", args=[issue.public_id])
            if issue.in_archive
            else "",
            "light": {name.replace("-", "_"): to_hex(light[name]) for name in COLOURS},
            "dark": {name.replace("-", "_"): to_hex(dark[name]) for name in COLOURS},
            "zone": zone_of(mission),
        }
        return _fitted(words, frame)


def _fitted(words: dict[str, Any], frame: dict[str, Any]) -> Composed:
    """The letter with as many parts as fit into LIST_LETTER_KB; what is left out is told, with the way to it."""
    parts = list(words["parts"])
    while True:
        context = {**frame, **words, "parts": parts, "is_cut": len(parts) < len(words["parts"])}
        html = render_to_string("newsletter/letters/issue.html", context)
        if len(html.encode()) <= settings.LIST_LETTER_KB * 1024 or not parts:
            break
        parts.pop()
    body = plain_text(render_to_string("newsletter/letters/issue_text.html", context))
    return Composed(subject=shortened(words["subject"], LONGEST_SUBJECT), text=body, html=html)
