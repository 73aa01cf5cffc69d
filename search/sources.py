"""What can be found: pages that strangers may read and recordings that they may hear, on one host in one language."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from wagtail.models import Page

from core.indexes import find_index
from core.missions import current_site
from core.models import BasePage
from core.querysets import MissionPageQuerySet
from events.models import EventPage
from music.models import AudioSample, MusicPage, ProgrammePage
from news.models import BulletinPage


def page_kinds() -> list[type[BasePage]]:
    """Every page type of the install, whichever app it is of."""
    return [model for model in apps.get_models() if issubclass(model, BasePage)]


# What can be found, by the word that stands for it in an address. Every page type that is not named is a plain page.
KINDS: dict[str, Promise] = {
    "bulletin": gettext_lazy("Bulletins"),
    "event": gettext_lazy("Events"),
    "music": gettext_lazy("Music"),
    "page": gettext_lazy("Pages"),
}
NAMED: dict[type[Any], str] = {
    BulletinPage: "bulletin",
    EventPage: "event",
    AudioSample: "music",
    MusicPage: "music",
    ProgrammePage: "music",
}


def kind_of(model: type[Any]) -> str:
    """The word for a model, a key of ``KINDS``."""
    return NAMED.get(model, "page")


def sources(request: HttpRequest, now: datetime) -> list[QuerySet[Any]]:
    """The two querysets in which the words are looked for."""
    return [_pages(request), _samples(request, now)]


def _pages(request: HttpRequest) -> QuerySet[Any]:
    types = ContentType.objects.get_for_models(*page_kinds())
    pages: QuerySet[Any] = MissionPageQuerySet(Page).for_site(current_site(request))
    pages = pages.for_language(get_language() or "").published()  # type: ignore[attr-defined]  # of MissionPageQuerySet
    return pages.filter(content_type__in=[kind.pk for kind in types.values()])


def _samples(request: HttpRequest, now: datetime) -> QuerySet[Any]:
    """Recordings have a page of their own only where the music has one in this language."""
    if find_index(request, MusicPage) is None:
        return AudioSample.objects.none()
    samples: QuerySet[Any] = AudioSample.objects.audible(current_site(request), now)
    return samples
