"""Calendars and events to test on."""

from datetime import date, time

from events.models import EventPage, EventsPage


def make_calendar(home, **fields):
    """The calendar below a home page, in its language."""
    page = EventsPage(**{"title": "Events", "slug": "events", "locale": home.locale, **fields})
    return home.add_child(instance=page)


def make_event(calendar, **fields):
    """A published event: an evening of 16 March 2023 in Washington unless ``fields`` say otherwise."""
    number = calendar.get_children().count() + 1
    facts = {
        "title": f"Event {number}",
        "slug": f"event-{number}",
        "start_date": date(2023, 3, 16),
        "start_time": time(18, 30),
        "end_time": time(20),
        "time_zone": "America/New_York",
        "locale": calendar.locale,
        **fields,
    }
    if facts.get("all_day"):
        facts |= {"start_time": None, "end_time": None}
    event = calendar.add_child(instance=EventPage(**facts))
    event.save_revision().publish()
    return EventPage.objects.get(pk=event.pk)


def make_draft(calendar, **fields):
    event = make_event(calendar, **fields)
    event.unpublish()
    return event
