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
