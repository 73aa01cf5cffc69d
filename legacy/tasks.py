"""Work of the import for the background: thin, what it calls runs the same from a view or a test."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone, translation
from django_tasks import task

from legacy.jobs import indexes_for, job_for
from legacy.models import OldSiteImport
from legacy.old_pages import SourceRefused
from legacy.reports import Line, Report, Result
from legacy.runs import run
from legacy.sending import opened


@task(backend="background")
def import_old_site(pk: int) -> None:
    """Imports files that an editor sent."""
    carry_out(pk)


def carry_out(pk: int) -> None:
    """Imports files that were asked for, unless they are gone or their editor has lost the right meanwhile."""
    asked = OldSiteImport.objects.filter(pk=pk, step=OldSiteImport.Step.WAITING)
    row = asked.select_related("index__locale", "user").first()
    if row is None or row.index not in indexes_for(row.user):
        return
    with translation.override(row.language):
        row.report = _report(row, timezone.now()).to_json()
    row.step = OldSiteImport.Step.DONE
    row.save(update_fields=["report", "step"])


def _report(row: OldSiteImport, now: datetime) -> Report:
    job = job_for(row.index, now, user=row.user, drafts=row.drafts, overwrite=row.overwrite, category=row.category)
    try:
        with row.file:
            return run(job, opened(row))
    except SourceRefused as refused:
        return Report((Line(row.name, "", Result.REFUSED, (str(refused),)),), is_trial=False)
