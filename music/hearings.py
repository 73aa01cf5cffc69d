"""Which answers of the audio layer are listenings: looked at before the first byte, decided by how many were sent."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs

from django.conf import settings

from core.clients import household_of
from music.access import AudioFile
from music.delivery import Answer
from music.listenings import Note, asks_not_to_be_counted, begins_at_start, enough_bytes, is_robot
from music.models import Way
from music.ranges import Span

LONGEST_AGENT = 300
TOLD = {name.encode(): name for name in ("user-agent", "sec-gpc", "dnt")}


class Hearing:
    """One answer on its way: a listening when enough of it was sent."""

    def __init__(self, note: Note, enough: int) -> None:
        self.note = note
        self.enough = enough
        self.sent = 0

    @property
    def counts(self) -> bool:
        return self.sent >= self.enough


def may_count(file: AudioFile, span: Span, scope: dict[str, Any]) -> bool:
    """Whether a part of a file is long enough, and from its start, so that it could be a listening. Costs nothing."""
    is_enough = span.first == 0 and span.length >= enough_bytes(file.size, file.seconds)
    return is_enough and b"by=" not in scope.get("query_string", b"")


def hearing_of(file: AudioFile, answer: Answer, public_id: str, scope: dict[str, Any]) -> Hearing | None:
    """What is to be counted of an answer: nothing of a part from the middle, of a robot, of who asks not to be
    counted, of what an editor alone may hear, and of the site's own players, which say it themselves (`by`).
    """
    if file.fresh_for is None or not begins_at_start(answer):
        return None
    query = parse_qs(scope.get("query_string", b"").decode("latin-1"))
    if "by" in query:
        return None
    headers = {TOLD[name]: value.decode("latin-1") for name, value in scope["headers"] if name in TOLD}
    agent = headers.get("user-agent", "")[:LONGEST_AGENT]
    if asks_not_to_be_counted(headers) or is_robot(agent, settings.PLAYS_ROBOTS):
        return None
    way = Way.DOWNLOAD if query.get("download") == ["1"] else Way.STREAM
    household = household_of(scope["client"][0] if scope.get("client") else "")
    return Hearing(Note(public_id, way, household, agent), enough_bytes(file.size, file.seconds))
