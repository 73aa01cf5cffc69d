"""What counts as one listening, and whose it is without saying who. Pure: no database, no request, no clock."""

from __future__ import annotations

import hashlib
import hmac
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from music.delivery import Answer
from music.ranges import Span

# A listening counts when so much was heard, or half of a shorter recording.
ENOUGH_SECONDS = 30
# Words in the names of programs that nobody listens to: search engines, watchers, previews, command lines.
ROBOTS = (
    "archiver", "bot", "crawl", "curl", "facebookexternalhit", "feedfetcher", "go-http-client", "headless",
    "httpclient", "java/", "libwww", "lighthouse", "mediapartners", "monitor", "perl", "phantomjs", "postman",
    "preview", "python", "ruby", "scrap", "slurp", "spider", "validator", "wget",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Note:
    """That somebody heard a recording, for the few seconds until it is counted. `household` and `agent` are gone then.

    `site_id` is where the recording must be audible; None where delivery has decided that already.
    """

    public_id: str
    way: str
    household: str
    agent: str
    programme: str = ""
    site_id: int | None = None


def is_robot(agent: str, further: Iterable[str] = ()) -> bool:
    """Whether a program's name says that nobody listens; one without a name is none of a person."""
    # A maker of telephones whose name would be one of a robot.
    name = agent.lower().replace("cubot", "")
    return not name.strip() or any(word.lower() in name for word in (*ROBOTS, *further))


def asks_not_to_be_counted(headers: Mapping[str, str]) -> bool:
    """Global Privacy Control, or its forerunner Do Not Track; names of headers are in lower case."""
    return "1" in (headers.get("sec-gpc", "").strip(), headers.get("dnt", "").strip())


def listener_key(salt: str, note: Note) -> str:
    """The same for one listener of one recording in one way while the salt lasts; says nothing without it."""
    said = "\n".join((note.household, note.agent, note.public_id, note.way))
    return hmac.new(salt.encode(), said.encode(errors="replace"), hashlib.sha256).hexdigest()


def household_key(salt: str, household: str) -> str:
    """By which a household's turns of a day are counted without keeping its address."""
    return hmac.new(salt.encode(), household.encode(), hashlib.sha256).hexdigest()


def enough_bytes(size: int, seconds: float | None) -> int:
    """How many bytes of a file must have been sent: half of it, or what lasts ENOUGH_SECONDS where that is less."""
    share = min(0.5, ENOUGH_SECONDS / seconds) if seconds and seconds > 0 else 0.5
    return max(1, math.ceil(size * share))


def begins_at_start(answer: Answer) -> bool:
    """Whether an answer of the stream is the file, or one part of it from the first byte on. What a player asks for
    after a seek is not.
    """
    spans = [piece for piece in answer.pieces if isinstance(piece, Span)]
    return len(answer.pieces) == 1 and len(spans) == 1 and spans[0].first == 0
