"""The steps of an issue: each happens once, at its time, and what is late by hours asks a person."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from newsletter import issuing
from newsletter.digest_times import last_period, make_due_digests
from newsletter.models import Issue
from tests.events.ground import make_calendar, make_event
from tests.missions import Missions
from tests.news.ground import make_bulletin, make_category, make_index
from tests.newsletter.letters import NOON, make_issue, make_reader

WASHINGTON, ALMATY = ZoneInfo("America/New_York"), ZoneInfo("Asia/Almaty")


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=WASHINGTON)


def test_a_bulletin_becomes_one_issue_however_often_it_is_asked(missions: Missions) -> None:
    page = make_bulletin(make_index(missions.first), category=make_category(missions.first))
    one = issuing.issue_of(page, missions.first.site, missions.first.editor, NOON)
    assert issuing.issue_of(page, missions.first.site, missions.first.editor, NOON).pk == one.pk
    assert (one.state, one.category, one.fallback) == ("draft", page.category, "en")
    issuing.cancel(one, NOON)
    assert issuing.issue_of(page, missions.first.site, missions.first.editor, NOON).pk != one.pk


def test_a_time_is_one_on_the_clocks_of_the_mission(missions: Missions) -> None:
    issue = make_issue(missions.first, state="draft")
    issuing.schedule(issue, datetime.fromisoformat("2026-07-01T09:00"))
    assert (issue.state, issue.local_time, issue.zone) == ("scheduled", "2026-07-01T09:00", "America/New_York")
    assert issue.due_at == datetime(2026, 7, 1, 13, tzinfo=UTC)


def test_what_is_due_starts_and_what_is_late_by_hours_asks_first(missions: Missions, settings: Any) -> None:
    issue = make_issue(missions.first, state="scheduled", due_at=NOON)
    issuing.start_due(NOON - timedelta(seconds=1))
    issue.refresh_from_db()
    assert issue.state == "scheduled"
    issuing.start_due(NOON + timedelta(hours=2))
    issue.refresh_from_db()
    assert issue.state == "preparing"
    Issue.objects.update(state="scheduled")
    issuing.start_due(NOON + timedelta(hours=2, seconds=1))
    issue.refresh_from_db()
    assert issue.state == "overdue"
    issuing.start_due(NOON + timedelta(days=9))
    issue.refresh_from_db()
    assert issue.state == "overdue"
    issuing.send_now(issue, NOON)
    assert issue.state == "preparing"


def test_a_step_that_another_was_quicker_with_is_refused(missions: Missions) -> None:
    issue = make_issue(missions.first, state="draft")
    issuing.send_now(issue, NOON)
    for step in (
        lambda: issuing.send_now(issue, NOON),
        lambda: issuing.schedule(issue, datetime.fromisoformat("2026-07-01T09:00")),
        lambda: issuing.pause(issue),
        lambda: issuing.resume(issue),
    ):
        with pytest.raises(issuing.CannotDo):
            step()


@pytest.mark.parametrize(
    ("now", "begin", "end"),
    [
        ("2026-06-01T06:59", "2026-05-30T07:00", "2026-05-31T07:00"),
        ("2026-06-01T07:00", "2026-05-31T07:00", "2026-06-01T07:00"),
        ("2026-06-01T23:00", "2026-05-31T07:00", "2026-06-01T07:00"),
        # The day of 23 hours and the day of 25.
        ("2026-03-08T08:00", "2026-03-07T07:00", "2026-03-08T07:00"),
        ("2026-11-01T08:00", "2026-10-31T07:00", "2026-11-01T07:00"),
    ],
)
def test_a_day_ends_at_its_hour_on_the_clocks_of_the_mission(now: str, begin: str, end: str) -> None:
    period = last_period(local(now), WASHINGTON, 7, 1)
    assert (period.begin, period.end) == (local(begin), local(end))


def test_a_week_ends_on_its_weekday() -> None:
    # 2026-06-03 is a Wednesday.
    period = last_period(datetime(2026, 6, 3, 12, tzinfo=ALMATY), ALMATY, 7, 7, weekday=0)
    assert period.end == datetime(2026, 6, 1, 7, tzinfo=ALMATY)
    assert period.begin == datetime(2026, 5, 25, 7, tzinfo=ALMATY)


def test_a_digest_is_made_once_and_only_if_there_is_something(missions: Missions) -> None:
    now = datetime(2026, 6, 2, 11, 30, tzinfo=UTC)  # a Tuesday, half past seven in Washington
    assert make_due_digests(now) == []
    page = make_bulletin(make_index(missions.first), category=make_category(missions.first))
    type(page).objects.update(first_published_at=now - timedelta(hours=3))
    made = make_due_digests(now)
    assert [(one.kind, one.site_id) for one in made] == [("daily", missions.first.site.pk)]
    assert make_due_digests(now) == []


def test_coming_events_alone_are_a_reason_to_write_once_a_week(missions: Missions) -> None:
    monday = datetime(2026, 6, 1, 11, 30, tzinfo=UTC)
    event = make_event(make_calendar(missions.first.home["en"]), start_date=monday.date() + timedelta(days=4))
    assert event.live
    assert [one.kind for one in make_due_digests(monday)] == ["weekly"]


def test_a_digest_whose_hour_is_long_over_is_not_made_and_the_next_one_tells_what_it_would_have(
    missions: Missions,
) -> None:
    page = make_bulletin(make_index(missions.first), category=make_category(missions.first))
    late = datetime(2026, 6, 2, 18, 0, tzinfo=UTC)
    Issue.objects.create(
        site=missions.first.site,
        kind="daily",
        state="sent",
        title="before",
        fallback="en",
        made_at=late,
        period_from=local("2026-05-30T07:00"),
        period_to=local("2026-05-31T07:00"),
    )
    type(page).objects.update(first_published_at=late - timedelta(hours=20))
    assert make_due_digests(late) == []
    (made,) = make_due_digests(local("2026-06-03T07:10"))
    assert (made.period_from, made.period_to) == (local("2026-05-31T07:00"), local("2026-06-03T07:00"))


def test_a_digest_begins_on_its_own_day_where_the_days_before_had_nothing_to_tell(missions: Missions) -> None:
    page = make_bulletin(make_index(missions.first), category=make_category(missions.first))
    type(page).objects.update(first_published_at=local("2026-06-02T12:00"))
    Issue.objects.create(
        site=missions.first.site,
        kind="daily",
        state="sent",
        title="before",
        fallback="en",
        made_at=NOON,
        period_from=local("2026-05-20T07:00"),
        period_to=local("2026-05-21T07:00"),
    )
    (made,) = make_due_digests(local("2026-06-03T07:10"))
    assert made.period_from == local("2026-06-02T07:00")


def test_a_reader_of_each_bulletin_hears_of_events_once_a_week_and_of_no_bulletin_twice(missions: Missions) -> None:
    from newsletter.composing import compose, variant_for

    monday = datetime(2026, 6, 1, 11, 30, tzinfo=UTC)
    category = make_category(missions.first)
    page = make_bulletin(make_index(missions.first), title="The bulletin", category=category)
    type(page).objects.update(first_published_at=monday - timedelta(hours=3))
    make_event(
        make_calendar(missions.first.home["en"]), title="The concert", start_date=monday.date() + timedelta(days=4)
    )
    weekly = next(one for one in make_due_digests(monday) if one.kind == "weekly")
    wishes = frozenset({("bulletins", None), ("events", None)})
    each, week = (variant_for(weekly, rhythm, wishes) for rhythm in ("each", "weekly"))
    assert (each, week) == ("e", f"b{category.pk},e")
    assert "The concert" in compose(weekly, "en", each).text
    assert "The bulletin" not in compose(weekly, "en", each).text
    both = compose(weekly, "en", week)
    assert "The concert" in both.html
    assert "The bulletin" in both.html
    assert variant_for(weekly, "weekly", frozenset({("music", None)})) is None
    assert variant_for(weekly, "weekly", frozenset({("bulletins", category.pk + 1)})) is None


def test_a_second_run_of_the_clock_sends_nothing_more(missions: Missions) -> None:
    issue = make_issue(missions.first, state="scheduled", due_at=NOON)
    make_reader(missions.first)
    for _ in range(2):
        issuing.start_due(NOON)
        issuing.prepare_started(NOON)
    assert issue.deliveries.count() == 1
