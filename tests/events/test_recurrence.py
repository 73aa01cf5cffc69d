"""Rules of RFC 5545 on days, against a plain walk from day to day that knows nothing of our code."""

import calendar
import re
from datetime import date, datetime, time, timedelta
from itertools import islice

import pytest
from dateutil.rrule import rrulestr
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events.recurrence import WEEKDAYS, Frequency, NotOnFirstDay, Rule, RuleError, days_of, parse_rule

MOST = 60
FIRST = date(2023, 3, 14)  # a Tuesday


def week_of(day):
    """The Monday of the week."""
    return day - timedelta(days=day.weekday())


def place_of(day):
    """Which such weekday of its month the day is, from the front and from the back: (2, -3)."""
    length = calendar.monthrange(day.year, day.month)[1]
    return (day.day - 1) // 7 + 1, -((length - day.day) // 7 + 1)


def is_due(rule, first, day):
    """Whether the rule has the day, said as a person would."""
    months = (day.year - first.year) * 12 + day.month - first.month
    passed = {
        Frequency.DAILY: (day - first).days,
        Frequency.WEEKLY: (week_of(day) - week_of(first)).days // 7,
        Frequency.MONTHLY: months,
        Frequency.YEARLY: day.year - first.year,
    }[rule.frequency]
    if passed % rule.interval:
        return False
    if rule.frequency is Frequency.WEEKLY:
        wanted = {weekday for _place, weekday in rule.weekdays} or {first.weekday()}
        return day.weekday() in wanted
    if rule.frequency is Frequency.DAILY:
        return True
    if rule.weekdays:
        in_month = rule.frequency is Frequency.MONTHLY or day.month in rule.months
        return in_month and any(
            day.weekday() == weekday and (not place or place in place_of(day)) for place, weekday in rule.weekdays
        )
    if rule.month_days:
        length = calendar.monthrange(day.year, day.month)[1]
        return any(day.day == (one if one > 0 else length + 1 + one) for one in rule.month_days)
    if rule.frequency is Frequency.MONTHLY:
        return day.day == first.day
    return (day.month, day.day) == (first.month, first.day)


def walk(rule, first, most=MOST):
    """All days of the rule, found by looking at every day."""
    found, day = [], first
    end = rule.until or date(first.year + 100, 1, 1)
    while day <= end and len(found) < (rule.count or most):
        if is_due(rule, first, day):
            found.append(day)
        day += timedelta(days=1)
    return found


@st.composite
def rules(draw):
    """A rule whose first day is one of its own, with at most 40 dates or some years."""
    frequency = draw(st.sampled_from(Frequency))
    first = draw(st.dates(date(2015, 1, 1), date(2031, 12, 31)))
    fields = {"frequency": frequency, "interval": draw(st.integers(1, 5))}
    if frequency is Frequency.WEEKLY:
        days = draw(st.sets(st.integers(0, 6), max_size=4))
        fields["weekdays"] = tuple((0, day) for day in sorted({*days, first.weekday()})) if days else ()
    if frequency is Frequency.MONTHLY:
        fields |= draw(
            st.sampled_from([{}, {"weekdays": ((place_of(first)[0], first.weekday()),)}, {"month_days": (first.day,)}])
        )
        if place_of(first)[1] == -1 and draw(st.booleans()):
            fields |= {"weekdays": ((-1, first.weekday()),), "month_days": ()}
    if frequency is Frequency.YEARLY and place_of(first)[1] > -5 and draw(st.booleans()):  # not each year has a fifth
        fields |= {"weekdays": ((place_of(first)[1], first.weekday()),), "months": (first.month,)}
    span = {"DAILY": 90, "WEEKLY": 250, "MONTHLY": 1500, "YEARLY": 4000}[frequency.value]
    if draw(st.booleans()):
        fields["count"] = draw(st.integers(1, 6 if frequency is Frequency.YEARLY else 15))
    else:
        fields["until"] = first + timedelta(days=draw(st.integers(0, span)))
    return Rule(**fields), first


