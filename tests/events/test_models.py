"""Events as pages: saving, translating, aliases, moving, deleting."""

from datetime import UTC, date, datetime, time
from io import StringIO

import pytest
from django.core.management import call_command
from wagtail.models import Page
from wagtail_localize.segments.extract import extract_segments

from core.models import Contact
from events.models import EventDate, EventPage, EventsPage
from tests.events.ground import make_calendar, make_event
from tests.missions import locale, visitor


@pytest.fixture
def calendar(missions):
    return make_calendar(missions.first.home["en"])


def test_the_calendar_takes_its_slug_by_itself(missions):
    page = missions.first.home["ru"].add_child(instance=EventsPage(title="События", locale=locale("ru")))
    assert page.slug == "events"


def test_what_is_left_open_is_filled_in(calendar):
    event = calendar.add_child(
        instance=EventPage(title="Talk", start_date=date(2023, 3, 16), start_time=time(18), locale=calendar.locale)
    )
    assert event.end_date == date(2023, 3, 16)
    assert event.time_zone == "America/New_York"
    assert event.starts_at == datetime(2023, 3, 16, 22, tzinfo=UTC)
    assert event.ends_at == datetime(2023, 3, 17, 4, tzinfo=UTC)


def test_upcoming_and_past_share_all_events_between_them(calendar):
    events = [make_event(calendar, start_date=date(2023, 3, day)) for day in (10, 16, 20)]
    for now in (events[1].starts_at, events[1].ends_at, datetime(2023, 3, 1, tzinfo=UTC)):
        upcoming = list(EventPage.objects.upcoming(now))
        past = list(EventPage.objects.past(now))
        assert {event.pk for event in upcoming} | {event.pk for event in past} == {event.pk for event in events}
        assert not {event.pk for event in upcoming} & {event.pk for event in past}
    assert events[1] in EventPage.objects.upcoming(events[1].starts_at)
    assert events[1] in EventPage.objects.past(events[1].ends_at)


def test_overlapping_counts_the_events_own_days(calendar):
    # In UTC this evening is already the next day.
    event = make_event(calendar, start_time=time(21), end_time=time(22))
    [one] = event.dates.all()
    overlapping = EventDate.objects.overlapping
    assert one in overlapping(date(2023, 3, 16), date(2023, 3, 16))
    assert one not in overlapping(date(2023, 3, 17), date(2023, 3, 17))
    assert one not in overlapping(date(2023, 3, 1), date(2023, 3, 15))


def test_the_times_of_a_translation_follow_its_source(missions, calendar):
    event = make_event(calendar, title="Talk")
    make_calendar(missions.first.home["kk"], translation_key=calendar.translation_key)
    translation = event.copy_for_translation(locale("kk"))
    translation.title = "Әңгіме"
    translation.save_revision().publish()
    event.start_date, event.end_date = date(2023, 4, 1), date(2023, 4, 2)
    event.save_revision().publish()
    translation = EventPage.objects.get(pk=translation.pk)
    assert translation.title == "Әңгіме"
    assert translation.typed() == event.typed()
    assert translation.starts_at == datetime(2023, 4, 1, 22, 30, tzinfo=UTC)
    guest = visitor(missions.first)
    assert guest.get(translation.get_url()).status_code == 200
    assert 'lang="kk">Әңгіме' in guest.get(event.get_url()).content.decode()


def test_an_alias_keeps_the_times_of_its_original(missions, calendar):
    event = make_event(calendar)
    alias = event.create_alias(update_slug="alias")
    event.start_time = time(17)
    event.save_revision().publish()
    alias = EventPage.objects.get(pk=alias.pk)
    assert alias.typed() == event.typed()
    assert alias.starts_at == datetime(2023, 3, 16, 21, tzinfo=UTC)
    guest = visitor(missions.first)
    for address in ("/events/alias/", "/events/alias/event.ics", "/events/calendar.ics", "/events/2023/03/"):
        assert guest.get(address).status_code == 200


def test_an_event_moved_or_copied_to_another_mission_leaves_its_contact_behind(missions, calendar, admin_client):
    other = make_calendar(missions.second.home["en"])
    contact = Contact.objects.create(site=missions.first.site, name="Press")
    event = make_event(calendar, contact=contact)
    admin_client.post(
        f"/admin/pages/{event.pk}/copy/",
        {"new_title": "Copy", "new_slug": "copy", "new_parent_page": other.pk, "publish_copies": "on"},
        headers={"host": missions.first.host},
    )
    assert EventPage.objects.child_of(other).get().contact is None
    other.refresh_from_db()
    event.move(other, pos="last-child")
    moved = EventPage.objects.get(pk=event.pk)
    assert moved.contact is None
    assert moved.get_latest_revision_as_object().contact is None


def test_a_contact_that_goes_leaves_events_and_their_drafts_readable(missions, calendar):
    contact = Contact.objects.create(site=missions.first.site, name="Press")
    event = make_event(calendar, contact=contact)
    assert visitor(missions.first).get(event.get_url()).status_code == 200
    contact.delete()
    assert EventPage.objects.get(pk=event.pk).get_latest_revision_as_object().contact is None


def test_times_are_recomputed_after_the_rules_of_a_zone_changed(calendar):
    stale = make_event(calendar)
    make_event(calendar)
    wrong = datetime(2023, 3, 16, 23, 30, tzinfo=UTC)
    EventPage.objects.filter(pk=stale.pk).update(starts_at=wrong)
    out = StringIO()
    call_command("recompute_event_times", stdout=out)
    assert out.getvalue().startswith("1 ")
    assert EventPage.objects.get(pk=stale.pk).starts_at == datetime(2023, 3, 16, 22, 30, tzinfo=UTC)


def test_a_zone_that_is_gone_from_the_database_breaks_no_page(missions, calendar):
    event = make_event(calendar, slug="talk")
    EventPage.objects.filter(pk=event.pk).update(time_zone="Asia/Atlantis")
    guest = visitor(missions.first)
    for address in ("/events/talk/", "/events/2023/03/", "/events/calendar.ics", "/events/talk/event.ics"):
        assert guest.get(address).status_code == 200


def test_the_whole_calendar_can_be_copied_and_deleted(missions, calendar):
    make_event(calendar)
    copied = calendar.copy(recursive=True, to=missions.second.home["en"])
    assert EventPage.objects.child_of(copied).count() == 1
    calendar.delete()
    assert Page.objects.filter(pk=calendar.pk).count() == 0


def test_a_translator_is_shown_words_and_no_rules_or_zones(calendar):
    notes = [("note", {"day": date(2023, 3, 16), "note": "Bring a pen."})]
    event = make_event(calendar, title="Talk", summary="On pens.", rule="FREQ=WEEKLY;COUNT=2", single_dates=notes)
    words = {segment.string.data for segment in extract_segments(event) if hasattr(segment, "string")}
    assert {"Talk", "On pens."} <= words
    assert not words & {"FREQ=WEEKLY;COUNT=2", "America/New_York", "scheduled", "Bring a pen."}
