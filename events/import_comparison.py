"""A page beside what a calendar file says of it: what each side changed since they last agreed, and who prevails."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from core.models import MissionSettings
from core.texts import shortened
from events.feeds import entries_of
from events.ical import CalendarFile, calendar
from events.ics_reading import Cancellation, Head, ReadEvent, read_file
from events.import_aspects import (
    ASPECTS,
    SUMMARY_LENGTH,
    Aspect,
    digest,
    page_digest,
    page_digests,
    told_digests,
    values_of,
)
from events.import_jobs import Job, wishes_for
from events.import_reports import Decision, Line, Result
from events.models import EventPage, ImportedEvent
from events.states import State


def as_told(page: EventPage, mission: MissionSettings) -> ReadEvent | None:
    """What our own calendar tells others of a page, as one reads it there; None for what it cannot say."""
    with translation.override(page.locale.language_code):
        entries = entries_of([page], mission, None)
    wishes = wishes_for(mission, None)
    # One event, with one more for each date that differs.
    limits = replace(wishes.limits, events=settings.EVENT_MAX_DATES + 1)
    found = read_file(calendar(CalendarFile("", ""), entries), replace(wishes, limits=limits)).found
    return found[0] if found and isinstance(found[0], ReadEvent) else None


@dataclass
class Comparison:
    """A page beside a file, aspect by aspect: what each of the two changed since they last agreed.

    ``is_own`` where the file has the event out of our own calendar, which tells less than the page has.
    """

    job: Job
    row: ImportedEvent | None
    page: EventPage
    is_own: bool
    changed: list[Aspect] = field(default_factory=list)
    kept: list[Aspect] = field(default_factory=list)
    foreign: list[Aspect] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.draft: EventPage = self.page.get_latest_revision_as_object()
        self.own = as_told(self.page, self.job.mission) if self.is_own else None
        self.own_told = told_digests(self.own) if self.own else {}
        if self.row is not None:
            self.told, self.written = dict(self.row.told), dict(self.row.written)
        else:
            self.told, self.written = dict(self.own_told), page_digests(self.page)
        self.is_source = self.page.is_source()

    def take(self, found: ReadEvent | Cancellation) -> None:
        """Gives the draft what the file changed; what an editor changed too is kept unless it is to be overwritten."""
        if isinstance(found, Cancellation):
            told, values = {"state": digest(True)}, {"state": State.CANCELLED}
        else:
            told = told_digests(found)
            values = values_of(found, self.job.categories, self.page.get_full_url() or "")
            if self.own is not None:
                values |= self._own_words(self.own.description, found.description)
        for aspect in ASPECTS:
            said = told.get(aspect.name)
            is_news = self.job.overwrite or said != self.told.get(aspect.name)
            if said is not None and is_news and said != self.own_told.get(aspect.name):
                self._take(aspect, said, values)

    def _own_words(self, ours: str, theirs: str) -> dict[str, Any]:
        """Our calendar tells the summary behind the state of the event, and nothing of the description."""
        state = ours.removesuffix(self.page.summary) if self.page.summary else f"{ours}\n\n"
        return {
            "summary": shortened(theirs.removeprefix(state), SUMMARY_LENGTH),
            "description": self.draft.description,
        }

    def _take(self, aspect: Aspect, told: str, values: dict[str, Any]) -> None:
        before = page_digest(self.draft, aspect)
        former = {name: getattr(self.draft, name) for name in aspect.fields}
        self._put(aspect, values)
        after = page_digest(self.draft, aspect)
        is_edited = before != self.written.get(aspect.name) and not self.job.overwrite
        if before != after and ((aspect.is_fact and not self.is_source) or is_edited):
            self._put(aspect, former)
            (self.kept if is_edited else self.foreign).append(aspect)
            return
        if before != after:
            self.changed.append(aspect)
        self.told[aspect.name], self.written[aspect.name] = told, after

    def _put(self, aspect: Aspect, values: dict[str, Any]) -> None:
        for name in aspect.fields:
            setattr(self.draft, name, values[name])

    def decision(self, found: ReadEvent | Cancellation, name: str) -> Decision:
        """What came of it, in words, and the writing of it."""
        result = Result.UPDATED if self.changed else Result.LEFT if self.kept or self.foreign else Result.UNCHANGED
        line = Line(found.head.number, self.draft.title, result, tuple(self._reasons(found)), self.page.pk)
        return Decision(line, lambda: self._write(found.head, name))

    def _reasons(self, found: ReadEvent | Cancellation) -> Iterable[str]:
        if self.changed:
            yield _("Changed: %(names)s.") % {"names": _names(self.changed)}
            yield from found.notes if isinstance(found, ReadEvent) else ()
            if self.page.live and not self._goes_live():
                yield _("The change is in the draft, which is not published: it holds other changes, or you may not.")
        if self.kept:
            yield _("Changed here and in the file, and left as it is here: %(names)s.") % {"names": _names(self.kept)}
        if self.foreign:
            yield _("Edited on the page in the original language: %(names)s.") % {"names": _names(self.foreign)}

    def _goes_live(self) -> bool:
        user = self.job.user
        may_publish = user is None or self.page.permissions_for_user(user).can_publish()
        return self.page.live and not self.page.has_unpublished_changes and may_publish

    def _write(self, head: Head, name: str) -> EventPage | None:
        if self.changed:
            goes_live = self._goes_live()
            if not self.page.live:
                self.draft.save()
            revision = self.draft.save_revision(user=self.job.user, log_action=True)
            if goes_live:
                revision.publish(user=self.job.user)
        row = self.row or ImportedEvent(site=self.job.site, uid=head.uid, translation_key=self.page.translation_key)
        present = (row.told, row.written, row.sequence, row.calendar)
        row.told, row.written, row.sequence, row.calendar = self.told, self.written, head.sequence, name
        if row.pk is None or present != (row.told, row.written, row.sequence, row.calendar):
            row.imported_at = self.job.now
            row.save()
        return self.page


def _names(aspects: list[Aspect]) -> str:
    return ", ".join(str(aspect.label) for aspect in aspects)