@settings(max_examples=600, deadline=None)
@given(rules())
def test_our_dates_are_those_of_a_walk_from_day_to_day(one):
    rule, first = one
    assert list(days_of(rule, first, 200)) == walk(rule, first, 200)


@settings(deadline=None)
@given(rules())
def test_a_rule_is_read_as_it_was_written(one):
    rule, _first = one
    assert parse_rule(str(rule)) == rule
    assert parse_rule(f"RRULE:{str(rule).lower()}") == rule


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("FREQ=WEEKLY;INTERVAL=2;COUNT=3", ["2023-03-14", "2023-03-28", "2023-04-11"]),
        ("FREQ=MONTHLY;BYDAY=2TU;COUNT=3", ["2023-03-14", "2023-04-11", "2023-05-09"]),
        ("FREQ=YEARLY;UNTIL=20250314", ["2023-03-14", "2024-03-14", "2025-03-14"]),
        ("FREQ=MONTHLY;BYMONTHDAY=14,-1;COUNT=3", ["2023-03-14", "2023-03-31", "2023-04-14"]),
        ("FREQ=MONTHLY;BYDAY=TU;BYSETPOS=2;COUNT=2", ["2023-03-14", "2023-04-11"]),
    ],
)
def test_examples_as_people_say_them(text, days):
    assert [day.isoformat() for day in days_of(parse_rule(text), FIRST, MOST)] == days


def test_the_thirty_first_and_the_leap_day_come_only_where_there_is_one():
    monthly = days_of(parse_rule("FREQ=MONTHLY;COUNT=4"), date(2023, 1, 31), MOST)
    assert [day.month for day in monthly] == [1, 3, 5, 7]
    yearly = days_of(parse_rule("FREQ=YEARLY;COUNT=3"), date(2024, 2, 29), MOST)
    assert [day.year for day in yearly] == [2024, 2028, 2032]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("FREQ=DAILY", "no end"),
        ("FREQ=HOURLY;COUNT=2", "daily, weekly, monthly or yearly"),
        ("FREQ=SECONDLY;COUNT=2", "not “secondly”"),
        ("FREQ=DAILY;BYHOUR=9;COUNT=2", "at its own hour"),
        ("FREQ=DAILY;COUNT=2;UNTIL=20240101", "Keep one of the two"),
        ("FREQ=DAILY;COUNT=0", "COUNT has to be a number from 1"),
        ("FREQ=DAILY;COUNT=99999999999", "COUNT has to be a number"),
        ("FREQ=DAILY;INTERVAL=0;COUNT=1", "INTERVAL has to be"),
        ("FREQ=DAILY;UNTIL=20231301", "no day on which"),
        ("FREQ=DAILY;UNTIL=soon", "no day on which"),
        ("FREQ=WEEKLY;BYDAY=XX;COUNT=1", "no weekday"),
        ("FREQ=WEEKLY;BYDAY=2TU;COUNT=1", "Choose months or years"),
        ("FREQ=MONTHLY;BYMONTHDAY=32;COUNT=1", "BYMONTHDAY has to be"),
        ("FREQ=MONTHLY;BYMONTHDAY=0;COUNT=1", "BYMONTHDAY has to be"),
        ("FREQ=YEARLY;BYMONTH=13;COUNT=1", "BYMONTH has to be"),
        ("FREQ=MONTHLY;BYSETPOS=999;BYDAY=MO;COUNT=1", "BYSETPOS has to be a number from -366 to 366"),
        ("FREQ=WEEKLY;WKST=XX;COUNT=1", "no weekday"),
        ("FREQ=WEEKLY;X-OWN=1;COUNT=1", "does not know: X-OWN"),
        ("FREQ=WEEKLY;FREQ=DAILY;COUNT=1", "no rule"),
        ("COUNT=3", "does not say how often"),
        ("nonsense", "no rule"),
        ("FREQ=" + "X" * 600, "too long"),
    ],
)
def test_what_is_no_rule_is_refused_in_a_sentence(text, sentence):
    with pytest.raises(RuleError, match=re.escape(sentence)):
        parse_rule(text)


