"""Where returned letters are read from: a mailbox over IMAP, or a maildir of the same machine."""

from __future__ import annotations

import imaplib
import logging
import mailbox
import ssl
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings

from newsletter.bounces import take_report
from newsletter.returned import LARGEST, read_report

logger = logging.getLogger(__name__)

AT_ONCE = 500
SILENCE_S = 20


class NotRead(Exception):
    """The mailbox could not be opened; the message says why, without its password."""


def read_all(now: datetime) -> int:
    """Reads every source that the settings name; returns how many reports counted. Raises NotRead."""
    counted = 0
    if settings.LIST_BOUNCE_MAILDIR:
        counted += sum(_take(content, now) for content in from_maildir(Path(settings.LIST_BOUNCE_MAILDIR)))
    if settings.LIST_BOUNCE_IMAP_URL:
        counted += sum(_take(content, now) for content in from_imap(settings.LIST_BOUNCE_IMAP_URL))
    return counted


def _take(content: bytes, now: datetime) -> bool:
    report = read_report(content)
    return report is not None and take_report(report, now) is not None


def from_maildir(folder: Path) -> Iterator[bytes]:
    """The new letters of a maildir; each is moved to those that were seen once it has been dealt with."""
    if not (folder / "new").is_dir():
        raise NotRead(f"{folder} is no maildir: it has no folder “new”.")
    box = mailbox.Maildir(folder, create=False)
    for path in sorted((folder / "new").iterdir())[:AT_ONCE]:
        with path.open("rb") as file:
            content = file.read(LARGEST)
        yield content
        path.rename(folder / "cur" / f"{path.name}:2,S")
    box.close()


def from_imap(url: str) -> Iterator[bytes]:
    """The unseen letters of a mailbox, ``imaps://user:password@host[:port]/folder``; each is marked as seen after."""
    parts = urlsplit(url)
    folder = unquote(parts.path.lstrip("/")) or "INBOX"
    try:
        line = _line(parts.scheme, parts.hostname or "", parts.port)
        with closing(_Session(line)):
            line.login(unquote(parts.username or ""), unquote(parts.password or ""))
            if line.select(f'"{folder}"')[0] != "OK":
                raise NotRead(f"The mailbox has no folder “{folder}”.")
            yield from _unseen(line)
    except (OSError, imaplib.IMAP4.error) as error:
        # What the server says may repeat the name.
        raise NotRead(f"The mailbox at {parts.hostname} could not be read: {type(error).__name__}.") from error


def _line(scheme: str, host: str, port: int | None) -> Any:
    if scheme == "imaps":
        return imaplib.IMAP4_SSL(host, port or 993, ssl_context=ssl.create_default_context(), timeout=SILENCE_S)
    return imaplib.IMAP4(host, port or 143, timeout=SILENCE_S)


class _Session:
    """Ends an IMAP dialogue whatever came before."""

    def __init__(self, line: Any) -> None:
        self.line = line

    def close(self) -> None:
        # The letters were dealt with; a server that does not say goodbye changes nothing.
        with suppress(OSError, imaplib.IMAP4.error):
            self.line.logout()


def _unseen(line: Any) -> Iterator[bytes]:
    _state, found = line.uid("search", None, "UNSEEN")
    for uid in found[0].split()[:AT_ONCE]:
        _state, parts = line.uid("fetch", uid, f"(BODY.PEEK[]<0.{LARGEST}>)")
        yield b"".join(part[1] for part in parts if isinstance(part, tuple))
        line.uid("store", uid, "+FLAGS", r"(\Seen)")
