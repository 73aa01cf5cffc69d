"""What every container reader shares: a buffered look at any offset, and the shape that a checked file has."""

from dataclasses import dataclass
from typing import BinaryIO

from music.refusals import Refused

BUFFER = 1 << 20


@dataclass(frozen=True)
class Shape:
    """A file whose structure is whole. `duration` is in seconds as the structure (not a tag) gives it,
    or None if it does not.
    """

    kind: str
    codec: str
    duration: float | None = None


class Reader:
    """Random access over an open file; it keeps one block in memory, so walking small frames costs few reads."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        self.size = file.seek(0, 2)
        self._start = 0
        self._block = b""

    def at(self, offset: int, length: int) -> bytes:
        """The bytes from `offset`; fewer than `length` at the end of the file."""
        inside = offset - self._start
        if inside < 0 or inside + length > len(self._block):
            self.file.seek(offset)
            self._start, inside = offset, 0
            self._block = self.file.read(max(length, BUFFER))
        return self._block[inside : inside + length]

    def exactly(self, offset: int, length: int) -> bytes:
        """The bytes from `offset`, or a refusal when the file ends before."""
        data = self.at(offset, length)
        if len(data) < length:
            raise Refused("truncated")
        return data
