"""Has documents set as PDF by a process of its own (``core.pressing``), within limits."""

from __future__ import annotations

import base64
import hashlib
import json
import logging
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import PurePath

from django.conf import settings
from django.core.files.storage import storages

from core.icons import RENDITIONS
from core.press_library import PACKAGE
from core.process_limits import OUT_OF_MEMORY
from core.serving import PICTURE_TYPES

logger = logging.getLogger(__name__)

# The process may wait for a slow disk or a busy machine, but not for ever.
PATIENCE = 4


class NotPressed(Exception):
    """No PDF came of a document; the text is for the log."""


@dataclass(frozen=True)
class Sheet:
    """A document as it is set. ``base`` is the full address against which its links are read.

    Beside the typeface it shows nothing but ``pictures``, names of renditions by the addresses that stand in the text,
    and ``drawings``, SVG by the same.
    """

    html: str
    css: str
    base: str
    pictures: Mapping[str, str] = field(default_factory=dict)
    drawings: Mapping[str, str] = field(default_factory=dict)

    @property
    def mark(self) -> str:
        """Changes with every letter and picture, and with the program that sets them.

        No picture is opened for it: the name of a rendition belongs to one picture's bytes alone.
        """
        told = [version(PACKAGE), self.base, self.css, self.html, sorted(self.pictures.items())]
        return hashlib.sha256(repr((*told, sorted(self.drawings.items()))).encode()).hexdigest()


def longest_seconds() -> int:
    """After this time a process that sets a document has ended, whatever happened to it."""
    return int(settings.PDF_SECONDS) * PATIENCE


def press(sheet: Sheet) -> bytes:
    """The PDF of a document. Raises NotPressed where it takes more than the settings allow."""
    job = {
        "html": sheet.html,
        "css": sheet.css,
        "base": sheet.base,
        "mark": sheet.mark,
        "parts": {url: (kind, base64.b64encode(content).decode()) for url, kind, content in _parts(sheet)},
        "cpu_seconds": settings.PDF_SECONDS,
        "memory_mb": settings.PDF_MEMORY_MB,
    }
    # What the process leaves behind goes with the folder, also where it was killed.
    with tempfile.TemporaryDirectory(prefix="press-") as scratch:
        done = _run(json.dumps(job).encode(), scratch)
    if done.returncode:
        raise NotPressed(_reason(done.returncode))
    if len(done.stdout) > settings.PDF_SIZE:
        raise NotPressed(f"the PDF has {len(done.stdout)} bytes, which is more than PDF_MB allows")
    return done.stdout


def _parts(sheet: Sheet) -> Iterator[tuple[str, str, bytes]]:
    """Address, media type and content of all that the document may show. A picture that cannot be read is left out,
    and its text alternative stands there.
    """
    for address, svg in sheet.drawings.items():
        yield address, PICTURE_TYPES[".svg"], svg.encode()
    room: int = settings.PDF_SIZE
    for address, name in sheet.pictures.items():
        try:
            with storages[RENDITIONS].open(name) as file:
                content: bytes = file.read()
        except OSError as error:
            logger.warning("The picture “%s” cannot be read: %s", name, error)
            continue
        room -= len(content)
        if room < 0:
            raise NotPressed("its pictures are larger than PDF_MB allows")
        yield address, PICTURE_TYPES.get(PurePath(name).suffix.lower(), "application/octet-stream"), content


def _run(job: bytes, scratch: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "core.pressing"]
    environment = {"PATH": os.environ.get("PATH", ""), "TMPDIR": scratch, "LANG": "C.UTF-8"}
    try:
        return subprocess.run(  # noqa: S603  # our own module
            command,
            input=job,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=settings.BASE_DIR,
            env=environment,
            timeout=longest_seconds(),
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise NotPressed(f"it was not ready after {error.timeout} seconds") from error


def _reason(code: int) -> str:
    if code == OUT_OF_MEMORY:
        return "it needs more memory than PDF_MEMORY_MB allows"
    if code == -signal.SIGXCPU:
        return "it needs more processor time than PDF_SECONDS allows"
    return f"the process ended with {code}"
