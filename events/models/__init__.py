"""The models of the calendar."""

from events.models.entries import CalendarEntry
from events.models.pages import EventPage, EventsPage

__all__ = ["CalendarEntry", "EventPage", "EventsPage"]
