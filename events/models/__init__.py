"""The models of the calendar."""

from events.models.entries import CalendarEntry
from events.models.pages import EventPage, EventsPage
from events.models.replies import Reply, ReplyBook

__all__ = ["CalendarEntry", "EventPage", "EventsPage", "Reply", "ReplyBook"]
