"""Whether the mission is open: on the home page, in the header, on the page of contacts and for search engines; right
at the minute, one's own mission only.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.utils.html import strip_tags

from core.models import OpeningHours
from home.models import StandardPage
from tests.core.schema import things_of
from tests.core.test_closed_days import close, set_hours
from tests.home.whole_site import WholeSite, clock_at
from tests.missions import Missions, TestMission, visitor

TUESDAY = datetime(2026, 11, 24, 17, tzinfo=UTC)  # noon in New York


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Any:
    with clock_at(monkeypatch, TUESDAY) as clock:
        yield clock


@pytest.fixture
def first(missions: Missions, clock: Any) -> TestMission:
    set_hours(missions.first, home_country="KZ", host_country="US")
    return missions.first


def html(mission: TestMission, path: str = "/") -> str:
    response = visitor(mission).get(path)
    assert response.status_code == 200
    return response.content.decode()


def lines(page: str) -> list[str]:
    found = re.findall(r'<p class="open-line.*?</p>', page, re.S)
    return [" ".join(strip_tags(one).split()) for one in found]


def states(page: str) -> list[str]:
    return [strip_tags(one) for one in re.findall(r'<span class="open-words">.*?</span>', page)]


def test_home_and_header_say_it_in_one_line(first: TestMission) -> None:
    page = html(first)
    assert lines(page) == ["Open now, until 17:00"]
    assert states(page) == ["Open now, until 17:00"] * 2  # the second stands in the menu of narrow screens
    assert 'href="/#contacts"' in page


def test_a_mission_without_hours_says_nothing_at_all(missions: Missions, first: TestMission) -> None:
    page = html(missions.second)
    assert lines(page) + states(page) == []
    assert "closed-days.ics" not in page


def test_a_closed_day_says_why(first: TestMission, clock: Any) -> None:
    clock.now = TUESDAY + timedelta(days=2)
    assert lines(html(first)) == ["Closed today: Thanksgiving Day (United States). Opens tomorrow at 09:00"]


def test_a_name_that_is_not_known_in_the_language_is_marked_with_its_own(first: TestMission, clock: Any) -> None:
    set_hours(first, home_country="", host_country="DE")
    clock.now = datetime(2025, 10, 3, 17, tzinfo=UTC)
    assert '<span lang="en">German Unity Day</span> (Германия)' in html(first, "/kk/")


def test_holidays_of_the_home_country_are_called_in_kazakh(first: TestMission, clock: Any) -> None:
    clock.now = datetime(2026, 12, 16, 17, tzinfo=UTC)
    assert "Тәуелсіздік күні (Қазақстан)" in lines(html(first, "/kk/"))[0]
    assert "Independence Day (Kazakhstan)" in lines(html(first))[0]


def test_what_comes_is_told_with_the_reason_in_two_languages(first: TestMission) -> None:
    page = html(first)
    listed = re.search(r'<ul class="special-days">.*?</ul>', page, re.S)
    assert listed
    assert "Thursday, 26 November 2026" in listed[0]
    assert '<span class="small" lang="kk">Тәуелсіздік күні (Қазақстан)</span>' in listed[0]
    assert 'href="/closed-days.ics"' in page


def test_a_kept_page_is_true_at_the_minute(committed: Missions, monkeypatch: pytest.MonkeyPatch) -> None:
    with clock_at(monkeypatch, datetime(2026, 11, 24, 21, 59, 59, tzinfo=UTC)) as clock:
        set_hours(committed.first)
        site = WholeSite(committed.first.host)
        assert b"Open now, until 17:00" in site.kept("/").body
        asked = site.counted.count
        site.kept("/")
        assert site.counted.count == asked
        clock.now += timedelta(seconds=1)
        assert b"Closed now, opens tomorrow at 09:00" in site.kept("/").body
        clock.now = datetime(2026, 11, 25, 4, 59, 59, tzinfo=UTC)
        assert b"opens tomorrow" in site.kept("/").body
        clock.now += timedelta(seconds=1)
        assert b"Closed now, opens at 09:00" in site.kept("/").body


def test_a_change_of_an_editor_is_seen_at_once(committed: Missions, monkeypatch: pytest.MonkeyPatch) -> None:
    with clock_at(monkeypatch, TUESDAY):
        set_hours(committed.first)
        site = WholeSite(committed.first.host)
        assert b"Open now" in site.kept("/").body
        row = close(committed.first, date(2026, 11, 24), reason={"en": "Water in the cellar"})
        assert b"Water in the cellar" in site.kept("/").body
        row.delete()
        assert b"Open now" in site.kept("/").body


def test_one_missions_days_close_no_other(missions: Missions, first: TestMission) -> None:
    set_hours(missions.second)
    close(missions.second, date(2026, 11, 24), reason={"en": "Elsewhere"})
    assert lines(html(first)) == ["Open now, until 17:00"]
    assert lines(html(missions.second)) == ["Closed today: Elsewhere. Opens tomorrow at 09:00"]


def contact_page(mission: TestMission) -> StandardPage:
    home = mission.home["en"]
    page = StandardPage(title="Contact", slug="contact", locale=home.locale, body=[("hours", None)])
    return home.add_child(instance=page)


def test_the_page_of_contacts_says_the_same(first: TestMission) -> None:
    contact_page(first)
    page = html(first, "/contact/")
    assert lines(page) == ["Open now, until 17:00"]
    assert "09:00 to 17:00" in page
    assert "Other hours and closed days" in page


def test_each_service_has_its_line_and_its_table(first: TestMission) -> None:
    first.mission.hours.add(OpeningHours(service="consular", weekday=1, opens=time(9), closes=time(11)))
    first.mission.save()
    page = html(first)
    assert lines(page) == [
        "Chancery: Open now, until 17:00",
        "Consular section: Closed now, opens on 1 December 2026 at 09:00",
    ]
    assert "<caption>Consular section</caption>" in page
    assert states(page)[0] == "Open now, until 17:00"


def hours_of(page: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = things_of(page)["GovernmentOrganization"]["location"]["openingHoursSpecification"]
    return found


def test_search_engines_are_told_the_special_days_of_a_year_where_visitors_see_the_hours(first: TestMission) -> None:
    close(first, date(2026, 12, 30), date(2026, 12, 31), kind="hours", opens=time(9), closes=time(12))
    contact_page(first)
    for path in ("/", "/contact/"):
        special = {one["validFrom"]: one for one in hours_of(html(first, path)) if "validFrom" in one}
        assert special["2026-12-25"] == {
            "@type": "OpeningHoursSpecification",
            "opens": "00:00",
            "closes": "00:00",
            "validFrom": "2026-12-25",
            "validThrough": "2026-12-25",
        }
        short = special["2026-12-30"]
        assert (short["opens"], short["closes"], short["validThrough"]) == ("09:00", "12:00", "2026-12-31")
        assert [day.rsplit("/", 1)[1] for day in short["dayOfWeek"]] == ["Wednesday", "Thursday"]
        assert max(special) <= "2027-11-24"
    home = first.home["en"]
    home.add_child(instance=StandardPage(title="About", slug="about", locale=home.locale))
    assert all("validFrom" not in one for one in hours_of(html(first, "/about/")))


def test_search_engines_are_told_of_each_service(first: TestMission) -> None:
    first.mission.hours.add(OpeningHours(service="consular", weekday=1, opens=time(20), closes=time()))
    first.mission.save()
    (office,) = things_of(html(first))["GovernmentOrganization"]["department"]
    assert (office["@type"], office["name"]) == ("GovernmentOffice", "Consular section")
    week = office["openingHoursSpecification"][0]
    assert (week["opens"], week["closes"]) == ("20:00", "23:59")


def test_an_error_page_has_the_line_too(first: TestMission) -> None:
    response = visitor(first).get("/missing/")
    assert response.status_code == 404
    assert states(response.content.decode())[0] == "Open now, until 17:00"
