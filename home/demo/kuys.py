"""Three short pieces in the manner of a küy, written for the demonstration: strokes in time. Pure.

A tune is a string of notes "fret:beats" on the high string, "-" rests; the low string drones under it.
"""

from __future__ import annotations

from collections.abc import Iterator

from home.demo.dombra import Stroke

# Strokes within one beat: share of the beat at which each begins, and whether the hand goes up.
SINGLE = ((0.0, False),)
PAIR = ((0.0, False), (0.5, True))
RIDE = ((0.0, False), (0.5, True), (0.75, False))
RUN = ((0.0, False), (0.25, True), (0.5, False), (0.75, True))

DAWN_CALL = "0:3 3:1 5:2 7:4 5:1 3:1 5:3 0:3 3:1 5:2 7:3 10:2 8:1 7:4"
DAWN_SONG = "7:1 8:1 10:1 12:3 10:1 8:1 7:1 5:3 3:1 5:1 7:1 8:2 7:1 5:2 3:1 0:3"
DAWN_ANSWER = "12:2 10:1 8:1 7:1 8:1 10:2 7:1 5:3 7:1 5:1 3:1 2:2 3:1 0:3"
BREEZE_ONE = "7:1 9:1 10:1 9:1 7:1 5:1 7:2 5:1 7:1 9:1 7:1 5:1 3:1 2:2"
BREEZE_TWO = "12:1 10:1 9:1 10:1 12:1 14:1 12:2 10:1 9:1 7:1 9:1 10:1 9:1 7:2"
BREEZE_END = "5:1 7:1 9:1 5:1 3:1 2:1 0:2 5:1 3:1 2:1 3:1 0:4"
ROAD_ONE = "0:2 0:1 3:1 5:2 5:2 7:2 5:1 3:1 5:4 5:2 7:1 8:1 10:2 8:2 7:2 5:1 3:1 5:4"
ROAD_TWO = "12:2 12:1 10:1 12:2 15:2 14:2 12:1 10:1 12:4 10:2 8:1 7:1 8:2 10:2 7:2 5:1 3:1 5:4"
BELLS = "12:2 7:2 10:2 5:2 8:1 7:1 5:1 3:1 5:4 12:2 7:2 10:2 5:2 7:1 5:1 3:1 2:1 0:4"
ROAD_HOME = "5:2 3:1 5:1 7:2 3:2 0:2 3:1 0:1 0:4"


def notes(tune: str) -> Iterator[tuple[int | None, float]]:
    """(fret or None, beats) of each note."""
    for note in tune.split():
        fret, _colon, beats = note.partition(":")
        yield (None if fret == "-" else int(fret)), float(beats)


class Hand:
    """Writes strokes down one after another; `at` is the time reached, in seconds."""

    def __init__(self) -> None:
        self.strokes: list[Stroke] = []
        self.at = 0.0

    def play(
        self,
        tune: str,
        beat: float,
        pattern: tuple[tuple[float, bool], ...],
        drone: int | None = 0,
        force: float = 0.75,
    ) -> None:
        """A tune at `beat` seconds a beat, every beat of a note struck in the pattern."""
        for fret, beats in notes(tune):
            if fret is not None:
                self._note(fret, beats, beat, pattern, drone, force)
            self.at += beats * beat

    def _note(
        self,
        fret: int,
        beats: float,
        beat: float,
        pattern: tuple[tuple[float, bool], ...],
        drone: int | None,
        force: float,
    ) -> None:
        for number in range(int(beats)):
            for index, (share, up) in enumerate(pattern):
                first = number == 0 and index == 0
                weight = force * (1.0 if first else 0.72 if not up else 0.6)
                self.strokes.append(Stroke(self.at + (number + share) * beat, drone, fret, weight, up))

    def sing(self, tune: str, beat: float, force: float = 0.6) -> None:
        """A free line: each note is plucked once and rings, the low string answers long notes."""
        for fret, beats in notes(tune):
            if fret is not None:
                self.strokes.append(Stroke(self.at, None, fret, force))
                if beats >= 3:
                    self.strokes.append(Stroke(self.at + beat, 0, None, force * 0.8))
                    self.strokes.append(Stroke(self.at + 2 * beat, 0, fret, force * 0.6, up=True))
            self.at += beats * beat


def dawn() -> list[Stroke]:
    """Slow and free at first, then a song in threes."""
    hand = Hand()
    hand.sing(DAWN_CALL, 0.44)
    hand.play(DAWN_SONG, 0.36, SINGLE, force=0.6)
    hand.play(DAWN_SONG, 0.34, PAIR)
    hand.play(DAWN_ANSWER, 0.34, PAIR, force=0.85)
    hand.play(DAWN_SONG, 0.34, RIDE, force=0.85)
    hand.play(DAWN_ANSWER, 0.34, RIDE, force=0.85)
    hand.play(DAWN_ANSWER, 0.36, PAIR, force=0.7)
    hand.sing("7:3 5:2 3:2 5:3 0:5", 0.5)
    return hand.strokes


def breeze() -> list[Stroke]:
    """Light and quick, the low string a fifth up in the middle."""
    hand = Hand()
    for _ in range(2):
        hand.play(BREEZE_ONE, 0.25, SINGLE, force=0.65)
    hand.play(BREEZE_ONE + " " + BREEZE_TWO, 0.25, PAIR)
    hand.play(BREEZE_TWO, 0.25, PAIR, drone=7, force=0.85)
    for _ in range(2):
        hand.play(BREEZE_ONE, 0.25, RUN, force=0.8)
        hand.play(BREEZE_TWO, 0.25, PAIR, drone=7, force=0.85)
    hand.play(BREEZE_ONE, 0.25, PAIR, force=0.6)
    hand.play(BREEZE_TWO, 0.26, SINGLE, force=0.6)
    hand.play(BREEZE_END, 0.28, SINGLE, force=0.6)
    return hand.strokes


def road() -> list[Stroke]:
    """A rider's rhythm from the first stroke to the last mile."""
    hand = Hand()
    hand.play("0:4 0:4", 0.29, RIDE, force=0.5)
    for force in (0.65, 0.8):
        hand.play(ROAD_ONE, 0.29, RIDE, force=force)
    hand.play(ROAD_TWO, 0.28, RIDE, force=0.9)
    hand.play(ROAD_ONE, 0.28, RUN, force=0.8)
    hand.play(ROAD_ONE, 0.28, RIDE, drone=7, force=0.85)
    hand.play(ROAD_TWO, 0.28, RIDE, drone=5, force=0.95)
    hand.play(ROAD_TWO, 0.28, RUN, force=0.9)
    hand.play(ROAD_ONE, 0.29, PAIR, force=0.7)
    hand.play(ROAD_HOME, 0.31, RIDE, force=0.6)
    hand.sing("0:4 0:4", 0.5, force=0.5)
    return hand.strokes


def bells() -> list[Stroke]:
    """Two bells that answer each other over the water."""
    hand = Hand()
    hand.play(BELLS, 0.42, SINGLE, drone=7, force=0.6)
    return hand.strokes
