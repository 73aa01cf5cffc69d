"""Addresses that open a letter in the reader's own mail program (RFC 6068). Pure."""

from __future__ import annotations

from urllib.parse import quote


def mailto(subject: str, body: str) -> str:
    """A letter to nobody yet. All but the plainest letters are encoded (RFC 6068, 5), and a line ends with CR LF; the
    subject is one line.
    """
    line = " ".join(subject.split())
    lines = "\r\n".join(body.splitlines())
    return f"mailto:?subject={quote(line, safe='')}&body={quote(lines, safe='')}"
