"""Public holidays: what is known of them, and by what names."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from holidays import country_holidays

from core.countries import check_region, country_choices, country_name
from core.holiday_names import HOUSE_NAMES
from core.holidays import Country, Holiday, holiday_wording, holidays_between, holidays_of, holidays_on

US, KZ = Country("US"), Country("KZ")


def test_a_holiday_is_the_same_one_every_year() -> None:
    for year in range(2010, 2100):
        for day in (21, 22, 23):
            assert "KZ:Наурыз мейрамы" in {one.key for one in holidays_on((KZ,), date(year, 3, day))}


def test_a_day_off_in_its_place_belongs_to_the_holiday() -> None:
    assert holidays_on((US,), date(2026, 7, 3)) == (Holiday("US", "Independence Day", is_moved=True),)
    assert holidays_on((KZ,), date(2026, 3, 25)) == (Holiday("KZ", "Наурыз мейрамы", is_moved=True),)


def test_an_estimated_date_says_so() -> None:
    assert holidays_on((KZ,), date(2027, 5, 16)) == (Holiday("KZ", "Құрбан айт", is_estimated=True),)


def test_a_region_has_its_own() -> None:
    assert holidays_on((Country("US", "DC"),), date(2026, 4, 16)) == (Holiday("US", "Emancipation Day"),)
    assert holidays_on((US,), date(2026, 4, 16)) == ()


def test_nothing_is_said_of_years_that_nobody_knows() -> None:
    assert holidays_of(KZ, 1980) == {}
    assert holidays_of(KZ, 2150) == {}
    assert holidays_of(US, 1) == {}


def test_both_countries_stand_in_their_order() -> None:
    assert [one.country for one in holidays_on((KZ, US), date(2026, 1, 1))] == ["KZ", "US"]
    assert list(holidays_between((KZ, US), date(2026, 12, 1), date(2026, 12, 31))) == [
        date(2026, 12, 16),
        date(2026, 12, 25),
    ]


@pytest.mark.parametrize(
    ("holiday", "language", "wording"),
    [
        (Holiday("KZ", "Наурыз мейрамы"), "en", ("Nauryz", "")),
        (Holiday("KZ", "Наурыз мейрамы", is_moved=True), "en", ("Nauryz, day off", "")),
        (Holiday("KZ", "Тәуелсіздік күні"), "kk", ("Тәуелсіздік күні", "")),
        (Holiday("KZ", "Тәуелсіздік күні"), "uk", ("День незалежності", "")),
        (Holiday("KZ", "Демалыс күні (%s бастап ауыстырылды)"), "en", ("Day off", "")),
        (Holiday("US", "Veterans Day"), "de", ("Veterans Day", "en")),
        (Holiday("US", "Veterans Day"), "en-gb", ("Veterans Day", "")),
        (Holiday("DE", "Pfingstmontag"), "de", ("Pfingstmontag", "")),
        (Holiday("DE", "Pfingstmontag"), "fr", ("Pentecost Monday", "en")),
        (Holiday("AG", "Labour Day"), "fr", ("Labour Day", "en")),
    ],
)
def test_a_name_is_in_the_language_of_the_page_or_marked_with_its_own(
    holiday: Holiday, language: str, wording: tuple[str, str]
) -> None:
    with translation.override(language):
        assert holiday_wording(holiday) == wording


def test_every_holiday_of_every_country_has_a_name_without_the_marks_of_the_package() -> None:
    for code, _name in country_choices():
        for holidays in holidays_of(Country(code), 2026).values():
            for holiday in holidays:
                text = holiday_wording(holiday).text
                assert text.strip()
                assert "estimated)" not in text
                assert "observed)" not in text


def test_the_house_names_are_names_that_the_package_gives() -> None:
    given = {
        source
        for country in (KZ, US, Country("US", "DC"), Country("GB"), Country("NZ"))
        for year in range(2020, 2030)
        for found in holidays_of(country, year).values()
        for holiday in found
        for source in [_english(holiday)]
    }
    assert set(HOUSE_NAMES) <= given


def _english(holiday: Holiday) -> str:
    return str(country_holidays(holiday.country, language="en_US").tr(holiday.name))


def test_countries_are_called_in_the_active_language() -> None:
    names = []
    for language in ("en", "kk", "ru", "xx"):
        with translation.override(language):
            names.append(country_name("KZ"))
    assert names == ["Kazakhstan", "Қазақстан", "Казахстан", "Kazakhstan"]
    assert country_name("Q9") == "Q9"


@pytest.mark.parametrize(
    ("country", "region", "sentence"),
    [
        ("US", "XX", "“XX” is not a region of United States. Leave it empty, or take one of these: AK"),
        ("KZ", "ALA", "Kazakhstan has no regions with holidays of their own. Leave the region empty."),
        ("", "DC", "Choose a country first, or leave the region empty."),
    ],
)
def test_a_region_that_is_none_is_refused_with_what_would_do(country: str, region: str, sentence: str) -> None:
    with pytest.raises(ValidationError, match=sentence.replace(".", r"\.")):
        check_region(country, region)
    check_region(country, "")
    check_region("US", "DC")
