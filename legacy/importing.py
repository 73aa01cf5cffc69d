"""Brings what was read of the old site into a mission's bulletins. The admin's page and the command both end here.

Each source is known again by its identity and is written in a transaction of its own, or not at all. What is here
already is linked and left as it is, unless overwriting was asked for.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _
from wagtail.models import Page

from legacy.addresses import claim
from legacy.archives import Files
from legacy.jobs import Job
from legacy.matching import find_named, match
from legacy.models import ImportedSource
from legacy.old_pages import OldPage, Picture, Recording, SourceRefused
from legacy.pictures import Gallery
from legacy.reading import Unread
from legacy.reports import Line, Result, read_of
from legacy.writing import make, overwrite, written
from news.models import BulletinPage

logger = logging.getLogger(__name__)


@dataclass
class Case:
    """One old page beside what is here of it."""

    job: Job
    page: OldPage
    gallery: Gallery
    row: ImportedSource | None = None
    bulletin: BulletinPage | None = None

    @property
    def is_settled(self) -> bool:
        """Whether the bulletin was once given just what the source says now."""
        row = self.row
        return row is not None and bool(row.written) and row.read == self.page.fingerprint

    def line(self, result: Result, *reasons: str) -> Line:
        pk = self.bulletin.pk if self.bulletin else None
        said = [reason for reason in reasons if reason]
        return Line(self.page.source, self.page.title, result, tuple(dict.fromkeys(said)), pk)


def take(job: Job, files: Files, found: OldPage | Unread) -> Line:
    """Takes one page, or says what would become of it."""
    if isinstance(found, Unread):
        return Line(found.source, "", Result.REFUSED, (found.reason,))
    gallery = Gallery(job, files, found.source)
    try:
        with transaction.atomic():
            if not job.is_trial:
                _wait_for_turn(job)
            return _decide(_case(job, found, gallery))
    except SourceRefused as refused:
        reason = str(refused)
    except ValidationError as error:
        reason = " ".join(error.messages)
    except IntegrityError:
        reason = _("Somebody else wrote to the list in the same moment. Import it again.")
    except OSError:
        logger.exception("A page of the old site could not be kept")
        reason = _("It could not be stored. Whoever looks after the server finds the reason in the log.")
    gallery.take_back()
    return Line(found.source, found.title, Result.REFUSED, (reason,))


def _wait_for_turn(job: Job) -> None:
    """One page of a list at a time from here to the end of the transaction, so that no two imports both find that it is
    new. SQLite lets in only one anyway.
    """
    if connection.features.has_select_for_no_key_update:
        Page.objects.select_for_update(no_key=True).filter(pk=job.index.pk).first()


def _case(job: Job, page: OldPage, gallery: Gallery) -> Case:
    row = ImportedSource.objects.filter(site=job.site, identity=page.identity).first()
    case = Case(job, page, gallery, row)
    if row is not None:
        case.bulletin = _in_list(job, row.translation_key)
    else:
        case.bulletin = _holder(job, page) or _twin(job, page)
    return case


def _in_list(job: Job, key: UUID) -> BulletinPage | None:
    pages = BulletinPage.objects.for_site(job.site).filter(translation_key=key).order_by("pk")
    return pages.filter(locale=job.index.locale).first() or pages.first()


def _holder(job: Job, page: OldPage) -> BulletinPage | None:
    """The bulletin that has the series and number of the page already."""
    series = find_named(job, "series", page.series) if page.number else None
    if series is None:
        return None
    held: BulletinPage | None = BulletinPage.objects.holder(series.pk, page.number, uuid4())
    return _in_list(job, held.translation_key) if held else None


def _twin(job: Job, page: OldPage) -> BulletinPage | None:
    """A bulletin of the same title and day, which somebody may have typed in."""
    if page.date is None or page.number:
        return None
    own = BulletinPage.objects.child_of(job.index).filter(title__iexact=page.title, date=page.date)
    return own.order_by("pk").first()


def _decide(case: Case) -> Line:
    if case.bulletin is None:
        if case.row is None or case.job.overwrite:
            return _new(case)
        return case.line(Result.LEFT, _("It was imported before and deleted here since. Overwriting makes it anew."))
    if case.job.overwrite and not case.is_settled:
        return _overwrite(case)
    return _link(case) if case.row is None else _compare(case)


def _new(case: Case) -> Line:
    twin = _met_before(case)
    if twin:
        return twin
    matched = match(case.job, case.page)
    hindrance = _why_draft(case)
    said = hindrance or _("As a published bulletin.")
    if case.job.is_trial:
        _look_beside(case)
        return case.line(Result.NEW, read_of(case.page), said, *case.page.notes, *matched.notes, *case.gallery.notes)
    case.bulletin = make(case.job, case.page, matched, case.gallery, publish=not hindrance)
    addresses = _keep(case, written(case.bulletin))
    return case.line(
        Result.NEW, read_of(case.page), said, *case.page.notes, *matched.notes, *case.gallery.notes, *addresses
    )


def _met_before(case: Case) -> Line | None:
    """In a trial, what the import would by then have made of an earlier source."""
    page, seen = case.page, case.job.seen
    keys = [f"source:{page.identity}"]
    keys += [f"issue:{page.series.casefold()}:{page.number}"] if page.number else []
    for key in keys:
        if not case.job.meets_first(key, page.source):
            sentence = _("The same as “%(source)s” of this import; it would be linked with it.")
            return case.line(Result.LINKED, sentence % {"source": seen[key]})
    return None


def _why_draft(case: Case) -> str:
    """Why the bulletin is not published; "" where it is."""
    page, job = case.page, case.job
    if page.date is None:
        return _("As a draft, since no date was found: give it its date, and publish it.")
    if not (page.category or job.category):
        return _("As a draft, since no category was found: give it one, and publish it.")
    if page.is_draft:
        return _("As a draft, as it was on the old site.")
    return _("As a draft.") if job.drafts or not job.may_publish() else ""


def _look_beside(case: Case) -> None:
    for block in case.page.blocks:
        if isinstance(block, Picture):
            case.gallery.block(block, case.page.title)
        elif isinstance(block, Recording):
            case.gallery.sample(block)


def _overwrite(case: Case) -> Line:
    hindrance = _hindrance(case)
    if hindrance or case.bulletin is None:
        return case.line(Result.LEFT, hindrance)
    edited = ""
    if case.row and case.row.written and written(case.bulletin) != case.row.written:
        edited = _("An editor changed it since; that text stays among its versions.")
    matched = match(case.job, case.page)
    if case.job.is_trial:
        _look_beside(case)
        return case.line(
            Result.UPDATED, read_of(case.page), edited, *case.page.notes, *matched.notes, *case.gallery.notes
        )
    case.bulletin = overwrite(case.job, case.bulletin, case.page, matched, case.gallery)
    addresses = _keep(case, written(case.bulletin))
    return case.line(
        Result.UPDATED, read_of(case.page), edited, *case.page.notes, *matched.notes, *case.gallery.notes, *addresses
    )


def _hindrance(case: Case) -> str:
    """Why a page may not be touched at all; "" where it may."""
    page, user = case.bulletin, case.job.user
    if page is None:
        return ""
    if page.locale_id != case.job.index.locale_id or not page.is_source():
        return _("It is a translation here. Import it into the list of its main language.")
    if page.live and page.has_unpublished_changes:
        return _("It has a draft that is not published. Publish or discard it, and import the page again.")
    holder = _holder(case.job, case.page)
    if holder is not None and holder.translation_key != page.translation_key:
        sentence = _("Its number is taken by “%(title)s”. Give one of the two another number first.")
        return sentence % {"title": holder.get_admin_display_title()}
    if user is None:
        is_locked = page.get_lock() is not None
    else:
        rights = page.permissions_for_user(user)
        if not rights.can_edit() or (page.live and not rights.can_publish()):
            return _("You may not edit this page.")
        is_locked = bool(rights.page_locked())
    return _("The page is locked. Unlock it, and import it again.") if is_locked else ""


def _link(case: Case) -> Line:
    sentence = _(
        "It is here already as “%(title)s”, which stays as it is. Overwriting gives it the text of the old page."
    )
    holder = case.bulletin
    notes = [] if case.job.is_trial else _keep(case, "")
    return case.line(Result.LINKED, sentence % {"title": holder.get_admin_display_title() if holder else ""}, *notes)


def _compare(case: Case) -> Line:
    if case.row is None or case.bulletin is None:
        return _new(case)
    added, notes = claim(case.job, case.page.old_addresses, case.bulletin.translation_key)
    if case.row.read != case.page.fingerprint:
        sentence = _("The source is not what it was at the import. Overwriting gives its text to the bulletin.")
        is_edited = bool(case.row.written) and written(case.bulletin) != case.row.written
        edited = _("An editor has changed the bulletin since, too.") if is_edited else ""
        return case.line(Result.CHANGED, sentence, edited, *notes)
    if added:
        return case.line(Result.UPDATED, _("Another old address leads to it now."), *notes)
    return case.line(Result.UNCHANGED, *notes)


def _keep(case: Case, mark: str) -> list[str]:
    """Notes what the source became, and where its addresses lead; returns what is to be said of these."""
    if case.bulletin is None:
        return []
    row = case.row or ImportedSource(site=case.job.site, identity=case.page.identity)
    row.source, row.read, row.written = case.page.source[-255:], case.page.fingerprint, mark
    row.translation_key, row.imported_at = case.bulletin.translation_key, case.job.now
    row.save()
    return claim(case.job, case.page.old_addresses, row.translation_key)[1]
