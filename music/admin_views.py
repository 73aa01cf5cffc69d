"""The library's own views: reading tags again, publicity of many samples, where a sample is used."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.log_actions import log
from wagtail.models import ReferenceIndex

from music.input import plain_keys
from music.models import AudioSample
from music.permissions import policy
from music.refusals import Refused
from music.tasks import analyse_again
from music.uploads import read_again

INDEX = "music_samples_modeladmin_index"
EDIT = "music_samples_modeladmin_edit"


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
