"""The note of a correction for a page that the translation editor writes, which shows none of the page's own form."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from news.change_form import CHANGED_HELP, WHY_HELP
from news.changes import CORRECTION, Change, change_of
from news.models import BulletinPage
from news.models.versions import NOTE_LENGTH


class NoteForm(forms.Form):
    """Both parts of the note."""

    changed = forms.CharField(
        label=gettext_lazy("What was changed"), help_text=CHANGED_HELP, max_length=NOTE_LENGTH, widget=forms.Textarea
    )
    why = forms.CharField(label=gettext_lazy("Why"), help_text=WHY_HELP, max_length=NOTE_LENGTH, widget=forms.Textarea)


@require_http_methods(["GET", "HEAD", "POST"])
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """Keeps the note until the translation is published next; ``clear`` takes it back."""
    page = get_object_or_404(BulletinPage, pk=pk, live=True, alias_of=None)
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    said = change_of(page.pending_change, page.live_revision_id)
    if "clear" in request.POST:
        return _kept(request, page, {}, _("The next publication is a minor edit: readers are told nothing."))
    form = NoteForm(request.POST or None, initial={"changed": said.changed, "why": said.why})
    if form.is_valid():
        user: Any = request.user
        change = Change(CORRECTION, against=page.live_revision_id, by=user.pk, **form.cleaned_data)
        told = _("The note is kept. It is published with the next publication of the translation.")
        return _kept(request, page, change.as_data(), told)
    context = {"form": form, "page": page, "is_kept": said.is_correction}
    return render(request, "news/admin/note.html", context, status=422 if form.is_bound else 200)


def _kept(request: HttpRequest, page: BulletinPage, data: dict[str, Any], told: str) -> HttpResponse:
    page.pending_change = data
    page.save(update_fields=["pending_change"])
    messages.success(request, told)
    return redirect("wagtailadmin_pages:edit", page.pk)
