"""The recordings of a folder on disk, in order. Nothing outside of the folder is ever opened."""

from __future__ import annotations

import errno
import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

# Names under which recordings go, refused kinds among them: an editor is told why. All else is left out.
ENDINGS = frozenset(
    (
        ".mp3", ".m4a", ".mp4", ".aac", ".ogg", ".oga", ".opus", ".flac", ".wav", ".aif", ".aiff", ".aifc", ".webm",
        ".weba", ".wma", ".amr",
    )
)  # fmt: skip


@dataclass(frozen=True)
class Found:
    """A file that may be a recording, by its path without links and its name inside the folder."""

    path: Path
    name: str
    is_outside: bool = False
    error: OSError | None = None


@dataclass(frozen=True)
class Contents:
    """What is in a folder: recordings by their names, and how many other files."""

    recordings: list[Found]
    left_out: int


def contents_of(folder: Path, *, recursive: bool = True) -> Contents:
    """Reads names only. Folders behind links are not entered; one that cannot be read is among the recordings, with
    its error.
    """
    root = folder.resolve()
    failed: list[OSError] = []
    found: list[Found] = []
    left_out = 0
    for place, folders, names in os.walk(root, onerror=failed.append):
        folders.sort()
        if not recursive:
            folders.clear()
        for name in sorted(names):
            if name.startswith(".") or Path(name).suffix.lower() not in ENDINGS:
                left_out += 1
                continue
            found.append(_found(root, Path(place, name)))
    found += [Found(Path(str(error.filename)), _name(root, Path(str(error.filename))), error=error) for error in failed]
    return Contents(found, left_out)


def _found(root: Path, path: Path) -> Found:
    try:
        real = path.resolve(strict=True)
    except (OSError, RuntimeError) as error:
        broken = error if isinstance(error, OSError) else OSError(str(error))
        return Found(path, _name(root, path), error=broken)
    return Found(real, _name(root, path), is_outside=not real.is_relative_to(root))


def _name(root: Path, path: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)


def opened(found: Found) -> BinaryIO:
    """The file for reading. Raises OSError where it cannot be, is no ordinary file, or has become a link meanwhile."""
    handle = os.open(found.path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError(errno.EINVAL, "not a file")
    return os.fdopen(handle, "rb")
