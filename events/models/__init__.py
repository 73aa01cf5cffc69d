"""The models of the calendar."""

from events.models.entries import CalendarEntry, GoneEvent
from events.models.imports import CalendarImport, ImportedEvent
from events.models.occurrences import EventDate
from events.models.pages import EventPage, EventsPage
from events.models.replies import Reply, ReplyBook
from events.models.taxonomy import EventCategory, EventCategoryWords, EventSeries, EventSeriesWords

__all__ = [
    "CalendarEntry",
    "CalendarImport",
    "EventCategory",
    "EventCategoryWords",
    "EventDate",
    "EventPage",
    "EventSeries",
    "EventSeriesWords",
    "EventsPage",
    "GoneEvent",
    "ImportedEvent",
    "Reply",
    "ReplyBook",
]
