"""The words that addresses are built from, and which a page may therefore not take as its slug."""

import re

from django.conf import settings

RESERVED = frozenset(
    [
        "accounts",
        "admin",
        "alerts",
        "anymail",
        "api",
        "archive",
        "audio",
        "author",
        "bulletin.pdf",
        "calendar.ics",
        "category",
        "closed-days.ics",
        "confirm",
        "contacts",
        "documents",
        "embed",
        "event.ics",
        "events",
        "favicon.ico",
        "feed.atom",
        "feed.json",
        "feed.rss",
        "health",
        "jump",
        "live",
        "manage",
        "media",
        "music",
        "news",
        "oembed",
        "past",
        "ready",
        "reply",
        "robots.txt",
        "samples",
        "search",
        "series",
        "site.webmanifest",
        "sitemap.xml",
        "static",
        "styleguide",
        "subscribe",
        "suggest",
        "theme",
        "upcoming",
        "versions",
    ]
)
YEAR = re.compile(r"^[0-9]{4}\Z")


def is_reserved(slug: str) -> bool:
    """Whether ``slug`` is a year, a language code or a word of the address table."""
    codes = {code.lower() for code, _name in settings.LANGUAGES}
    return bool(YEAR.match(slug)) or slug.lower() in RESERVED | codes
