"""The file of closed days, read back by the icalendar library."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from core.models import OpeningHours, SpecialDay
from tests.home.whole_site import clock_at
from tests.missions import Missions, TestMission, visitor

NOW = datetime(2026, 11, 24, 17, tzinfo=UTC)


def set_hours(mission: TestMission, **countries: str) -> None:
    settings = mission.mission
    settings.hours.set([OpeningHours(weekday=day, opens=time(9), closes=time(17)) for day in range(5)])
    for name, code in countries.items():
        setattr(settings, name, code)
    settings.save()


def close(mission: TestMission, first: date, last: date | None = None, **facts: Any) -> SpecialDay:
    row = SpecialDay(site=mission.site, first_day=first, last_day=last, **facts)
    row.full_clean()
    row.save()
    return row


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Any:
    with clock_at(monkeypatch, NOW) as clock:
        yield clock


@pytest.fixture
def first(missions: Missions, clock: Any) -> TestMission:
    set_hours(missions.first, home_country="KZ", host_country="US")
    return missions.first


def events(mission: TestMission, path: str = "/closed-days.ics") -> list[Any]:
    response = visitor(mission).get(path)
    assert (response.status_code, response["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    return list(Calendar.from_ical(response.content).walk("VEVENT"))


def told(found: list[Any]) -> dict[str, tuple[date, date]]:
    return {str(event["SUMMARY"]): (event["DTSTART"].dt, event["DTEND"].dt) for event in found}


def test_holidays_and_own_closed_days_are_whole_days_that_take_nobodys_time(first: TestMission) -> None:
    close(first, date(2026, 12, 28), date(2026, 12, 31), reason={"en": "Winter break", "kk": "Үзіліс"})
    found = events(first)
    days = told(found)
    assert days["Closed: Thanksgiving Day (United States)"] == (date(2027, 11, 25), date(2027, 11, 26))
    assert days["Closed: Winter break"] == (date(2026, 12, 28), date(2027, 1, 1))
    assert days["Closed: Independence Day (Kazakhstan)"] == (date(2027, 12, 16), date(2027, 12, 17))
    assert {str(event["TRANSP"]) for event in found} == {"TRANSPARENT"}
    assert {event["DTSTART"].dt.year for event in found} == {2026, 2027}
    assert len({str(event["UID"]) for event in found}) == len(found)


def test_several_days_of_one_holiday_are_one_entry(first: TestMission) -> None:
    spans = [(event["DTSTART"].dt, event["DTEND"].dt) for event in events(first) if "Nauryz" in event["SUMMARY"]]
    assert spans == [(date(2026, 3, 23), date(2026, 3, 26)), (date(2027, 3, 22), date(2027, 3, 25))]


def test_days_with_hours_are_not_closed_days(first: TestMission) -> None:
    close(first, date(2026, 12, 31), kind="hours", opens=time(9), closes=time(12), reason={"en": "Short day"})
    close(first, date(2026, 12, 25), kind="open", reason={"en": "Open after all"})
    starts = [event["DTSTART"].dt for event in events(first)]
    assert date(2026, 11, 26) in starts
    assert date(2026, 12, 31) not in starts
    assert date(2026, 12, 25) not in starts


def test_a_service_that_is_closed_by_itself_is_named(first: TestMission) -> None:
    first.mission.hours.add(OpeningHours(service="consular", weekday=0, opens=time(10), closes=time(12)))
    first.mission.save()
    close(first, date(2026, 11, 30), service="consular", reason={"en": "Training"})
    assert "Consular section closed: Training" in told(events(first))


def test_the_name_is_in_the_language_of_the_address_and_the_uid_in_all(first: TestMission) -> None:
    english, kazakh = events(first), events(first, "/kk/closed-days.ics")
    assert [str(event["UID"]) for event in english] == [str(event["UID"]) for event in kazakh]
    summaries = {event["DTSTART"].dt: event["SUMMARY"] for event in kazakh}
    assert "Тәуелсіздік күні (Қазақстан)" in summaries[date(2026, 12, 16)]
    assert summaries[date(2026, 12, 16)].params["LANGUAGE"] == "kk"


def test_the_file_says_how_often_to_look_and_where(first: TestMission) -> None:
    calendar = Calendar.from_ical(visitor(first).get("/closed-days.ics").content)
    assert str(calendar["X-WR-CALNAME"]) == "Closed days: Embassy of Aland"
    assert calendar["REFRESH-INTERVAL"].dt == timedelta(hours=12)
    assert str(calendar["SOURCE"]) == "http://aland.example/closed-days.ics"


def test_who_has_the_file_is_not_sent_it_again_until_it_changes(first: TestMission) -> None:
    client = visitor(first)
    etag = client.get("/closed-days.ics")["ETag"]
    again = client.get("/closed-days.ics", headers={"if-none-match": etag})
    assert (again.status_code, again.content) == (304, b"")
    close(first, date(2026, 12, 28))
    assert client.get("/closed-days.ics", headers={"if-none-match": etag}).status_code == 200


def test_the_file_is_the_same_all_year(first: TestMission, clock: Any) -> None:
    before = visitor(first).get("/closed-days.ics").content
    clock.now = datetime(2026, 12, 30, tzinfo=UTC)
    assert visitor(first).get("/closed-days.ics").content == before
    clock.now = datetime(2027, 1, 1, 4, 59, tzinfo=UTC)
    assert visitor(first).get("/closed-days.ics").content == before
    clock.now = datetime(2027, 1, 1, 5, tzinfo=UTC)
    assert visitor(first).get("/closed-days.ics").content != before


def test_texts_of_editors_break_no_line(first: TestMission) -> None:
    close(first, date(2026, 12, 28), reason={"en": "A;b, c\\d\r\nBEGIN:VEVENT\x0b end"})
    assert "Closed: A;b, c\\d BEGIN:VEVENT end" in told(events(first))


def test_each_mission_has_its_own(missions: Missions, first: TestMission) -> None:
    assert visitor(missions.second).get("/closed-days.ics").status_code == 404
    set_hours(missions.second)
    close(missions.second, date(2026, 12, 28), reason={"en": "Elsewhere"})
    assert list(told(events(missions.second))) == ["Closed: Elsewhere"]
    assert "Closed: Elsewhere" not in told(events(first))


def test_it_costs_the_same_for_one_and_for_twenty_closed_days(first: TestMission) -> None:
    client, counts = visitor(first), []
    for number in range(1, 21):
        close(first, date(2026, 12, 1) + timedelta(days=number), reason={"en": f"Day {number}"})
        if number in (1, 20):
            client.get("/closed-days.ics")
            with CaptureQueriesContext(connection) as captured:
                client.get("/closed-days.ics")
            counts.append(len(captured))
    assert counts[0] == counts[1]