@pytest.mark.parametrize(
    "text", ["FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=1", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31;COUNT=1"]
)
def test_a_rule_that_never_comes_true_is_refused_and_looked_for_in_bounded_time(text):
    with pytest.raises(RuleError, match="never comes true"):
        days_of(parse_rule(text), FIRST, MOST)


def test_more_dates_than_an_event_may_have_are_refused():
    assert len(days_of(parse_rule(f"FREQ=DAILY;COUNT={MOST}"), FIRST, MOST)) == MOST
    with pytest.raises(RuleError, match="more than 60 dates"):
        days_of(parse_rule(f"FREQ=DAILY;COUNT={MOST + 1}"), FIRST, MOST)


def test_a_first_day_that_is_none_of_the_rule_is_refused_with_the_next_that_is():
    with pytest.raises(NotOnFirstDay) as refused:
        days_of(parse_rule("FREQ=WEEKLY;BYDAY=FR;COUNT=3"), FIRST, MOST)
    assert refused.value.next_day == date(2023, 3, 17)


def test_a_count_that_a_hundred_years_do_not_hold_is_refused():
    with pytest.raises(RuleError, match="times only"):
        days_of(parse_rule("FREQ=YEARLY;INTERVAL=50;COUNT=10"), FIRST, MOST)


def test_a_rule_ends_within_the_calendar():
    with pytest.raises(RuleError, match="too far ahead"):
        days_of(parse_rule("FREQ=YEARLY;UNTIL=99991231"), FIRST, MOST)


@st.composite
def rare_rules(draw):
    """Rules with the parts that forms do not offer; not those of which dateutil is known to think otherwise: BYDAY with
    and without places at once, BYSETPOS of a first week that is not whole, BYWEEKNO without weekdays.
    """
    frequency = draw(st.sampled_from(["DAILY", "MONTHLY", "YEARLY"]))
    parts = [f"FREQ={frequency}", f"INTERVAL={draw(st.integers(1, 4))}"]

    def numbers(name, most, least=1, below_zero=True):
        choices = [*range(least, most + 1), *(range(-most, 0) if below_zero else ())]
        parts.append(f"{name}={','.join(map(str, draw(st.sets(st.sampled_from(choices), min_size=1, max_size=3))))}")

    if draw(st.booleans()):
        numbers("BYMONTH", 12, below_zero=False)
    if draw(st.booleans()):
        numbers("BYMONTHDAY", 31)
    by_week = frequency == "YEARLY" and draw(st.booleans())
    if by_week:
        numbers("BYWEEKNO", 53)
    elif frequency == "YEARLY" and draw(st.booleans()):
        numbers("BYYEARDAY", 366)
    if by_week or draw(st.booleans()):
        names = draw(st.sets(st.sampled_from(WEEKDAYS), min_size=1, max_size=3))
        place = "" if by_week or frequency == "DAILY" else draw(st.sampled_from(["", "1", "2", "-1", "5"]))
        parts.append(f"BYDAY={','.join(place + name for name in sorted(names))}")
    if draw(st.booleans()) and frequency != "DAILY":
        numbers("BYSETPOS", 3)
    parts.append(f"WKST={draw(st.sampled_from(WEEKDAYS))}")
    first = draw(st.dates(date(2000, 1, 1), date(2030, 12, 28)))
    return ";".join([*parts, f"UNTIL={first + timedelta(days=1600):%Y%m%d}"]), first


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(rare_rules())
def test_rare_parts_mean_what_a_second_program_takes_them_for(one):
    text, first = one
    rule = parse_rule(text)
    try:
        ours = days_of(rule, first, 2000)
    except NotOnFirstDay as refused:
        ours = (refused.next_day,)
    except RuleError:
        return  # dateutil looks for a day that never comes until the year 9999
    theirs = islice(rrulestr(f"{text}T235959", dtstart=datetime.combine(first, time())), len(ours))
    assert [moment.date() for moment in theirs] == list(ours)
