"""What an editor says of a change to a published bulletin before it is published: a minor edit, or a correction.

Kept with the draft as plain data; pure.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

MINOR, CORRECTION = "minor", "correction"


@dataclass(frozen=True)
class Change:
    """``changed`` and ``why`` are the public note, "" for what is not said.

    ``against`` is the key of the revision that was public when this was said, None where a public page has none: what
    was said of another text holds no more. ``by`` is the key of who said it, which no reader is told.
    """

    kind: str = MINOR
    changed: str = ""
    why: str = ""
    against: int | None = None
    by: int | None = None

    @property
    def is_correction(self) -> bool:
        return self.kind == CORRECTION

    def as_data(self) -> dict[str, Any]:
        return asdict(self)


NOTHING = Change()


def change_of(data: dict[str, Any], public: int | None) -> Change:
    """What a draft says of its change against the revision ``public``; nothing where it was said of another one."""
    if not data or data["against"] != public:
        return NOTHING
    return Change(**data)
