"""Facts are edited on the source page, copied to its translations on publication, and read-only there."""

from datetime import date, time
from typing import Any

from django.urls import reverse
from wagtail_localize.segments.extract import extract_segments

from events.models import EventPage, EventsPage
from tests.missions import Missions, editor_of


def two_languages(missions: Missions) -> tuple[EventPage, EventPage]:
    home = missions.first.home
    pages: list[Any] = []
    for code in ("en", "kk"):
        index = EventsPage(title="Events", slug="events", locale=home[code].locale)
        event = EventPage(title=f"Evening {code}", slug="evening", locale=home[code].locale, **FACTS)
        if pages:
            index.translation_key, event.translation_key = pages[0][0].translation_key, pages[0][1].translation_key
        home[code].add_child(instance=index)
        index.add_child(instance=event)
        event.save_revision().publish()
        pages.append((index, event))
    return pages[0][1], pages[1][1]


MAY_DAY = date(2030, 5, 1)
FACTS = {"start_date": MAY_DAY, "start_time": time(18), "end_date": MAY_DAY, "time_zone": "Asia/Almaty"}


def test_publishing_the_source_moves_its_translations_live_and_draft(missions: Missions) -> None:
    source, translation = two_languages(missions)
    source = EventPage.objects.get(pk=source.pk)
    source.start_date = source.end_date = date(2030, 5, 9)
    source.save_revision().publish()
    translation = EventPage.objects.get(pk=translation.pk)
    assert f"{translation.start_date}" == "2030-05-09"
    assert translation.starts_at == EventPage.objects.get(pk=source.pk).starts_at
    assert f"{translation.get_latest_revision_as_object().start_date}" == "2030-05-09"
    assert translation.title == "Evening kk"


def test_what_guests_are_asked_is_the_same_in_every_language_and_nothing_to_translate_apart(missions: Missions) -> None:
    source, translation = two_languages(missions)
    source = EventPage.objects.get(pk=source.pk)
    source.takes_replies, source.places = True, 40
    source.questions = [("short", {"text": "Firm", "translations": [], "required": True})]
    source.save_revision().publish()
    translation = EventPage.objects.get(pk=translation.pk)
    assert (translation.takes_replies, translation.places) == (True, 40)
    key = EventPage.objects.get(pk=source.pk).questions[0].id
    assert [(block.id, block.value["text"]) for block in translation.questions] == [(key, "Firm")]
    assert translation.get_latest_revision_as_object().questions[0].id == key
    assert not any(segment.path.startswith("questions") for segment in extract_segments(source))


def test_publishing_a_translation_moves_nothing(missions: Missions) -> None:
    source, translation = two_languages(missions)
    translation = EventPage.objects.get(pk=translation.pk)
    translation.start_date = translation.end_date = date(2031, 1, 1)
    translation.save_revision().publish()
    assert f"{EventPage.objects.get(pk=source.pk).start_date}" == "2030-05-01"


def test_the_form_of_a_translation_shows_facts_read_only(missions: Missions) -> None:
    source, translation = two_languages(missions)
    client = editor_of(missions.first)
    form = client.get(reverse("wagtailadmin_pages:edit", args=[translation.pk])).context["form"]
    assert form.fields["start_date"].disabled
    assert not form.fields["title"].disabled
    form = client.get(reverse("wagtailadmin_pages:edit", args=[source.pk])).context["form"]
    assert not form.fields["start_date"].disabled


def test_the_source_is_the_page_in_the_missions_main_language(missions: Missions) -> None:
    source, translation = two_languages(missions)
    assert translation.source() == source
    missions.first.mission.main_language = "kk"
    missions.first.mission.save()
    assert EventPage.objects.get(pk=source.pk).source().pk == translation.pk
