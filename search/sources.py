"""What can be found: pages that strangers may read and recordings that they may hear, on one host in one language."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import get_language
from wagtail.models import Page

from core.indexes import find_index
from core.missions import current_site
from core.models import BasePage
from core.querysets import MissionPageQuerySet
from music.models import AudioSample, MusicPage


def page_kinds() -> list[type[BasePage]]:
    """Every page type of the install, whichever app it is of."""
    return [model for model in apps.get_models() if issubclass(model, BasePage)]


def kinds() -> dict[str, type[Any]]:
    """What can be found, by the word that stands for it in an address."""
    pages = {str(model._meta.model_name).removesuffix("page"): model for model in page_kinds()}
    return {**pages, "sample": AudioSample}


def kind_label(kind: type[Any]) -> str:
    """A kind in the plural, as a heading says it."""
    return capfirst(str(kind._meta.verbose_name_plural))


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
