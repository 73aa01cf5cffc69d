"""Dates in words, in three languages and in one that has no style of its own."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from django.utils.translation import override

from events import dates

THURSDAY = date(2023, 3, 16)


@pytest.mark.parametrize(
    ("language", "full", "day", "month"),
    [
        ("en", "Thursday, 16 March 2023", "16 March 2023", "March 2023"),
        ("ru", "четверг, 16 марта 2023 г.", "16 марта 2023 г.", "Март 2023"),
        ("kk", "2023 ж. 16 наурыз, бейсенбі", "2023 ж. 16 наурыз", "Наурыз 2023"),
        ("de", "Donnerstag, 16. März 2023", "16. März 2023", "März 2023"),
    ],
)
def test_a_date_in_words(language, full, day, month):
    with override(language):
        assert dates.full_date(THURSDAY) == full
        assert dates.day_date(THURSDAY) == day
        assert dates.month_title(2023, 3) == month


@pytest.mark.parametrize(
    ("language", "within_month", "within_year", "across_years"),
    [
        ("en", "16 to 18 March 2023", "16 March to 2 April 2023", "16 March 2023 to 1 January 2024"),
        ("ru", "16{}18 марта 2023 г.", "16 марта{}2 апреля 2023 г.", "16 марта 2023 г.{}1 января 2024 г."),
        ("kk", "2023 ж. 16{}18 наурыз", "2023 ж. 16 наурыз{}2 сәуір", "2023 ж. 16 наурыз{}2024 ж. 1 қаңтар"),
    ],
)
def test_several_days_say_once_what_they_share(language, within_month, within_year, across_years):
    with override(language):
        between = dates.span_of_hours(datetime(2023, 1, 1, 1, tzinfo=UTC), datetime(2023, 1, 1, 2, tzinfo=UTC))[5:-5]
        assert dates.span_of_days(THURSDAY, date(2023, 3, 18)) == within_month.format(between)
        assert dates.span_of_days(THURSDAY, date(2023, 4, 2)) == within_year.format(between)
        assert dates.span_of_days(THURSDAY, date(2024, 1, 1)) == across_years.format(between)
        assert dates.span_of_days(THURSDAY, THURSDAY) == dates.day_date(THURSDAY)


def test_the_week_begins_as_the_language_has_it():
    first = {}
    for language in ("en", "kk", "ru", "fa"):
        with override(language):
            first[language] = (dates.week_start(), dates.weekdays()[0].name)
    assert [first[language][0] for language in ("en", "kk", "ru")] == [0, 0, 0]
    assert first["kk"][1] == "Дүйсенбі"
    assert first["fa"][0] == 5


@pytest.mark.parametrize(
    ("minutes", "text"), [(0, "UTC"), (-240, "UTC−4"), (300, "UTC+5"), (330, "UTC+5:30"), (-570, "UTC−9:30")]
)
def test_the_distance_from_utc(minutes, text):
    moment = datetime(2023, 3, 16, tzinfo=timezone(timedelta(minutes=minutes)))
    assert dates.offset(moment) == text


def test_days_beside_each_other_are_told_in_words():
    assert dates.day_difference(THURSDAY, THURSDAY) == ""
    assert dates.day_difference(date(2023, 3, 17), THURSDAY) == "the next day"
    assert dates.day_difference(date(2023, 3, 15), THURSDAY) == "the day before"


def test_more_than_a_week_is_told_by_its_last_day():
    assert dates.span_of_weekdays(date(2026, 12, 1), date(2026, 12, 7)) == "Tue to Mon"
    assert dates.span_of_weekdays(date(2026, 12, 1), date(2027, 6, 30)) == "until 30 June 2027"
