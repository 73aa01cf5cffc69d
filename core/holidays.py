"""Public holidays of a country by year, and their names. Pure: the same questions always get the same answers.

The dates are those of the ``holidays`` package. A day that it only estimates says so, and nothing is added to what it
knows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from holidays import country_holidays

from core.holiday_names import house_name
from core.words import Wording

ENGLISH = "en"
# How the package marks a name: by an attribute for each kind, which holds the name at "%s".
MOVED = ("observed_label", "observed_label_before", "observed_estimated_label")
ESTIMATED = ("estimated_label", "observed_estimated_label")
SWAPPED = "substituted_label"  # a day off against a working day; "%s" is that day's date


@dataclass(frozen=True)
class Country:
    """Whose holidays: an ISO code, and that of a region with holidays of its own, or ""."""

    code: str
    region: str = ""


@dataclass(frozen=True)
class Holiday:
    """One holiday on one day. ``name`` is in the package's own language and stays the same from year to year.

    ``is_moved`` marks a day off in the place of the holiday itself, ``is_estimated`` a date that is not yet certain.
    """

    country: str
    name: str
    is_moved: bool = False
    is_estimated: bool = False

    @property
    def key(self) -> str:
        """By this an editor's choice is remembered through the years."""
        return f"{self.country}:{self.name}"


Days = dict[date, tuple[Holiday, ...]]


@lru_cache(maxsize=256)
def holidays_of(country: Country, year: int) -> Days:
    """The public holidays of a year, by day; empty for years of which the package knows nothing. Not to be altered."""
    source = _source(country.code, country.region)
    if not source.start_year <= year <= source.end_year:
        return {}
    source = _source(country.code, country.region, year)
    read = _Reader(source)
    return {day: tuple(read.holiday(name) for name in source.get_list(day)) for day in sorted(source)}


def holidays_on(countries: tuple[Country, ...], day: date) -> tuple[Holiday, ...]:
    """What the countries celebrate on a day, in their order."""
    return tuple(holiday for country in countries for holiday in holidays_of(country, day.year).get(day, ()))


def holidays_between(countries: tuple[Country, ...], first: date, last: date) -> Days:
    """The same for each day from ``first`` to ``last`` that has any."""
    days = (first + timedelta(days=count) for count in range((last - first).days + 1))
    return {day: found for day in days if (found := holidays_on(countries, day))}


def _source(code: str, region: str = "", *years: int) -> Any:
    """The package's own object, in the country's language: without one the environment would choose."""
    return country_holidays(code, subdiv=region or None, years=years, language=_languages(code)[0])


@lru_cache(maxsize=64)
def _languages(code: str) -> tuple[str, ...]:
    """The package's languages for a country, its own first; a country without any speaks English."""
    bare = country_holidays(code, language=ENGLISH)
    own = bare.default_language or ENGLISH
    return own, *(language for language in bare.supported_languages if language != own)


class _Reader:
    """Takes the package's marks off a name."""

    def __init__(self, source: Any) -> None:
        self.code: str = source.country
        self.moved, self.estimated = _patterns(source, MOVED), _patterns(source, ESTIMATED)
        self.swapped, self.swapped_label = _patterns(source, (SWAPPED,)), str(getattr(source, SWAPPED, ""))

    def holiday(self, text: str) -> Holiday:
        if any(pattern.fullmatch(text) for pattern in self.swapped):
            return Holiday(self.code, self.swapped_label)
        is_moved = any(pattern.fullmatch(text) for pattern in self.moved)
        is_estimated = any(pattern.fullmatch(text) for pattern in self.estimated)
        name = next((found[1] for one in (*self.moved, *self.estimated) if (found := one.fullmatch(text))), text)
        return Holiday(self.code, name, is_moved, is_estimated)


def _patterns(source: Any, names: tuple[str, ...]) -> list[re.Pattern[str]]:
    """Longer labels first: one may stand within another."""
    labels = {source.tr(str(label)) for name in names if "%s" in str(label := getattr(source, name, ""))}
    return [
        re.compile("(.+)".join(map(re.escape, label.split("%s", 1))))
        for label in sorted(labels - {"%s"}, key=len, reverse=True)
    ]


def holiday_wording(holiday: Holiday) -> Wording:
    """The holiday's name in the active language; else in English or in the country's own, marked."""
    if "%s" in holiday.name:
        return Wording(_("Day off"), "")
    name = _wording(holiday)
    return Wording(_("%(holiday)s, day off") % {"holiday": name.text}, name.lang) if holiday.is_moved else name


def _wording(holiday: Holiday) -> Wording:
    active = get_language() or ENGLISH
    english = _name_in(holiday, ENGLISH)
    if english and (known := house_name(english)):
        return Wording(known, "")
    if own := _name_in(holiday, active):
        return Wording(own, "")
    if english:
        return Wording(english, ENGLISH)
    return Wording(holiday.name, _languages(holiday.country)[0].split("_")[0])


def _name_in(holiday: Holiday, language: str) -> str:
    """The name as the package has it in a language, whatever its territory; "" where it has none."""
    base = language.split("-")[0]
    known = (one for one in _languages(holiday.country) if one.split("_")[0] == base)
    spelling = next(known, "")
    return str(_translator(holiday.country, spelling).tr(holiday.name)) if spelling else ""


@lru_cache(maxsize=128)
def _translator(code: str, language: str) -> Any:
    return country_holidays(code, language=language)
