"""The page that takes many recordings. The script sends them one by one and reads JSON; without it one plain form
sends them all. Both show the same summary.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from music.batch_forms import ManyUploadForm
from music.batches import Batch, Outcome, State, take
from music.forms import twin_sentence
from music.models import AudioSample
from music.permissions import collections_to_add, policy
from music.repair_views import hint

INDEX = "music_samples_modeladmin_index"
EDIT = "music_samples_modeladmin_edit"
# The script alone knows of files that were never sent.
UNSENT = "unsent"
HEADINGS: dict[str, Promise] = {
    State.NEW: gettext_lazy("New"),
    State.DUPLICATE: gettext_lazy("Already in the library"),
    State.REFUSED: gettext_lazy("Refused"),
    UNSENT: gettext_lazy("Not sent"),
}


@dataclass(frozen=True)
class Told:
    """An outcome as the page shows it; `sentence` is safe HTML."""

    name: str
    state: str
    sentence: SafeString


@dataclass(frozen=True)
class Group:
    """The files with one end."""

    state: str
    heading: Promise
    rows: list[Told]


def tell(outcome: Outcome, user: Any) -> Told:
    """The outcome of one file in a sentence for the editor, with a link to the sample."""
    return Told(outcome.name, outcome.state, conditional_escape(_sentence(outcome, user)))


def _sentence(outcome: Outcome, user: Any) -> str | SafeString:
    sample = outcome.sample
    if sample is None:
        return outcome.reason
    if outcome.state == State.DUPLICATE:
        return twin_sentence(sample, user)
    told = ", ".join(part for part in (sample.artist, sample.duration_text) if part)
    link = format_html('<a href="{}">{}</a>', reverse(EDIT, args=[sample.pk]), sample.title)
    sentence = _("Stored as {}{}. It is public.") if sample.public else _("Stored as {}{}. It is not public yet.")
    stored = format_html(sentence, link, f" ({told})" if told else "")
    return format_html("{} {}", stored, hint(sample, user) or "")


def grouped(rows: Iterable[Told]) -> list[Group]:
    """All groups in their order, empty ones too: the script fills them."""
    told = list(rows)
    return [Group(state, heading, [row for row in told if row.state == state]) for state, heading in HEADINGS.items()]


def wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


def complaints(form: ManyUploadForm) -> list[str]:
    """What is wrong with the form, each sentence with the name of its field."""
    labels = {name: str(field.label) for name, field in form.fields.items()}
    return [
        f"{labels[name]}: {sentence}" if name in labels else str(sentence)
        for name, sentences in form.errors.items()
        for sentence in sentences
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Takes what was posted, each file on its own, and says what became of it."""
    if not policy().user_has_permission(request.user, "add"):
        raise PermissionDenied
    sent = request.method == "POST"
    posted = (request.POST, request.FILES) if sent else (None, None)
    form = ManyUploadForm(*posted, collections=collections_to_add(request.user))
    rows = [tell(outcome, request.user) for outcome in outcomes(form, request.user)] if form.is_valid() else []
    if sent and wants_json(request):
        return _answer(form, rows)
    limit = settings.MAX_AUDIO_SIZE
    context = {
        "form": form,
        "rows": rows,
        "groups": grouped(rows),
        "most": settings.AUDIO_BATCH_FILES,
        "at_once": settings.AUDIO_BATCH_AT_ONCE,
        "max_bytes": limit,
        "max_size": filesizeformat(limit),
        "index_url": reverse(INDEX),
        "login_url": reverse("wagtailadmin_login"),
    }
    return render(request, "music/admin/upload.html", context)


def outcomes(form: ManyUploadForm, user: Any) -> Iterable[Outcome]:
    """What becomes of the files of a valid form, one after another."""
    data = form.cleaned_data
    batch = Batch(data["collection"], AudioSample.objects.for_user(user), user, data)
    files = data["recordings"]
    # A key is that of one file.
    key = data["key"] if len(files) == 1 else ""
    return (take(batch, file, key) for file in files)


def _answer(form: ManyUploadForm, rows: list[Told]) -> JsonResponse:
    if form.errors:
        return JsonResponse({"complaints": complaints(form)}, status=422)
    return JsonResponse(
        {"outcomes": [{"name": row.name, "state": row.state, "sentence": row.sentence} for row in rows]}
    )
