"""Takes the events of a calendar file into a mission's calendar. The admin's page and the command both end here.

Each event is known again by its UID and is written in a transaction of its own, or not at all. What an editor changed
since is left alone; what the file does not name is never deleted.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _
from wagtail.models import Page

from events.ics_reading import Cancellation, Found, ReadEvent, Reading, Unread
from events.import_jobs import Job
from events.import_pages import decide_new, decide_update, known_of
from events.import_reports import Decision, Line, Report, Result
from events.models import EventPage, EventsPage, ImportedEvent


def run(job: Job, reading: Reading, file_name: str, *, is_trial: bool) -> Report:
    """Takes all that was read, or says what would become of it. ``file_name`` names a calendar that has no name."""
    name = (reading.name or file_name)[:200]
    lines = [_look(job, found, name) if is_trial else _take(job, found, name) for found in reading.found]
    return Report((*lines, *_gone(job, reading, name)), is_trial)


def _look(job: Job, found: Found, name: str) -> Line:
    return found_line(found) if isinstance(found, Unread) else _decide(job, found, name).line


def found_line(found: Unread) -> Line:
    result = Result.LEFT if found.is_needless else Result.REFUSED
    return Line(found.head.number, found.head.title, result, (found.reason,))


def _take(job: Job, found: Found, name: str) -> Line:
    if isinstance(found, Unread):
        return found_line(found)
    try:
        with transaction.atomic():
            _wait_for_turn(job.calendar)
            return _decide(job, found, name).carry_out()
    except ValidationError as error:
        reason = " ".join(error.messages)
    except IntegrityError:
        reason = _("Somebody else wrote to the calendar in the same moment. Import the file again.")
    return Line(found.head.number, found.head.title, Result.REFUSED, (reason,))


def _wait_for_turn(calendar: EventsPage) -> None:
    """One event of a calendar at a time from here to the end of the transaction, so that no two imports both find that
    it is new. SQLite lets in only one anyway.
    """
    if connection.features.has_select_for_no_key_update:
        Page.objects.select_for_update(no_key=True).filter(pk=calendar.pk).first()


def _decide(job: Job, found: ReadEvent | Cancellation, name: str) -> Decision:
    known = known_of(job.site, found.head.uid)
    own = next((page for page in known.pages if page.locale_id == job.calendar.locale_id), None)
    if own is not None:
        return decide_update(job, found, known, own, name)
    if known.pages:
        return _left(found, _("It is here in another language only. Import the file into that calendar."))
    if isinstance(found, Cancellation):
        return _left(found, _("It is cancelled, and was never in this calendar."))
    if known.row is not None and not job.overwrite:
        return _left(found, _("It was imported before and deleted here since. Overwriting makes it anew."))
    return decide_new(job, found, known, name)


def _left(found: ReadEvent | Cancellation, reason: str) -> Decision:
    return Decision(Line(found.head.number, found.head.title, Result.LEFT, (reason,)))


def _gone(job: Job, reading: Reading, name: str) -> Iterator[Line]:
    """Events of the same calendar that are ahead here and not in the file any more."""
    named = {found.head.uid for found in reading.found}
    rows = ImportedEvent.objects.filter(site=job.site, calendar=name)
    missing = {row.translation_key for row in rows if row.uid not in named}
    pages = EventPage.objects.child_of(job.calendar).filter(ends_at__gt=job.now).order_by("starts_at", "pk")
    for page in pages:
        if page.translation_key in missing:
            reason = _("The file does not name it any more. It stays as it is; cancel or delete it if it should go.")
            yield Line(0, page.title, Result.GONE, (reason,), page.pk)
