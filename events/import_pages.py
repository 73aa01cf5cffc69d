"""One event of a calendar file and its page: whether it is new, what of it changed, and the writing of it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID, uuid4

from anyascii import anyascii
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from core.addresses import is_reserved
from events.ics_reading import Cancellation, Head, ReadEvent
from events.import_aspects import page_digests, told_digests, unknown_categories, values_of
from events.import_comparison import Comparison
from events.import_jobs import Job
from events.import_reports import Decision, Line, Result
from events.models import CalendarEntry, EventPage, EventsPage, ImportedEvent

SLUG_LENGTH = 80


@dataclass(frozen=True)
class Known:
    """What is here of an event: the record of its import, and its pages in all languages."""

    row: ImportedEvent | None
    pages: list[EventPage]


def known_of(site: Site, uid: str) -> Known:
    """Looks for an event by the UID of the other calendar, and for one whose UID is our own."""
    row = ImportedEvent.objects.filter(site=site, uid=uid).first()
    key = row.translation_key if row else _own_key(uid)
    pages = EventPage.objects.for_site(site).filter(translation_key=key) if key else EventPage.objects.none()
    return Known(row, list(pages.select_related("locale").defer("description")))


def _own_key(uid: str) -> UUID | None:
    try:
        key = UUID(uid)
    except ValueError:
        return None
    return key if str(key) == uid else None


def decide_new(job: Job, read: ReadEvent, known: Known, name: str) -> Decision:
    notes = list(read.notes)
    if read.categories and len(unknown_categories(read, job.categories)) == len(read.categories):
        notes.append(_("It has no category here: none of its own is called “%(name)s”.") % {"name": read.categories[0]})
    if read.is_private:
        notes.append(_("As a draft, since it is private in the file: publish it yourself if visitors may know of it."))
    else:
        notes.append(_("As a published event.") if job.publish else _("As a draft."))
    line = Line(read.head.number, read.head.title, Result.NEW, tuple(notes))
    return Decision(line, lambda: _make(job, read, known, name))


def _make(job: Job, read: ReadEvent, known: Known, name: str) -> EventPage:
    key = uuid4()
    # The row first: of two who find the same event new, the second stops here.
    row = known.row or ImportedEvent(site=job.site, uid=read.head.uid)
    row.translation_key, row.calendar, row.imported_at = key, name, job.now
    row.sequence, row.told = read.head.sequence, told_digests(read)
    row.save()
    parent = EventsPage.objects.get(pk=job.calendar.pk)  # whose number of children is the present one
    page = EventPage(
        slug=free_slug(parent, read.head.title),
        locale=parent.locale,
        translation_key=key,
        owner=job.user,
        live=False,
        **values_of(read, job.categories, ""),
    )
    parent.add_child(instance=page)
    revision = page.save_revision(user=job.user)
    row.written = page_digests(page)
    row.save(update_fields=["written"])
    if job.publish and not read.is_private:
        revision.publish(user=job.user)
    return page


def free_slug(parent: EventsPage, title: str) -> str:
    """The title as an address that no page beside it has."""
    base = slugify(anyascii(title))[:SLUG_LENGTH].strip("-") or "event"
    if is_reserved(base):
        base = f"event-{base}"
    taken = set(Page.objects.child_of(parent).filter(slug__startswith=base).values_list("slug", flat=True))
    number, slug = 1, base
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug


def decide_update(job: Job, found: ReadEvent | Cancellation, known: Known, page: EventPage, name: str) -> Decision:
    row = known.row
    if row is not None and not job.overwrite and isinstance(found, ReadEvent) and told_digests(found) == row.told:
        # Most events of most files: neither the page nor who may edit it need be looked at.
        line = Line(found.head.number, page.title, Result.UNCHANGED, (), page.pk)
        return Decision(line, lambda: _keep_up(row, found.head, name))
    if isinstance(found, Cancellation) and not page.live and found.head.uid == str(page.translation_key):
        # So our own calendar tells others of what is not published any more.
        return Decision(Line(found.head.number, page.title, Result.UNCHANGED, (), page.pk))
    hindrance = _hindrance(job, found.head, known, page)
    if hindrance:
        return Decision(Line(found.head.number, page.title, Result.LEFT, (hindrance,), page.pk))
    comparison = Comparison(job, known.row, page, is_own=found.head.uid == str(page.translation_key))
    comparison.take(found)
    return comparison.decision(found, name)


def _keep_up(row: ImportedEvent, head: Head, name: str) -> None:
    """The calendar may have been renamed, or have counted on without a change that concerns us."""
    present = (max(row.sequence, head.sequence), name)
    if present != (row.sequence, row.calendar):
        row.sequence, row.calendar = present
        row.save(update_fields=["sequence", "calendar"])


def _hindrance(job: Job, head: Head, known: Known, page: EventPage) -> str:
    """Why a page may not be touched at all; "" where it may."""
    if job.user is not None:
        rights = page.permissions_for_user(job.user)
        if not rights.can_edit():
            return _("You may not edit this page.")
        is_locked = bool(rights.page_locked())
    else:
        is_locked = page.get_lock() is not None
    if is_locked:
        return _("The page is locked. Unlock it, and import the file again.")
    entry = CalendarEntry.objects.filter(translation_key=page.translation_key).first()
    sequence = known.row.sequence if known.row else entry.sequence if entry else 0
    if head.sequence < sequence and not job.overwrite:
        message = _("The file is older than what is here (SEQUENCE %(here)d, in the file %(there)d).")
        return message % {"here": sequence, "there": head.sequence}
    since = page.last_published_at
    if known.row is None and head.modified and since and head.modified < since.replace(microsecond=0):
        return "" if job.overwrite else _("The page was published anew after the file had been written.")
    return ""
