"""The library's own views: many uploads at once, reading tags again, publicity of many samples,
where a sample is used.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.log_actions import log
from wagtail.models import Collection, ReferenceIndex

from music.forms import ManyUploadForm, refusal_sentence
from music.input import plain_keys
from music.models import AudioSample
from music.permissions import policy
from music.refusals import Refused
from music.repair_views import hint
from music.tasks import analyse_again
from music.uploads import examine, read_again, store

INDEX = "music_samples_modeladmin_index"
EDIT = "music_samples_modeladmin_edit"


@dataclass(frozen=True)
class Outcome:
    """What became of one file; `sentence` is safe HTML."""

    name: str
    stored: bool
    sentence: SafeString


def take(file: UploadedFile, collection: Collection, user: Any) -> Outcome:
    """Stores one of several files, or says why not."""
    name = file.name or ""
    try:
        sample = store(AudioSample(collection=collection), examine(file, user), user)
    except Refused as refused:
        return Outcome(name, False, conditional_escape(refusal_sentence(refused, user)))
    log(instance=sample, action="wagtail.create", user=user, content_changed=True)
    told = ", ".join(part for part in (sample.artist, sample.duration_text) if part)
    link = format_html('<a href="{}">{}</a>', reverse(EDIT, args=[sample.pk]), sample.title)
    stored = format_html(_("Stored as {}{}. It is not public yet."), link, f" ({told})" if told else "")
    return Outcome(name, True, format_html("{} {}", stored, hint(sample, user) or ""))


def wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Several files into one collection. The script sends them one by one and reads JSON; without it,
    one plain form does.
    """
    if not policy().user_has_permission(request.user, "add"):
        raise PermissionDenied
    sent = request.method == "POST"
    form = ManyUploadForm(request.POST if sent else None, request.FILES if sent else None, user=request.user)
    outcomes: list[Outcome] = []
    if form.is_valid():
        collection = form.cleaned_data["collection"]
        outcomes = [take(file, collection, request.user) for file in form.cleaned_data["recordings"]]
    if sent and wants_json(request):
        told = outcomes or [
            Outcome("", False, conditional_escape(str(sentence)))
            for errors in form.errors.values()
            for sentence in errors
        ]
        return JsonResponse({"outcomes": [{"name": o.name, "stored": o.stored, "sentence": o.sentence} for o in told]})
    return render(request, "music/admin/upload.html", {"form": form, "outcomes": outcomes, "index_url": reverse(INDEX)})


def own_or_404(request: HttpRequest, pk: int, *actions: str) -> AudioSample:
    """The sample, if the user may do one of the actions with it; a 404 otherwise."""
    found: AudioSample = get_object_or_404(AudioSample.objects.for_user(request.user), pk=pk)
    if not policy().user_has_any_permission_for_instance(request.user, actions, found):
        raise PermissionDenied
    return found


@require_POST
def read_tags(request: HttpRequest, pk: int) -> HttpResponse:
    """Reads the tags of the stored file again; what the editor typed stays."""
    sample = own_or_404(request, pk, "change")
    try:
        changed = read_again(sample, request.user)
    except FileNotFoundError:
        messages.error(request, _("The file of this recording is missing from the disk. Upload it again."))
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        labels = ", ".join(str(sample._meta.get_field(name).verbose_name) for name in changed)
        log(instance=sample, action="wagtail.edit", user=request.user, content_changed=bool(changed))
        messages.success(
            request,
            _("Read from the file: %(fields)s.") % {"fields": labels}
            if changed
            else _("The tags were read again. Nothing was missing."),
        )
    return redirect(EDIT, sample.pk)


@require_POST
def analyse(request: HttpRequest, pk: int) -> HttpResponse:
    """Has the recording measured and its renditions made once more, in the background."""
    sample = own_or_404(request, pk, "change")
    analyse_again(sample)
    messages.success(request, _("The recording will be analysed again. It can be played meanwhile."))
    return redirect(EDIT, sample.pk)


@require_POST
def publicity(request: HttpRequest) -> HttpResponse:
    """Makes the ticked samples public, or hides them."""
    public = request.POST.get("public") == "1"
    ticked = plain_keys(request.POST.getlist("sample"))
    allowed = policy().instances_user_has_any_permission_for(request.user, ["change"])
    with transaction.atomic():
        samples = list(allowed.filter(pk__in=ticked).exclude(public=public))
        for sample in samples:
            sample.public = public
            # Each by its own save, so that search and whatever else listens hears of it.
            sample.save(update_fields=["public", "updated_at"])
            log(instance=sample, action="wagtail.edit", user=request.user, content_changed=True)
    count = len(samples)
    if public:
        told = ngettext("%(count)d recording is public now.", "%(count)d recordings are public now.", count)
    else:
        told = ngettext("%(count)d recording is hidden now.", "%(count)d recordings are hidden now.", count)
    messages.success(request, told % {"count": count})
    return redirect(INDEX)


def usage(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that shows the sample, with the way to edit it."""
    sample = own_or_404(request, pk, "add", "change", "delete", "choose")
    finder = AdminURLFinder(request.user)
    places = [
        {"title": str(source), "kind": source._meta.verbose_name, "url": finder.get_edit_url(source)}
        for source, _references in ReferenceIndex.get_references_to(sample).group_by_source_object()
    ]
    return render(request, "music/admin/usage.html", {"sample": sample, "places": places, "index_url": reverse(INDEX)})
