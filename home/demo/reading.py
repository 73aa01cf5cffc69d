"""Reads the demonstration's files and turns their short notation into stream blocks."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

DATA = Path(__file__).parent / "data"
LANGUAGES = ("en", "kk", "ru")


def read(name: str) -> dict[str, Any]:
    """The content of one file, by its name without ending."""
    return tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))


def in_languages(entry: dict[str, Any]) -> dict[str, Any]:
    """The parts of an entry that are written in a language, by code, main language first."""
    return {code: entry[code] for code in LANGUAGES if code in entry}


class BodyWriter:
    """Writes the raw value of a body. ``contact`` and ``samples`` are the primary keys that blocks refer to;
    ``picture`` turns the notation of a picture into its raw value.
    """

    def __init__(self, contact: int, samples: dict[str, int], picture: Callable[[Any], Any]) -> None:
        self.contact = contact
        self.samples = samples
        self.picture = picture

    def raw(self, notation: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Raw stream data of a notation such as ``[{heading = "…"}, {text = "<p>…</p>"}]``."""
        return [
            {"type": kind, "value": self.value(kind, value), "id": str(uuid4())}
            for part in notation
            for kind, value in part.items()
        ]

    def value(self, kind: str, value: Any) -> Any:
        if kind == "heading":
            return {"text": value, "level": "h2"}
        if kind == "table":
            return {
                "caption": value["caption"],
                "columns": [{"type": "text", "heading": heading} for heading in value["columns"]],
                "rows": [{"values": row} for row in value["rows"]],
            }
        if kind == "audio_sample":
            return self.samples[value]
        if kind == "image":
            return self.picture(value)
        if kind == "contact":
            return self.contact
        if kind == "hours":
            return None
        return value
