"""What is pasted into a body: cleaned on the server, given back as blocks in the form that the editor takes."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from news.documents.blocks import Room, body_of, keep_no_picture
from news.documents.clipboard import read_clipboard
from news.documents.reports import report_of
from news.documents.structure import TooMuch
from news.models import BulletinPage

# A page that is pasted into has other fields already.
FIELDS_TAKEN = 2000


@require_POST
def paste(request: HttpRequest) -> JsonResponse:
    """Answers {"blocks": [{"type", "value"}], "notes": [sentences]}; 413 and 422 with {"reason"} for too much."""
    html = request.POST.get("html", "")
    if len(html.encode("utf-8", "surrogatepass")) > settings.MAX_PASTE_SIZE:
        return JsonResponse({"reason": too_much()}, status=413)
    try:
        document = read_clipboard(html)
        room = Room(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS - FIELDS_TAKEN, settings.BULLETIN_FILE_LETTERS)
        body = body_of(document, keep_no_picture, room)
    except TooMuch:
        return JsonResponse({"reason": too_much()}, status=422)
    report = report_of({}, document.dropped + body.dropped, [])
    blocks = [{"type": block["type"], "value": form_state(block)} for block in body.raw]
    return JsonResponse({"blocks": blocks, "notes": [*report.left_out, *report.changed]})


def form_state(block: dict[str, Any]) -> Any:
    """A raw block as the editor's own scripts know it."""
    child = BulletinPage.body.field.stream_block.child_blocks[block["type"]]
    return child.get_form_state(child.to_python(block["value"]))


def too_much() -> str:
    return _("That is too much to be pasted at once. Paste it in parts, or make a bulletin of the document.")
