"""Where the files of the old site lie: a folder of this machine, or one zip file. Nothing outside of it is ever opened,
and nothing larger than the limits is ever held.
"""

from __future__ import annotations

import os
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, Protocol, cast

from django.utils.translation import gettext as _

from legacy.old_pages import SourceRefused
from music.folders import Found, opened

CHUNK, IN_MEMORY = 1 << 16, 1 << 20
# Text is rarely packed better than that; a bomb is packed a thousand times and more.
MOST_PACKED, SMALL = 200, 1 << 20
LONGEST_NAME = 250
DAMAGE = (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, RuntimeError, ValueError)


@dataclass(frozen=True)
class Limits:
    """Bytes of one page, of one recording and of all files together, and the number of files."""

    page: int
    recording: int
    total: int
    files: int


class FileMissing(SourceRefused):
    """There is no file of that name."""


class Files(Protocol):
    """Files by their names inside, with slashes. Reading raises SourceRefused."""

    def names(self) -> list[str]: ...

    def read(self, name: str) -> bytes: ...

    def opened(self, name: str) -> AbstractContextManager[BinaryIO]: ...


def too_large(limit: int) -> SourceRefused:
    return SourceRefused(_("It is larger than %(size)d MB.") % {"size": max(1, limit // (1 << 20))})


def too_many(limits: Limits) -> SourceRefused:
    return SourceRefused(_("There are more than %(count)d files in it. Import it in parts.") % {"count": limits.files})


class FolderFiles:
    """The files below a folder; with ``only``, one of them, which still sees the others beside it."""

    def __init__(self, root: Path, limits: Limits, only: str = "") -> None:
        self.root = root.resolve()
        self.limits = limits
        self.only = only

    def names(self) -> list[str]:
        if self.only:
            return [self.only]
        found: list[str] = []
        for place, folders, names in os.walk(self.root):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            below = Path(place).relative_to(self.root)
            found += [(below / name).as_posix() for name in sorted(names) if not name.startswith(".")]
            if len(found) > self.limits.files:
                raise too_many(self.limits)
        return found

    def read(self, name: str) -> bytes:
        with self.opened(name) as file:
            data = file.read(self.limits.page + 1)
        if len(data) > self.limits.page:
            raise too_large(self.limits.page)
        return data

    @contextmanager
    def opened(self, name: str) -> Iterator[BinaryIO]:
        try:
            real = (self.root / name).resolve(strict=True)
            if not real.is_relative_to(self.root):
                raise SourceRefused(_("It leads out of the folder."))
            file = opened(Found(real, name))
        except FileNotFoundError as error:
            raise FileMissing(_("It cannot be read.")) from error
        except (OSError, RuntimeError, ValueError) as error:
            if isinstance(error, SourceRefused):
                raise
            raise SourceRefused(_("It cannot be read.")) from error
        with file:
            yield file


class ZipFiles:
    """The files of a zip, looked over before one is opened. Raises SourceRefused, whole, for what no honest zip has."""

    def __init__(self, file: BinaryIO, limits: Limits) -> None:
        self.limits = limits
        try:
            self._zip = zipfile.ZipFile(file)
            infos = self._zip.infolist()
        except DAMAGE as error:
            raise SourceRefused(_("It is damaged or no zip file. Pack it again.")) from error
        if len(infos) > limits.files:
            raise too_many(limits)
        if sum(info.file_size for info in infos) > limits.total:
            raise SourceRefused(
                _("Unpacked it is larger than %(size)d MB. Import it in parts.") % {"size": limits.total // (1 << 20)}
            )
        self._infos: dict[str, zipfile.ZipInfo] = {}
        for info in infos:
            self._take(info)

    def _take(self, info: zipfile.ZipInfo) -> None:
        name = info.filename.replace("\\", "/")
        parts = PurePosixPath(name).parts
        if name.startswith("/") or ".." in parts or ":" in name.split("/", 1)[0] or "\0" in name:
            raise SourceRefused(_("A file in it wants to lie outside of it: “%(name)s”.") % {"name": name[:100]})
        if info.is_dir() or any(part.startswith(".") or part == "__MACOSX" for part in parts):
            return
        if info.flag_bits & 1:
            raise SourceRefused(_("It is locked with a password. Pack it without one."))
        if stat.S_ISLNK(info.external_attr >> 16) or len(name) > LONGEST_NAME:
            return
        if info.file_size > SMALL and info.file_size > MOST_PACKED * max(1, info.compress_size):
            raise SourceRefused(_("“%(name)s” in it is packed so tight that it is no page.") % {"name": name[:100]})
        self._infos[name] = info

    def names(self) -> list[str]:
        return sorted(self._infos)

    def read(self, name: str) -> bytes:
        return self._unpacked(name, self.limits.page).read()

    @contextmanager
    def opened(self, name: str) -> Iterator[BinaryIO]:
        with self._unpacked(name, self.limits.recording) as file:
            yield file

    def _unpacked(self, name: str, limit: int) -> BinaryIO:
        """What a file says of its own size is not believed: so much is unpacked and no more."""
        info = self._infos.get(name)
        if info is None:
            raise FileMissing(_("It cannot be read."))
        out = cast(BinaryIO, SpooledTemporaryFile(IN_MEMORY))  # noqa: SIM115  # whoever asked closes it
        try:
            with self._zip.open(info) as packed:
                while chunk := packed.read(CHUNK):
                    out.write(chunk)
                    if out.tell() > limit:
                        raise too_large(limit)
        except DAMAGE as error:
            out.close()
            if isinstance(error, SourceRefused):
                raise
            raise SourceRefused(_("It is damaged in the zip file.")) from error
        out.seek(0)
        return out
