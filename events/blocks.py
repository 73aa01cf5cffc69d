"""An event in the text of a page."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import PageChooserBlock

from core.missions import current_site
from core.preference import best_translations
from events.cards import EventCard, event_card
from events.models import EventDate, EventPage


def live_cards(keys: Iterable[UUID], request: HttpRequest, now: datetime) -> dict[UUID, EventCard]:
    """Cards by translation key of the events that strangers may read on the request's host, in one query.

    Each with its next date. An event that does not exist in the active language is shown in the mission's main one,
    else in any.
    """
    pages = EventPage.objects.for_site(current_site(request)).published().filter(translation_key__in=list(keys))
    dates = {one.event: one for one in EventDate.objects.of(pages).next_of_each(now).for_cards()}
    found = best_translations(sorted(dates, key=attrgetter("pk")), request)
    return {key: event_card(dates[page], request, now) for key, page in found.items()}


class Batch:
    """The events of one text; their cards are made together, when the first is shown."""

    def __init__(self, keys: Iterable[UUID]) -> None:
        self.keys = list(keys)
        self.cards: dict[UUID, EventCard] | None = None

    def card(self, key: UUID, request: HttpRequest, now: datetime) -> EventCard | None:
        if self.cards is None:
            self.cards = live_cards(self.keys, request, now)
        return self.cards.get(key)


class EventCardBlock(PageChooserBlock):
    """Shows an event with its times; nothing where strangers may not read it, and a sentence in an editor's preview."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"page_type": "events.EventPage", **kwargs})

    def bulk_to_python(self, values: list[Any]) -> list[Any]:
        events: list[Any] = super().bulk_to_python(values)
        batch = Batch(event.translation_key for event in events if event)
        for event in events:
            if event:
                event.batch = batch
        return events

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        request = context.get("request")
        if value is None or request is None:
            return context
        batch = getattr(value, "batch", None) or Batch([value.translation_key])
        context["card"] = batch.card(value.translation_key, request, timezone.now())
        return context

    class Meta:
        icon = "date"
        label = _("Event")
        template = "components/event_block.html"
