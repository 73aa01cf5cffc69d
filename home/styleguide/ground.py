"""What the mission has to show: the real things that the specimens are drawn with. Reads only."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import get_language
from wagtail.rich_text import RichText

from core.alerts import Alert, ShownAlert, in_words
from core.blocks import headings_of
from core.indexes import find_index
from core.languages import alternatives
from core.marks import mark_runs, marks_between
from core.missions import collections_under, current_site, local_now, mission_of
from core.models import Contact, MissionDocument
from core.navigation import menu
from core.pictures import BULLETIN, page_figure
from core.timetables import timetable_for
from core.visiting import visiting
from events.cards import event_card
from events.context import dates_of, further_dates, page_links, state_banner
from events.dates import full_date
from events.links import event_links
from events.models import EventDate, EventPage, EventsPage
from events.month_pages import month_context
from events.occurrences import Kind
from events.states import State
from home.composition import home_parts
from home.models import HomePage
from music.blocks import shown_programme
from music.models import AudioSample, ProgrammePage
from music.player import player_data
from music.texts import shown_chapters, text_blocks
from news.cards import bulletin_card
from news.models import BulletinPage
from newsletter.forms import SubscribeForm
from search.excerpts import Piece


class Ground:
    """The live content of the request's mission in the active language; what it lacks is None or empty."""

    def __init__(self, request: HttpRequest, now: datetime) -> None:
        self.request, self.now = request, now
        self.site, self.mission = current_site(request), mission_of(request)
        self.navigation, self.languages = menu(request), alternatives(request)

    def _published(self, model: Any) -> Any:
        return model.objects.for_site(self.site).for_language(get_language()).published()

    @cached_property
    def home(self) -> dict[str, Any]:
        page = self._published(HomePage).first()
        return home_parts(page, self.request, self.now) if page else {}

    @cached_property
    def bulletins(self) -> list[Any]:
        return list(self._published(BulletinPage).for_cards().newest_first()[:2])

    @cached_property
    def bulletin(self) -> Any:
        return bulletin_card(self.bulletins[0], self.request) if self.bulletins else None

    @cached_property
    def long_text(self) -> Any:
        """The body with the most headings."""
        bodies = [page.body for page in self._published(BulletinPage)[:20]]
        return max(bodies, key=lambda body: len(headings_of(body)), default=None)

    @cached_property
    def contents(self) -> list[Any]:
        return headings_of(self.long_text or [])

    @cached_property
    def event(self) -> Any:
        every = EventDate.objects.of(self._published(EventPage)).for_cards()
        one = every.upcoming(self.now).first() or every.first()
        return event_card(one, self.request, self.now) if one else None

    @cached_property
    def cancelled(self) -> Any:
        """What became of an event that is not as planned."""
        page = self._published(EventPage).filter(state=State.CANCELLED).first()
        return state_banner(page) if page else None

    @cached_property
    def recurring(self) -> Any:
        """An event with several dates of which one was changed."""
        page = self._published(EventPage).filter(dates__kind=Kind.CANCELLED).for_cards().first()
        return (page, dates_of(page)) if page else (None, [])

    @property
    def changed(self) -> Any:
        _page, every = self.recurring
        one = next((one for one in every if one.kind), None)
        return event_card(one, self.request, self.now) if one else None

    @property
    def further(self) -> Any:
        _page, every = self.recurring
        return further_dates(every, every[0], self.request, self.now) if every else None

    @property
    def event_links(self) -> Any:
        page, every = self.recurring
        return event_links(page, every[0], self.request) if every else None

    @cached_property
    def month(self) -> dict[str, Any]:
        page = find_index(self.request, EventsPage)
        today = local_now(self.mission, self.now)
        return month_context(self.request, page, today.year, today.month, self.now) if page else {}

    @cached_property
    def empty_month(self) -> Any:
        page = find_index(self.request, EventsPage)
        return month_context(self.request, page, 1950, 1, self.now)["month"] if page else None

    @property
    def calendar(self) -> dict[str, Any]:
        return page_links(self.request) if self.month else {}

    @cached_property
    def player(self) -> Any:
        sample = AudioSample.objects.audible(self.site, self.now).for_display().first()
        return player_data(sample, self.request) if sample else None

    @cached_property
    def worded(self) -> Any:
        """A sample with lyrics."""
        return AudioSample.objects.audible(self.site, self.now).exclude(texts=None).with_texts().first()

    @property
    def texts(self) -> list[Any]:
        return text_blocks(self.worded) if self.worded else []

    @property
    def chapters(self) -> list[Any]:
        return shown_chapters(self.worded) if self.worded else []

    @cached_property
    def programme(self) -> Any:
        page = ProgrammePage.objects.for_site(self.site).published().order_by("pk").first()
        return shown_programme(page.translation_key, self.request, self.now) if page else None

    @cached_property
    def marks(self) -> Any:
        """The holidays and closed days of the next three months."""
        today = local_now(self.mission, self.now).date()
        last = today + timedelta(days=92)
        marks = marks_between(timetable_for(self.request), today, last, self.mission.main_language, today)
        return mark_runs(marks, today, last)

    @cached_property
    def visiting(self) -> Any:
        return visiting(self.request, self.now)

    @cached_property
    def contact(self) -> Any:
        return Contact.objects.for_site(self.site).with_words().first()

    def _file(self, model: Any) -> Any:
        collection = self.mission.collection
        return model.objects.filter(collection__in=collections_under(collection.path)).first() if collection else None

    @cached_property
    def figure(self) -> Any:
        """A picture that stands on one of the pages."""
        page = self._published(BulletinPage).exclude(picture=None).first()
        return page_figure(page, BULLETIN) if page else None

    @cached_property
    def document(self) -> Any:
        return self._file(MissionDocument)

    @property
    def today(self) -> str:
        return full_date(local_now(self.mission, self.now).date())

    @property
    def sentence(self) -> str:
        """A sentence of the mission's own, for what needs some words."""
        return (self.bulletin.summary if self.bulletin else "") or self.mission.mission_name.text

    def alert(self, level: str) -> ShownAlert:
        """What an alert of a level would say."""
        texts, since = {get_language() or "": self.sentence}, self.now
        made = Alert(uuid5(NAMESPACE_URL, level), level, since, since, since, texts, texts, {})
        return in_words(made, self.mission.main_language, "#")

    @property
    def paragraph(self) -> RichText:
        return RichText(f"<p>{self.sentence}</p><ul><li>{self.mission.mission_name}</li></ul>")

    @property
    def found(self) -> list[Piece]:
        """The sentence as the search shows it, its first word marked."""
        word, _space, rest = self.sentence.partition(" ")
        return [Piece(word, True), Piece(f" {rest}", False)]

    @property
    def pages(self) -> Any:
        return Paginator(range(30), 10).page(2)

    def form(self, data: dict[str, str] | None) -> SubscribeForm:
        languages = [one.code for one in self.languages] or ["en"]
        form = SubscribeForm(data, now=self.now, site_id=self.site.pk, languages=languages, categories=[])
        form.is_valid()
        return form
