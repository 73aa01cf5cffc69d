"""Whether the length that a file claims can be true of its size. Pure."""

from django.template.defaultfilters import filesizeformat

from music.durations import duration_text
from music.refusals import Refused

# Digital silence in FLAC and Opus still needs about 300 to 1,200 bits a second; nothing that sounds needs less.
LEAST_BITS_PER_SECOND = 250
# Headers can hold any number; nobody uploads a week.
LONGEST_SECONDS = 7 * 24 * 3600


def is_plausible(duration: float, size: int) -> bool:
    return duration <= LONGEST_SECONDS and size * 8 >= duration * LEAST_BITS_PER_SECOND


def require_plausible(duration: float | None, size: int) -> None:
    """Refuse a claim that the size contradicts. `duration` in seconds, `size` in bytes."""
    if duration is not None and not is_plausible(duration, size):
        values = {"length": duration_text(min(duration, 1e9)), "size": filesizeformat(size)}
        raise Refused("implausible", values)
