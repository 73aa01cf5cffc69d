"""From the rows of a mission to the timetable that ``core.openness`` reads; read once a request."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from django.http import HttpRequest

from core.freshness import changes_at, next_midnight
from core.holidays import Country
from core.memory import remembered
from core.missions import local_now, mission_of, zone_of
from core.models import MissionSettings, Service, SpecialDay
from core.openness import Opening, Openness, Special, Timetable, openness

ORDER = {name: place for place, name in enumerate(Service.values)}


def timetable_of(mission: MissionSettings) -> Timetable:
    """The timetable of one mission."""
    return timetables_of([mission])[0]


def timetables_of(missions: Sequence[MissionSettings]) -> list[Timetable]:
    """The timetables of missions in their order. One query, beside that for hours that did not come with a mission."""
    # A mission's rows stand in the order in which they are told, those for the same days together.
    in_order = ("site", "first_day", "last_day", "service", "kind", "opens", "pk")
    rows: dict[int, list[SpecialDay]] = {mission.site_id: [] for mission in missions}
    for row in SpecialDay.objects.filter(site__in=rows).order_by(*in_order):
        rows[row.site_id].append(row)
    return [_timetable(mission, rows[mission.site_id]) for mission in missions]


def _timetable(mission: MissionSettings, rows: list[SpecialDay]) -> Timetable:
    hours = sorted(mission.hours.all(), key=lambda row: (ORDER[row.service], row.weekday, row.opens))
    sides = ((mission.home_country, mission.home_region), (mission.host_country, mission.host_region))
    same = groupby(rows, key=lambda row: (row.first_day, row.last_day, row.service, row.kind))
    return Timetable(
        zone=zone_of(mission),
        openings=tuple(Opening(row.service, row.weekday, row.opens, row.closes) for row in hours),
        specials=tuple(_special(list(found)) for _key, found in same),
        countries=tuple(dict.fromkeys(Country(code, region) for code, region in sides if code)),
        open_on=frozenset(mission.open_holidays),
    )


def _special(rows: list[SpecialDay]) -> Special:
    """Several hours for the same days are those of one special."""
    one = rows[0]
    reason: dict[str, str] = next((row.reason for row in rows if row.reason), {})
    return Special(
        key=max(row.pk for row in rows),
        first=one.first_day,
        last=one.last_day,
        kind=one.kind,
        service=one.service,
        spans=tuple((row.opens, row.closes) for row in rows if row.opens is not None and row.closes is not None),
        reason=tuple(reason.items()),
    )


def timetable_for(request: HttpRequest) -> Timetable:
    """The timetable of the mission whose host was asked."""
    known: Timetable | None = getattr(request, "_timetable", None)
    if known is None:
        mission = mission_of(request)
        known = remembered(("timetable", mission.site_id), lambda: timetable_of(mission))
        request._timetable = known  # type: ignore[attr-defined]  # a cache that lives as long as the request
    return known


def openness_for(request: HttpRequest, now: datetime) -> Openness:
    """Whether the mission is open. The page that says so holds until that changes, or the day."""
    found = openness(timetable_for(request), now)
    if found.states:
        changes_at(request, found.changes_at)
        changes_at(request, next_midnight(local_now(mission_of(request), now)))
    return found
