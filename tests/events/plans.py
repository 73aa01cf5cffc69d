"""Events that recur, made by chance: rules that people have, on days near a change of clocks, with changed dates."""

from datetime import date, time, timedelta

from hypothesis import strategies as st

from events.occurrences import Change, Kind, Plan
from events.recurrence import Frequency, Rule, days_of
from events.times import TypedTimes

ZONES = ("Asia/Almaty", "America/New_York", "Europe/London", "Pacific/Apia", "Australia/Lord_Howe")
# Days near which clocks change in one of the zones; Almaty in 2024 for good, Apia skipped a whole day in 2011.
EDGES = (
    *(date(2023, 3, 12), date(2023, 11, 5), date(2024, 3, 10), date(2023, 3, 26), date(2023, 10, 29)),
    *(date(2024, 3, 1), date(2011, 12, 30), date(2012, 4, 1), date(2023, 4, 2), date(2023, 10, 1)),
)
HOURS = (time(0), time(0, 30), time(1, 30), time(2), time(2, 15), time(2, 30), time(9), time(18, 30), time(23, 30))
MOST = 200
SPANS = {Frequency.DAILY: 60, Frequency.WEEKLY: 300, Frequency.MONTHLY: 700, Frequency.YEARLY: 1500}


def place_of(day):
    """Which such weekday of its month the day is, counted from the front."""
    return (day.day - 1) // 7 + 1


@st.composite
def rules(draw, first):
    """A rule of which ``first`` is a day; at most 15 dates or two years."""
    frequency = draw(st.sampled_from(Frequency))
    fields = {"frequency": frequency, "interval": draw(st.integers(1, 4))}
    if frequency is Frequency.WEEKLY and draw(st.booleans()):
        others = draw(st.sets(st.integers(0, 6), max_size=3))
        fields["weekdays"] = tuple((0, day) for day in sorted({*others, first.weekday()}))
    if frequency is Frequency.MONTHLY and draw(st.booleans()) and place_of(first) < 5:
        fields["weekdays"] = ((place_of(first), first.weekday()),)
    if draw(st.booleans()):
        fields["count"] = draw(st.integers(2, 4 if frequency is Frequency.YEARLY else 15))
    else:
        fields["until"] = first + timedelta(days=draw(st.integers(20, SPANS[frequency])))
    return Rule(**fields)


@st.composite
def plans(draw):
    """An event with its rule and what was done to some of its dates."""
    first = draw(st.sampled_from(EDGES)) + timedelta(days=draw(st.integers(-40, 5)))
    if (first.month, first.day) == (2, 29):  # in years without one ical.js takes 1 March, against RFC 5545, 3.3.10
        first += timedelta(days=1)
    all_day = draw(st.integers(0, 5)) == 0
    start = None if all_day else draw(st.sampled_from(HOURS))
    end = None if all_day or draw(st.integers(0, 3)) == 0 else time(min(start.hour + 1, 23), 45)
    times = TypedTimes(first, start, first, end, all_day, draw(st.sampled_from(ZONES)))
    rule = draw(rules(first))
    days = days_of(rule, first, MOST)
    changed = draw(st.sets(st.sampled_from(days), max_size=3)) if len(days) > 3 else set()
    changes = []
    for day in sorted(changed):
        kind = draw(st.sampled_from([Kind.CANCELLED, Kind.MOVED, Kind.NOTE]))
        moved = day + timedelta(days=draw(st.integers(1, 3))) if kind is Kind.MOVED else None
        changes.append(Change(kind, day, new_day=moved, note=(("", "A note."),)))
    extra = days[-1] + timedelta(days=draw(st.integers(1, 5)))
    if draw(st.booleans()) and extra not in days:
        changes.append(Change(Kind.ADDED, extra))
    return Plan(times, rule, tuple(changes))
