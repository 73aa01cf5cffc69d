"""Which zone of the IANA database another program means by its own names, those of Windows or a file's. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from core.zones import zone_names
from events.ics_lines import Component


@cache
def _by_small_letters() -> dict[str, str]:
    """Names of zones, and those of Windows, by their small letters; the former count first."""
    windows = {name.lower(): zone for name, zone in WINDOWS_TO_OLSON.items() if zone in zone_names()}
    return windows | {name.lower(): name for name in zone_names()}


def defined_zones(calendars: Iterable[Component]) -> dict[str, str]:
    """What the file's own VTIMEZONE components are called, and the place that they say to be."""
    found: dict[str, str] = {}
    for calendar in calendars:
        for part in calendar.parts:
            name, place = part.first("TZID"), part.first("X-LIC-LOCATION")
            if part.name == "VTIMEZONE" and name and place:
                found[name.value.strip()] = place.value.strip()
    return found


def zone_called(name: str, defined: Mapping[str, str]) -> str | None:
    """The zone that ``name`` (a TZID) stands for; None where it cannot be told."""
    said = name.strip().strip('"')
    for candidate in (said, *_behind_prefixes(said), defined.get(said, "")):
        if candidate.lower() in _by_small_letters():
            return _by_small_letters()[candidate.lower()]
    return None


def _behind_prefixes(name: str) -> list[str]:
    """What follows the registry in names such as “/freeassociation.sourceforge.net/Europe/London” (RFC 5545, 3.2.19).

    America/Argentina/Ushuaia has three parts.
    """
    parts = [part for part in name.split("/") if part]
    return ["/".join(parts[-count:]) for count in (3, 2) if len(parts) > count]
