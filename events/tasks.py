"""Work of the calendar for the background: thin, what it calls runs the same from a view or a test."""

from __future__ import annotations

import gzip
from datetime import datetime

from django.utils import timezone, translation
from django_tasks import task

from events.ics_lines import FileRefused
from events.import_jobs import calendars_for, job_for, read_for
from events.import_reports import Line, Report, Result
from events.imports import run
from events.models import CalendarImport


@task(backend="background")
def import_calendar(pk: int) -> None:
    """Imports a file that an editor sent."""
    carry_out(pk)


def carry_out(pk: int) -> None:
    """Imports a file that was asked for, unless it is gone or its editor has lost the right meanwhile."""
    asked = CalendarImport.objects.filter(pk=pk, step=CalendarImport.Step.WAITING)
    row = asked.select_related("calendar__locale", "user").first()
    if row is None or row.calendar not in calendars_for(row.user):
        return
    with translation.override(row.language):
        row.report = _report(row, timezone.now()).to_json()
    row.step = CalendarImport.Step.DONE
    row.save(update_fields=["report", "step"])


def _report(row: CalendarImport, now: datetime) -> Report:
    job = job_for(row.calendar, now, user=row.user, publish=row.publish, overwrite=row.overwrite)
    try:
        reading = read_for(job, gzip.decompress(row.content), row.last_day)
    except FileRefused as refused:  # the limits were narrowed after it had been sent
        return Report((Line(0, row.name, Result.REFUSED, (str(refused),)),), is_trial=False)
    return run(job, reading, row.name, is_trial=False)
