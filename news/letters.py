"""The PDFs of bulletins: each is made once for what it shows, by one request of however many, and kept for a while.

A file is named by what it shows, so that none is ever outdated. They lie in the private storage; whether a request may
have one is asked before.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from core.press import NotPressed, Sheet, longest_seconds, press

logger = logging.getLogger(__name__)

FOLDER = "letters"
UNFINISHED = ".part"
# Who comes while another PDF is set waits for so long, and looks so often.
WAIT_SECONDS, LOOK_SECONDS = 8.0, 0.1
# A document of which no PDF came is not tried again before.
PAUSE_SECONDS = 3600
LOCK = "news.letters.press"


class NoLetter(Exception):
    """There is no PDF now. ``is_final``: nor will there be one soon, as it cannot be made of what the bulletin has."""

    def __init__(self, *, is_final: bool) -> None:
        super().__init__()
        self.is_final = is_final
        self.retry_after = PAUSE_SECONDS if is_final else int(WAIT_SECONDS)


def letter_file(sheet: Sheet) -> str:
    """The name of the PDF in the private storage; made now where it is not there. Raises NoLetter."""
    name = f"{FOLDER}/{sheet.mark}.pdf"
    if default_storage.exists(name):
        return name
    failed = f"news.letters.failed.{sheet.mark}"
    if cache.get(failed):
        raise NoLetter(is_final=True)
    with _turn(name) as is_mine:
        if is_mine and not default_storage.exists(name):
            try:
                _keep(name, press(sheet))
            except NotPressed as error:
                logger.warning("No PDF of %s: %s", sheet.base, error)
                cache.set(failed, True, PAUSE_SECONDS)
                raise NoLetter(is_final=True) from error
    return name


class _Places:
    """How many requests of this process may be busy with PDFs at once, set or waited for: half of those that Django
    works on, so that the pages always have the other half.
    """

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._taken = 0

    @contextmanager
    def one(self) -> Iterator[None]:
        with self._guard:
            if self._taken >= max(1, settings.DJANGO_REQUESTS // 2):
                raise NoLetter(is_final=False)
            self._taken += 1
        try:
            yield
        finally:
            with self._guard:
                self._taken -= 1


_places = _Places()


@contextmanager
def _turn(name: str) -> Iterator[bool]:
    """Waits until no other PDF is being set, here or in another process; False where the one that is wanted came
    meanwhile. Raises NoLetter where that takes too long, or too many wait.
    """
    own, pause = uuid4().hex, threading.Event()
    with _places.one():
        for _look in range(int(WAIT_SECONDS / LOOK_SECONDS)):
            if cache.add(LOCK, own, longest_seconds() + 60):
                break
            pause.wait(LOOK_SECONDS)
            if default_storage.exists(name):
                yield False
                return
        else:
            raise NoLetter(is_final=False)
        try:
            yield True
        finally:
            if cache.get(LOCK) == own:
                cache.delete(LOCK)


def _keep(name: str, content: bytes) -> None:
    """Writes the file as a whole or not at all: nobody ever reads half of one."""
    if settings.S3 is not None:
        default_storage.save(name, ContentFile(content))
        return
    target = Path(default_storage.path(name))
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_suffix(f".{uuid4().hex}{UNFINISHED}")
    unfinished.write_bytes(content)
    os.replace(unfinished, target)


def forget_old(now: datetime) -> int:
    """Removes the files that were made long ago; returns how many."""
    return _forget(now - timedelta(days=settings.PDF_KEPT_DAYS))


def forget_all() -> int:
    """Removes every file, as after something was withdrawn that any of them may say; they are made anew when asked."""
    return _forget(None)


def _forget(before: datetime | None) -> int:
    try:
        _folders, files = default_storage.listdir(FOLDER)
    except FileNotFoundError:
        return 0
    old = [name for name in files if not before or default_storage.get_modified_time(f"{FOLDER}/{name}") < before]
    for name in old:
        default_storage.delete(f"{FOLDER}/{name}")
    return len(old)
