"""A whole import: all files of a folder or zip, one after another, and the report on them."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import cast

from django.core.files import File
from django.utils.translation import gettext as _

from legacy.archives import Files
from legacy.importing import take
from legacy.jobs import Job
from legacy.old_pages import SourceRefused
from legacy.reading import Sorted, read_file, refuse_other_form, sort_names
from legacy.reports import Line, Report, Result
from music.batches import Batch, Outcome, State, look
from music.batches import take as take_recording
from music.models import AudioSample

RESULTS = {State.NEW: Result.NEW, State.DUPLICATE: Result.UNCHANGED, State.REFUSED: Result.REFUSED}


def run(job: Job, files: Files, seconds: float | None = None) -> Report:
    """Takes everything, or says what would become of it. Raises SourceRefused where there is nothing to take, and where
    it takes longer than so many seconds.
    """
    found = sort_names(files.names())
    if not (found.pages or found.recordings or found.other_forms):
        raise SourceRefused(_("There are no pages in it: neither .html nor .txt nor .xml, and no recordings."))
    lines: list[Line] = []
    end = None if seconds is None else time.monotonic() + seconds
    for line in lines_of(job, files, found):
        lines.append(line)
        if end is not None and time.monotonic() > end:
            raise SourceRefused(_("Reading it takes too long. Import it in parts, or by the command on the server."))
    return Report(tuple(lines), job.is_trial, found.left_out)


def lines_of(job: Job, files: Files, found: Sorted) -> Iterator[Line]:
    """Each source as soon as it is dealt with. Recordings come first, then pages in the order of their names."""
    yield from _recordings(job, files, found.recordings)
    for name in found.pages:
        # Series that an earlier page has brought are known to the next.
        for one in read_file(files, name, job.series_names()):
            yield take(job, files, one)
    for name in found.other_forms:
        yield take(job, files, refuse_other_form(name))


def _recordings(job: Job, files: Files, names: list[str]) -> Iterator[Line]:
    if names and not job.may_add_recordings():
        sentence = _("You may not add recordings here.") if job.user else _("The mission has no collection for it.")
        yield from (Line(name, "", Result.LEFT, (sentence,)) for name in names)
        return
    own = job.mission.collection
    if own is None:
        return
    batch = Batch(own, AudioSample.objects.for_site(job.site), job.user)
    seen: dict[str, str] = {}
    for name in names:
        try:
            with files.opened(name) as stream:
                file = cast("File[bytes]", File(stream, name=name))
                outcome = look(batch, file, seen) if job.is_trial else take_recording(batch, file)
            if outcome.state is not State.REFUSED:
                job.recordings[name] = outcome.sample.pk if outcome.sample else None
            yield _line(outcome)
        except SourceRefused as refused:
            yield Line(name, "", Result.REFUSED, (str(refused),))


def _line(outcome: Outcome) -> Line:
    title = outcome.sample.title if outcome.sample else ""
    said = outcome.reason
    if outcome.state is State.NEW:
        said = _("A recording for the library. Visitors hear it once you make it public.")
    elif outcome.state is State.DUPLICATE:
        said = _("The same recording is here already, as “%(title)s”.") % {"title": title or outcome.twin}
    return Line(outcome.name, title, RESULTS[outcome.state], (said,))
