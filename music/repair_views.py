"""The list of texts that were read in a wrong encoding: what stands there, what is proposed, the editor's choice."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from core.pagination import paginate
from music.input import plain_keys
from music.models import AudioSample
from music.permissions import policy
from music.repairs import make, open_repairs, refuse, with_address

PER_PAGE = 50


def misread_for(user: Any) -> QuerySet[AudioSample]:
    """The samples with open proposals that the user may change."""
    own: QuerySet[AudioSample] = policy().instances_user_has_any_permission_for(user, ["change"])
    return own.filter(is_misread=True).order_by("-created_at", "-pk")


def hint(sample: AudioSample, user: Any) -> SafeString | None:
    """A sentence with the way to the list, where the user may decide about proposals for the sample."""
    if not sample.is_misread or not policy().user_has_permission_for_instance(user, "change", sample):
        return None
    sentence = _("Some words of “{title}” look as if they had been read in a wrong encoding.")
    start, _mark, end = sentence.partition("{title}")
    way = format_html('<a href="{}">{}</a>', reverse("music_admin:repairs"), _("See what is proposed"))
    return format_html("{}{}{} {}", start, sample.title, end, way)


@require_http_methods(["GET", "HEAD", "POST"])
def repairs(request: HttpRequest) -> HttpResponse:
    """Every open proposal; nothing is changed before it is ticked and approved."""
    if not policy().user_has_any_permission(request.user, ["change"]):
        raise PermissionDenied
    samples = misread_for(request.user)
    if request.method == "POST":
        _decide(request, samples)
        return redirect("music_admin:repairs")
    listed = paginate(request, samples.prefetch_related("refused_repairs"), PER_PAGE)
    rows = [with_address(repair) for sample in listed for repair in open_repairs(sample)]
    shown = {
        "rows": rows,
        "pages": listed,
        "all_ticked": request.GET.get("tick") == "all",
        "index_url": reverse("music_samples_modeladmin_index"),
    }
    return render(request, "music/admin/repairs.html", shown)


def _decide(request: HttpRequest, samples: QuerySet[AudioSample]) -> None:
    """Makes or refuses what was ticked and is still proposed; says what came of it."""
    keys = set(request.POST.getlist("repair"))
    ticked = plain_keys(key.partition("-")[0] for key in keys)
    readdressed = plain_keys(request.POST.getlist("address"))
    refused = request.POST.get("decision") == "refuse"
    count = 0
    for sample in samples.filter(pk__in=ticked[: PER_PAGE * 2]):
        chosen = [repair for repair in open_repairs(sample) if repair.key in keys]
        count += refuse(chosen, request.user) if refused else make(chosen, request.user, readdressed)
    if refused:
        told = ngettext("%(count)d text stays as it is.", "%(count)d texts stay as they are.", count)
    else:
        told = ngettext("%(count)d text was repaired.", "%(count)d texts were repaired.", count)
    if count:
        messages.success(request, told % {"count": count})
    if not keys:
        messages.warning(request, _("Nothing was ticked, so nothing was changed."))
    elif count < len(keys):
        messages.warning(request, _("Some texts have been changed meanwhile and were left alone. Look at them again."))
