"""Pictures and recordings of saved pages: taken from what lies beside the page. Nothing is ever fetched."""

from __future__ import annotations

import hashlib
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _

from core.image_forms import PictureFileField
from core.missions import collections_under
from core.models import MissionImage
from legacy.archives import FileMissing, Files
from legacy.jobs import Job
from legacy.old_pages import Picture, Recording, SourceRefused


class Gallery:
    """The pictures of one source; ``made`` are those whose files are to go again where the source is not kept."""

    def __init__(self, job: Job, files: Files, source: str) -> None:
        self.job = job
        self.files = files
        self.folder = PurePosixPath(source.partition("#")[0]).parent
        self.notes: list[str] = []
        self.made: list[MissionImage] = []

    def block(self, picture: Picture, title: str) -> dict[str, Any] | None:
        """The raw value of a picture block; None for a picture that is left out, which is said."""
        data = self._data(picture)
        if data is None:
            return None
        if not picture.alt:
            sentence = _("The picture “%(name)s” has no text alternative. Write one.")
            self.notes.append(sentence % {"name": PurePosixPath(picture.source).name[:80]})
        if self.job.is_trial:
            return None
        image = self._known(data) or self._make(picture, data, title)
        return {"image": image.pk, "alt": picture.alt, "caption": "", "credit": ""} if image else None

    def _leave_out(self, picture: Picture, why: str) -> None:
        said = picture.source if len(picture.source) <= 120 else f"{picture.source[:120]}…"
        self.notes.append(_("The picture “%(name)s” is left out: %(why)s") % {"name": said, "why": why})

    def _data(self, picture: Picture) -> bytes | None:
        parts = urlsplit(picture.source.split("#")[0])
        if parts.scheme or parts.netloc or picture.source.startswith("/"):
            self._leave_out(picture, _("it lies elsewhere, and nothing is fetched. Save the page with its pictures."))
            return None
        if not self.job.may_add_pictures():
            self._leave_out(picture, _("you may not add pictures here."))
            return None
        name = _inside(self.folder, unquote(parts.path))
        try:
            data = self.files.read(name) if name else b""
        except FileMissing:
            data = b""
        except SourceRefused as refused:
            self._leave_out(picture, str(refused))
            return None
        if not data:
            self._leave_out(picture, _("it is not among the files."))
        return data or None

    def _known(self, data: bytes) -> MissionImage | None:
        own: Any = self.job.mission.collection
        digest = hashlib.sha1(data, usedforsecurity=False).hexdigest()
        found = MissionImage.objects.filter(collection__in=collections_under(own.path), file_hash=digest)
        return found.order_by("pk").first()

    def _make(self, picture: Picture, data: bytes, title: str) -> MissionImage | None:
        name = PurePosixPath(unquote(picture.source)).name[-80:]
        upload = SimpleUploadedFile(name, data)
        try:
            PictureFileField().clean(upload)
        except ValidationError as error:
            self._leave_out(picture, " ".join(error.messages))
            return None
        upload.seek(0)
        image = MissionImage(
            collection=self.job.mission.collection,
            title=(picture.alt or title)[:255],
            description=picture.alt,
            file=upload,
            uploaded_by_user=self.job.user,
        )
        image._set_image_file_metadata()
        image.save()
        self.made.append(image)
        return image

    def sample(self, recording: Recording) -> int | None:
        """The key of the sample that the page links to; None where it is not of this import, which is said, and in a
        trial.
        """
        path = unquote(urlsplit(recording.source).path)
        inside = _inside(self.folder, path) if not path.startswith("/") else ""
        same_name = [name for name in self.job.recordings if PurePosixPath(name).name == PurePosixPath(path).name]
        name = inside if inside in self.job.recordings else same_name[0] if len(same_name) == 1 else ""
        if not name:
            sentence = _("The recording “%(name)s” is not among the files; its line stays as text.")
            self.notes.append(sentence % {"name": PurePosixPath(path).name[:80]})
        return self.job.recordings.get(name)

    def take_back(self) -> None:
        """Removes the files of what the database has not kept."""
        for image in self.made:
            image.file.delete(save=False)


def _inside(folder: PurePosixPath, path: str) -> str:
    """The name of a file beside the page; "" for one that would lie outside of all that was given."""
    steps: list[str] = []
    for part in (folder / path.replace("\\", "/")).parts:
        if part == "..":
            if not steps:
                return ""
            steps.pop()
        elif part not in {".", "/"}:
            steps.append(part)
    return "/".join(steps)
