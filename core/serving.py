"""What the site itself answers under `/media/` and `/documents/`. Originals of pictures have no address at all.

A server in front may answer `/media/` from the same folder; documents are always asked for here, as they may be
private.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import AsyncIterator
from pathlib import Path, PurePath
from typing import Any, BinaryIO

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import storages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.documents.models import document_served
from wagtail.permissions import policy_registry

from core.dispositions import content_disposition
from core.missions import current_site, site_of_collection
from core.models import MissionDocument
from core.safe_methods import require_safe

logger = logging.getLogger(__name__)

# The kinds of pictures that renditions are made in. Whatever else lies in the folder is not delivered.
PICTURE_TYPES = {
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
}
# By our own table, so that the answer does not depend on the machine. What is not in it is only ever saved.
DOCUMENT_TYPES = {
    ".csv": "text/csv; charset=utf-8",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".ics": "text/calendar; charset=utf-8",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".pdf": "application/pdf",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".rtf": "application/rtf",
    ".txt": "text/plain; charset=utf-8",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".zip": "application/zip",
}
INERT = "default-src 'none'; sandbox"
# Browsers refuse to show a PDF in a sandbox; it can do nothing without script and loads nothing.
INERT_PDF = "default-src 'none'; style-src 'unsafe-inline'"
# A rendition's name changes with the picture, so browsers may keep it for ever.
FOR_EVER = "public, max-age=31536000, immutable"
# The longest name of a file that common file systems take, in bytes.
MAX_NAME = 255
USING = ("add", "change", "delete", "choose")


class FileBody(FileResponse):
    """A file that is read in a thread and sent as it is read, whatever the server speaks."""

    async def __aiter__(self) -> AsyncIterator[bytes]:
        content: Any = self.streaming_content
        parts = iter(content)
        while part := await asyncio.to_thread(next, parts, b""):
            yield part


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """A rendition of a picture; where those lie in a store, the way to it."""
    kind = PICTURE_TYPES.get(PurePath(path).suffix.lower())
    if kind is not None and settings.S3 is not None:
        return _link_to_store(path)
    found = _inside(Path(settings.MEDIA_ROOT), path)
    if kind is None or found is None:
        raise Http404(_("There is no such picture."))
    facts = found.stat()
    headers = {"Content-Type": kind, "Cache-Control": FOR_EVER, "Content-Security-Policy": INERT}
    etag = f'"{facts.st_mtime_ns:x}-{facts.st_size:x}"'
    return deliver(request, found.open("rb"), facts.st_size, etag, headers)


def _link_to_store(path: str) -> HttpResponse:
    """Sends the browser on to a signed link, and lets it and caches remember that for half of the link's life."""
    bucket: Any = storages["renditions"]
    seconds = settings.S3["link_seconds"]
    try:
        link = bucket.signed_link(path, seconds)
    except SuspiciousFileOperation:
        raise Http404(_("There is no such picture.")) from None
    response = HttpResponseRedirect(link)
    response.headers["Cache-Control"] = f"public, max-age={seconds // 2}"
    return response


def _inside(root: Path, path: str) -> Path | None:
    """The file of that name below `root`, links followed; None for anything that is not a file there."""
    if "\0" in path or len(os.fsencode(path)) > MAX_NAME:
        return None
    folder = root.resolve()
    found = (folder / path).resolve()
    return found if found.is_relative_to(folder) and found.is_file() else None


@require_safe
def document(request: HttpRequest, document_id: int, name: str) -> HttpResponseBase:
    """A document, if the request may have it. Permission comes first; only then is a condition looked at."""
    found = get_object_or_404(MissionDocument.objects.select_related("collection"), pk=document_id)
    is_local = site_of_collection(found.collection) == current_site(request)
    if found.filename != name or not (is_local or _is_editor(request.user, found)):
        raise Http404(_("There is no such document."))
    for hook in hooks.get_hooks("before_serve_document"):
        refused = hook(found, request)
        if isinstance(refused, HttpResponse):
            return refused
    is_private = not is_local or found.collection.get_view_restrictions().exists()
    file = _open(found)
    document_served.send(sender=MissionDocument, instance=found, request=request)
    return deliver(request, file, found.file.size, f'"{found.get_file_hash()}"', _document_headers(name, is_private))


def _is_editor(user: Any, document: MissionDocument) -> bool:
    """Whether somebody may use the document whatever the host, as the admin is reached on any."""
    policy: Any = policy_registry.get_by_type(MissionDocument)
    return bool(policy.user_has_any_permission_for_instance(user, USING, document))


def _open(document: MissionDocument) -> BinaryIO:
    try:
        file: BinaryIO = document.file.storage.open(document.file.name, "rb")
    except FileNotFoundError:
        logger.error("The file of document %s is missing: %s", document.pk, document.file.name)
        raise Http404(_("There is no such document.")) from None
    return file


def _document_headers(name: str, is_private: bool) -> dict[str, str]:
    suffix = PurePath(name).suffix.lower()
    is_shown = suffix == ".pdf"
    return {
        "Content-Type": DOCUMENT_TYPES.get(suffix, "application/octet-stream"),
        "Content-Disposition": content_disposition(name, attachment=not is_shown),
        "Content-Security-Policy": INERT_PDF if is_shown else INERT,
        "Cache-Control": "private, no-store" if is_private else "no-cache",
    }


def deliver(request: HttpRequest, file: BinaryIO, size: int, etag: str, headers: dict[str, str]) -> HttpResponseBase:
    """The file, or what the request's conditions make of it; closes the file where it is not sent."""
    is_get = request.method == "GET"
    whole: Any = FileBody(file) if is_get else HttpResponse()
    about = {**headers, "X-Content-Type-Options": "nosniff", "ETag": etag, "Content-Length": str(size)}
    for name, value in about.items():
        whole[name] = value
    response: Any = get_conditional_response(request, etag, None, whole)
    if response is not whole or not is_get:
        file.close()
    return response
