"""Turns a publication into a correction where its draft says so: the text that was public until now is kept.

Called by the bulletin's own save, so that it holds for every way to publish: the form, a schedule, a workflow, code.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.db.models import Max
from django.utils import timezone

from news.changes import Change, change_of
from news.keeping import is_same_text, kept
from news.models.versions import BulletinVersion

if TYPE_CHECKING:
    from news.models.bulletins import BulletinPage


def note_correction(page: BulletinPage) -> None:
    """Called in the transaction of a save, before it: keeps the public text if ``page`` corrects it.

    A page that is not public yet, or whose save changes nothing for readers, is left alone. What a draft said of its
    change is used up by its publication.
    """
    manager = type(page).objects
    if page.alias_of_id:
        page.corrected_at = manager.filter(pk=page.alias_of_id).values_list("corrected_at", flat=True).first()
        return
    if page.pk is None or not page.live:
        return
    public = manager.select_for_update().filter(pk=page.pk, live=True).first()
    if public is None:
        return
    is_publication = public.live_revision_id != page.live_revision_id
    # The translation editor writes the public row first and publishes afterwards.
    if not is_publication and is_same_text(public, page, besides=page.facts):
        return
    page.corrected_at = public.corrected_at
    change = change_of(page.pending_change, public.live_revision_id)
    page.pending_change = {}
    if change.is_correction and not is_same_text(public, page):
        page.corrected_at = (is_publication and page.last_published_at) or timezone.now()
        _keep(public, page, change)


def _keep(public: BulletinPage, page: BulletinPage, change: Change) -> None:
    row: Any = kept(public)
    row.number = (BulletinVersion.objects.of(public).aggregate(last=Max("number"))["last"] or 0) + 1
    row.changed, row.why = change.changed, change.why
    row.corrected_at = page.corrected_at
    row.corrected_by = get_user_model()._default_manager.filter(pk=change.by).first() if change.by else None
    row.save()


def inherit_versions(page: BulletinPage, followed: int) -> None:
    """A page that followed another one as its alias, and does so no more, keeps the corrections that it showed."""
    for row in BulletinVersion.objects.filter(page=followed):
        row.pk = None
        row.page_id = page.pk
        row.save(force_insert=True)
