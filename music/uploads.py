"""How a file becomes a sample: examined, told apart from what is there, stored whole or not at all."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, BinaryIO

from django.conf import settings
from django.core.files import File
from django.db import transaction

from music.artwork import add_cover, make_cover_renditions
from music.chapters import rows_of
from music.metadata import Limits, Metadata, read_metadata
from music.models.samples import AudioSample
from music.refusals import Refused
from music.slugs import free_slug
from music.storage import audio_path
from music.tags import Tags, clean, read_tags
from music.tasks import request_analysis

CHUNK = 1 << 20
FROM_TAGS = (
    "title",
    "artist",
    "album",
    "album_artist",
    "composer",
    "genre",
    "year",
    "track",
    "comment",
    "language",
    "copyright",
)
LANGUAGE_CODE = re.compile(r"[a-z]{2,3}(-[A-Za-z]{2,4})?\Z")


class Duplicate(Refused):
    """The very same bytes are in the library already, as `sample`."""

    def __init__(self, sample: AudioSample) -> None:
        super().__init__("duplicate", {"title": sample.title})
        self.sample = sample


@dataclass(frozen=True)
class Examined:
    """A file that may be stored."""

    file: File[bytes]
    metadata: Metadata
    sha256: str


def limits() -> Limits:
    return Limits(max_bytes=settings.MAX_AUDIO_SIZE)


def fingerprint(file: BinaryIO) -> str:
    """SHA-256 of an open file, in hex."""
    file.seek(0)
    digest = hashlib.sha256()
    while chunk := file.read(CHUNK):
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def examine(file: File[bytes], user: Any) -> Examined:
    """What an upload is; Refused when it is no whole recording,
    Duplicate when `user` can see the same bytes already.
    """
    return examine_among(file, AudioSample.objects.for_user(user))


def examine_among(file: File[bytes], library: Any) -> Examined:
    """The same; Duplicate when the bytes are among the samples of the queryset `library`."""
    stream: Any = file
    metadata = read_metadata(stream, file.name or "", limits())
    sha256 = fingerprint(stream)
    refuse_twin(sha256, library)
    return Examined(file, metadata, sha256)


def refuse_twin(sha256: str, library: Any) -> None:
    """Raises Duplicate when the bytes are among the samples of `library`."""
    twin = library.filter(sha256=sha256).first()
    if twin is not None:
        raise Duplicate(twin)


def fill_from_tags(sample: AudioSample, tags: Tags, before: Tags | None = None) -> list[str]:
    """Fills what is empty, or was taken from the tags `before` and not touched since; returns the fields it changed."""
    changed = []
    for name in FROM_TAGS:
        value, found = getattr(sample, name), getattr(tags, name)
        untouched = before is not None and value == getattr(before, name)
        if (not value or untouched) and found and value != found:
            setattr(sample, name, found)
            changed.append(name)
    if not sample.title_language and LANGUAGE_CODE.match(sample.language):
        sample.title_language = sample.language
        changed.append("title_language")
    return changed


def describe(sample: AudioSample, metadata: Metadata) -> None:
    """Copies what is measured, not typed."""
    for name in ("kind", "mime_type", "codec", "size", "duration", "bit_rate", "sample_rate", "channels"):
        setattr(sample, name, getattr(metadata, name))
    sample.tags_read = metadata.raw
    sample.chapters_read = rows_of(metadata.chapters)


def _stored_path(sample: AudioSample) -> str:
    return audio_path(sample, f".{sample.kind}")


@contextmanager
def whole_or_nothing(sample: AudioSample) -> Iterator[None]:
    """A transaction that takes the stored file with it when it fails."""
    try:
        with transaction.atomic():
            yield
    except BaseException:
        sample.file.storage.delete(_stored_path(sample))
        raise


def as_named(name: str) -> str:
    """The name of a file as its owner wrote it: browsers send three signs as %22, %0D and %0A (HTML, 4.10.22.8)."""
    return name.replace("%22", '"').replace("%0D", " ").replace("%0A", " ")


def title_of(sample: AudioSample) -> str:
    """What a sample is called when nobody says so: by the tags of its file, else by its address."""
    return read_tags(sample.tags_read).title or sample.slug or "—"


def prepare(sample: AudioSample, examined: Examined, user: Any) -> None:
    """Makes an unsaved sample out of an examined file; what is already typed into it stays.
    The next save stores the file.
    """
    describe(sample, examined.metadata)
    fill_from_tags(sample, examined.metadata.tags)
    sample.sha256 = examined.sha256
    sample.title = sample.title or clean(PurePath(as_named(examined.file.name or "")).stem, 255) or "—"
    sample.slug = sample.slug or free_slug(sample)
    sample.uploaded_by_user = user
    sample.file = File(examined.file, name=_stored_path(sample))


def finish(sample: AudioSample, cover: Any, user: Any) -> None:
    """Gives a stored sample its cover, unless an editor chose one, cuts covers to size, has the recording analysed."""
    request_analysis(sample)
    if sample.cover is None and cover is not None:
        sample.cover = add_cover(sample, cover, user)
        sample.cover_from_file = True
        sample.save(update_fields=["cover", "cover_from_file"])
    image = sample.cover
    if image is not None:
        transaction.on_commit(lambda: make_cover_renditions(image))


def store(sample: AudioSample, examined: Examined, user: Any) -> AudioSample:
    """Stores an examined file as `sample`, whose collection is set; row, file and cover, or nothing."""
    with whole_or_nothing(sample):
        prepare(sample, examined, user)
        sample.save()
        finish(sample, examined.metadata.cover, user)
    return sample


def read_again(sample: AudioSample, user: Any) -> list[str]:
    """Reads the stored file's tags once more and fills what no editor typed;
    returns the names of the changed fields.
    """
    before = read_tags(sample.tags_read)
    stream: Any
    with sample.file.open("rb") as stream:
        metadata = read_metadata(stream, sample.file_name, limits())
    describe(sample, metadata)
    analysis = getattr(sample, "analysis", None)
    if analysis is not None and analysis.is_current:
        # What was heard is truer than what a header says.
        sample.duration = analysis.duration_ms / 1000
    changed = fill_from_tags(sample, metadata.tags, before)
    with transaction.atomic():
        sample.save()
        finish(sample, metadata.cover, user)
    return changed
