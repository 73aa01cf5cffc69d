"""May this request have this recording? The one place that answers it; how the bytes travel is decided elsewhere."""

from __future__ import annotations

import logging
import os
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from wagtail.models import Site

from music.conditionals import Validators
from music.licences import may_download
from music.models import AudioSample
from music.player import ORIGINAL
from music.recipes import RECIPES

logger = logging.getLogger(__name__)

# How long a browser may play a public recording again without asking. A permission that ends sooner is respected.
FRESH_SECONDS = 600


@dataclass(frozen=True)
class AudioFile:
    """A file that the request may have. On disk it is there, with the size that the database states; `path` is empty
    where it lies in a store elsewhere, which is not asked for every listener.

    `storage_name` is its name inside the private storage. `fresh_for` is in seconds; None says that it is heard by
    right of an editor and that nobody may keep it. `until` is when the permission ends, in seconds since 1970;
    `seconds` is how long the recording lasts, `may_save` whether the listener may have it as a download.
    """

    path: str
    storage_name: str
    size: int
    mime_type: str
    download_name: str
    validators: Validators
    fresh_for: int | None
    until: float | None = None
    may_save: bool = True
    seconds: float | None = None


def audio_file_for(request: HttpRequest, public_id: str, rendition: str, now: datetime) -> AudioFile | None:
    """The file behind an address, or None: unknown, another mission's, not public, lapsed and missing look alike.

    An editor who is logged in and has a right on the sample's collection hears it whatever its state.
    """
    if rendition not in (ORIGINAL, *RECIPES) or not _has_allowed_host(request):
        return None
    sample = _audible_sample(request, public_id, now)
    if sample is not None:
        return _file_of(sample, rendition, fresh_for(_end_of(sample), now.timestamp()))
    sample = _own_sample(request, public_id)
    return _file_of(sample, rendition, None) if sample is not None else None


def _has_allowed_host(request: HttpRequest) -> bool:
    """Wagtail alone would take an unknown host for the default site's."""
    try:
        request.get_host()
    except DisallowedHost:
        return False
    return True


def _audible_sample(request: HttpRequest, public_id: str, now: datetime) -> AudioSample | None:
    site = Site.find_for_request(request)
    if site is None:
        return None
    found: AudioSample | None = AudioSample.objects.audible(site, now).filter(public_id=public_id).first()
    return found


def _own_sample(request: HttpRequest, public_id: str) -> AudioSample | None:
    user = _user_of(request)
    if user is None:
        return None
    found: AudioSample | None = AudioSample.objects.for_user(user).filter(public_id=public_id).first()
    return found


def _user_of(request: HttpRequest) -> Any:
    """The account behind the session cookie; None for a stranger. Costs no query without a cookie."""
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    if not key or not key.isalnum():
        return None
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(key)
    user = get_user(request)
    return user if user.is_authenticated and user.is_active else None


def fresh_for(until: float | None, now: float) -> int:
    """For how many seconds a browser may play again what may be heard until then; both are seconds since 1970."""
    return FRESH_SECONDS if until is None else min(FRESH_SECONDS, int(until - now))


def _end_of(sample: AudioSample) -> float | None:
    return sample.permission_until.timestamp() if sample.permission_until else None


def _file_of(sample: AudioSample, rendition: str, seconds: int | None) -> AudioFile | None:
    """The original, or a rendition if it is made of the sample's present bytes."""
    named = sample.title or sample.slug
    if rendition == ORIGINAL:
        file, size, mime_type = sample.file, sample.size, sample.mime_type
        name = f"{named}.{sample.kind}"
        validators = Validators(f'"{sample.sha256}"', int(sample.updated_at.timestamp()))
    else:
        made = sample.renditions.filter(kind=rendition, source_hash=sample.sha256).first()
        if made is None:
            return None
        recipe = RECIPES[rendition]
        file, size, mime_type = made.file, made.size, recipe.mime_type
        name = f"{named}.{recipe.extension}"
        validators = Validators(f'"{made.content_hash}"', int(made.made_at.timestamp()))
    path = "" if settings.AUDIO_DELIVERY == "redirect" else _path_on_disk(sample, file, size)
    if path is None:
        return None
    return AudioFile(
        path=path,
        storage_name=str(file.name),
        size=size,
        mime_type=mime_type,
        download_name=name,
        validators=validators,
        fresh_for=seconds,
        until=_end_of(sample),
        may_save=seconds is None or may_download(sample),
        seconds=sample.duration,
    )


def _path_on_disk(sample: AudioSample, file: Any, size: int) -> str | None:
    """Where a file of the sample is, if it is what the database says; all else is logged as a fault of the install."""
    path: str = file.path
    try:
        found = os.stat(path).st_size
    except FileNotFoundError:
        logger.error("A file of sample %s is missing: %s", sample.pk, path)
        return None
    if found != size:
        logger.error("A file of sample %s has %d bytes instead of %d: %s", sample.pk, found, size, path)
        return None
    return path
