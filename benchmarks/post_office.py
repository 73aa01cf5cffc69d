"""A mail server on the loopback that writes down whom it took which letter for: one line each, before it says so.

    python -m benchmarks.post_office PORT FILE [--sync]

With ``--sync`` the line is on disk before the server answers 250, so that a server that is killed has lost no letter
that it took.
"""

from __future__ import annotations

import os
import re
import sys
import time
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller

MESSAGE_ID = re.compile(rb"^Message-ID:\s*(\S+)", re.MULTILINE | re.IGNORECASE)


class Clerk:
    """Takes every letter."""

    def __init__(self, book: Path, sync: bool) -> None:
        self.book = book.open("ab", buffering=0)
        self.sync = sync

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # aiosmtpd's name
        found = MESSAGE_ID.search(envelope.original_content)
        name = found[1] if found else b"-"
        self.book.write(b"".join(who.encode() + b"\t" + name + b"\n" for who in envelope.rcpt_tos))
        if self.sync:
            os.fsync(self.book.fileno())
        return "250 OK"


def main(port: str, book: str, *options: str) -> None:
    clerk = Clerk(Path(book), "--sync" in options)
    controller = Controller(clerk, hostname="127.0.0.1", port=int(port), data_size_limit=10_000_000)
    controller.start()
    while True:
        time.sleep(3600)


if __name__ == "__main__":
    main(*sys.argv[1:])
