"""Which public holidays close a mission: the editor's choice, by holiday rather than by date, so that it lasts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from core.content_version import raise_version
from core.countries import country_name
from core.dates import full_date
from core.holidays import Holiday, holiday_wording, holidays_between
from core.models import MissionSettings
from core.openness import Timetable
from core.words import Wording

AHEAD = timedelta(days=548)  # a year and a half


@dataclass(frozen=True)
class Choice:
    """A holiday with its dates to come. ``uncertain`` are dates that are only estimated, and close nothing."""

    key: str
    name: Wording
    country: str
    days: tuple[str, ...]
    uncertain: tuple[str, ...]
    closes: bool


def choices(timetable: Timetable, today: date) -> tuple[Choice, ...]:
    """The holidays of the mission's countries in the next year and a half, soonest first."""
    dates: dict[str, list[tuple[date, Holiday]]] = {}
    for day, found in holidays_between(timetable.countries, today, today + AHEAD).items():
        for holiday in found:
            dates.setdefault(holiday.key, []).append((day, holiday))
    return tuple(_choice(key, found, key not in timetable.open_on) for key, found in dates.items())


def _choice(key: str, found: list[tuple[date, Holiday]], closes: bool) -> Choice:
    holiday = Holiday(found[0][1].country, found[0][1].name)
    return Choice(
        key=key,
        name=holiday_wording(holiday),
        country=country_name(holiday.country),
        days=tuple(full_date(day) for day, one in found if not one.is_estimated),
        uncertain=tuple(full_date(day) for day, one in found if one.is_estimated),
        closes=closes,
    )


@transaction.atomic
def keep_choice(mission: MissionSettings, shown: Iterable[str], closing: Iterable[str]) -> None:
    """Notes which of the holidays ``shown`` close the mission; what was said of others stays."""
    asked = set(shown)
    known = MissionSettings.objects.select_for_update().values_list("open_holidays", flat=True).get(pk=mission.pk)
    wanted = sorted((set(known) - asked) | (asked - set(closing)))
    # The mission's own save would draw its icons again.
    MissionSettings.objects.filter(pk=mission.pk).update(open_holidays=wanted)
    raise_version()
