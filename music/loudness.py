"""How loud recordings are made, by EBU R 128 (ITU-R BS.1770). Pure: numbers in, decibels out.

One linear gain and nothing else: dynamics are the musicians'.
"""

from __future__ import annotations

import math

TARGET_LUFS = -16.0
CEILING_DBTP = -1.0
# Quieter than this is silence: the absolute gate of BS.1770-4.
SILENCE_LUFS = -70.0
# By how much a lossy codec may raise a peak; more was not seen.
CODEC_DB = 3.0
# Less than this nobody hears, and nobody is told.
NOTICEABLE_LU = 0.5


def gain_db(loudness: float | None, true_peak: float | None) -> float:
    """What brings a recording towards the target without its true peak rising over the ceiling; 0.0 for silence.

    A recording that is loud and peaks high is lowered to whichever of both asks for more.
    """
    if loudness is None or true_peak is None or loudness <= SILENCE_LUFS:
        return 0.0
    return round(min(TARGET_LUFS - loudness, CEILING_DBTP - true_peak), 2)


def is_close(true_peak: float | None, gain: float) -> bool:
    """Whether a gain brings the peaks so near to the ceiling that a codec may carry them over it."""
    return true_peak is not None and true_peak + gain > CEILING_DBTP - CODEC_DB


def shortfall(loudness: float | None, true_peak: float | None) -> float:
    """By how many LU a recording stays under the target, because its peaks leave no room; 0.0 where it does not."""
    if loudness is None or true_peak is None or loudness <= SILENCE_LUFS:
        return 0.0
    missing = TARGET_LUFS - (loudness + gain_db(loudness, true_peak))
    return round(missing, 2) if missing >= NOTICEABLE_LU else 0.0


def lowering_db(loudness: float | None) -> float:
    """What a player does to an untouched original: at most 0.0, as a volume can only lower."""
    return 0.0 if loudness is None else min(0.0, round(TARGET_LUFS - loudness, 2))


def decibels(amplitude: float) -> float:
    """A linear amplitude, 1.0 being full scale, in decibels; minus infinity for none."""
    return 20 * math.log10(amplitude) if amplitude > 0 else -math.inf
