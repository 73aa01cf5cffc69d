"""Plain text made fit for a place. Pure."""

from __future__ import annotations

from textwrap import shorten

ELLIPSIS = "…"
END_OF_TEXT = "\u2404"  # no word of any question


def shortened(text: str, limit: int) -> str:
    """``text`` in one line of ``limit`` characters at most, cut behind a whole word and marked with an ellipsis.

    Only a first word that is longer than the limit is cut in itself.
    """
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    cut = shorten(line, limit, placeholder=ELLIPSIS).removesuffix(ELLIPSIS).rstrip(" ,;:–-")
    return (cut or line[: limit - 1]) + ELLIPSIS


def printable(text: str, encoding: str | None = None) -> str:
    """``text`` as a terminal of that encoding may be shown it: control characters, signs without a shape and bytes that
    are no letters are written as Python escapes them.
    """
    shaped = "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in text)
    encoding = encoding or "utf-8"
    return shaped.encode(encoding, "backslashreplace").decode(encoding)
