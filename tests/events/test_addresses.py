"""What strangers get at the addresses of the calendar."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from wagtail.models import PageViewRestriction

from tests.events.ground import make_calendar, make_draft, make_event
from tests.missions import visitor

NOW = datetime(2023, 3, 14, 15, tzinfo=UTC)


@pytest.fixture(autouse=True)
def now(monkeypatch):
    """It is Tuesday, 14 March 2023, 11:00 in Washington."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def calendar(missions):
    return make_calendar(missions.first.home["en"])


@pytest.fixture
def guest(missions):
    return visitor(missions.first)


def page_at(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_the_calendar_opens_on_the_current_month_of_the_mission(calendar, guest, monkeypatch):
    # Half past two in the night of 1 April in London is still March in Washington.
    monkeypatch.setattr("django.utils.timezone.now", lambda: datetime(2023, 4, 1, 1, 30, tzinfo=UTC))
    html = page_at(guest, "/events/")
    assert "<h1>March 2023</h1>" in html
    assert '<td class="is-today" aria-current="date">' in html


def test_the_month_is_a_table_whose_links_are_called_by_their_full_dates(calendar, guest):
    make_event(calendar, title="Dombra evening")
    html = page_at(guest, "/events/")
    assert '<th scope="col">Monday</th>' in html
    assert (
        'Dombra evening</span> <span class="chip-time">18:30</span><span class="visually-hidden">, Thursday, 16 March 2023'
        in html
    )
    assert '<span class="visually-hidden">Thursday, 16 March 2023: Dombra evening</span>' in html


def test_today_previous_and_next_are_links(calendar, guest):
    html = page_at(guest, "/events/2023/01/")
    assert "<h1>January 2023</h1>" in html
    for address in ('href="/events/2022/12/"', 'href="/events/2023/02/"', 'href="/events/"'):
        assert address in html


def test_links_beyond_the_last_event_are_not_for_crawlers(calendar, guest):
    make_event(calendar, start_date=date(2023, 5, 20))
    html = page_at(guest, "/events/2023/05/")
    assert 'rel="prev" href="/events/2023/04/"' in html
    assert 'rel="next nofollow" href="/events/2023/06/"' in html


@pytest.mark.parametrize(("at", "missing"), [("1900/01", "1899"), ("2200/12", "2201")])
def test_the_calendar_has_two_ends(calendar, guest, at, missing):
    assert f"/events/{missing}" not in page_at(guest, f"/events/{at}/")


@pytest.mark.parametrize(
    "at", ["1899/12", "2201/01", "2023/13", "2023/00", "2023/99", "0000/01", "2023/0", "2023/1a", "23/03", "2023/003"]
)
def test_a_month_that_is_none_is_not_found(calendar, guest, at):
    assert guest.get(f"/events/{at}/").status_code == 404


def test_a_month_without_its_zero_leads_to_the_one_with_it(calendar, guest):
    response = guest.get("/events/2023/3/")
    assert (response.status_code, response["Location"]) == (301, "/events/2023/03/")


def test_an_event_over_several_days_shows_on_each(calendar, guest):
    make_event(calendar, title="Nauryz", start_date=date(2023, 3, 21), end_date=date(2023, 3, 23), all_day=True)
    html = page_at(guest, "/events/2023/03/")
    for day in (21, 22, 23):
        assert f"{day} March 2023: Nauryz</span>" in html
    for part in ("chip-start chip-days-3", "chip-middle", "chip-end"):
        assert html.count(f'class="chip {part}"') == 1
    assert "21 to 23 March 2023" in html


def test_an_event_that_began_in_another_month_shows_in_this_one(calendar, guest):
    make_event(calendar, title="Long show", start_date=date(2023, 2, 20), end_date=date(2023, 4, 5), all_day=True)
    for at in ("2023/02", "2023/03", "2023/04"):
        assert "Long show" in page_at(guest, f"/events/{at}/")
    assert "Long show" not in page_at(guest, "/events/2023/06/")


def test_more_than_three_events_of_a_day_lead_to_the_list(calendar, guest):
    events = [make_event(calendar, start_time=time(10 + number), end_time=None) for number in range(5)]
    html = page_at(guest, "/events/2023/03/")
    assert '<a class="chip-more" href="/events/2023/03/16/">2 more' in html
    assert f'id="event-{events[3].pk}"' in page_at(guest, "/events/")


def test_an_empty_month_names_the_next_that_has_events(calendar, guest):
    make_event(calendar, start_date=date(2023, 6, 2))
    for address in ("/events/", "/events/2023/04/"):
        html = page_at(guest, address)
        assert "There are no events this month." in html
        assert '<a href="/events/2023/06/">The next ones: June 2023</a>' in html


def test_an_event_of_today_is_coming_until_it_ends_and_past_afterwards(calendar, guest, monkeypatch):
    make_event(calendar, title="Talk of today", start_date=date(2023, 3, 14), start_time=time(10), end_time=time(12))
    html = page_at(guest, "/events/")
    assert html.index("Coming") < html.rindex("Talk of today")
    assert "Earlier this month" not in html
    assert "Talk of today" not in page_at(guest, "/events/past/")
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW + timedelta(hours=1))
    html = page_at(guest, "/events/")
    assert html.index("Earlier this month") < html.rindex("Talk of today")
    assert "<h2>Coming</h2>" not in html
    assert "Talk of today" in page_at(guest, "/events/past/")


def test_past_events_are_paged_the_latest_first(calendar, guest):
    for number in range(1, 24):
        make_event(calendar, title=f"Past {number:02d}", start_date=date(2022, 1, number))
    html = page_at(guest, "/events/past/")
    assert html.index("Past 23") < html.index("Past 22")
    assert "Past 03" not in html
    assert "Past 03" in page_at(guest, "/events/past/?page=2")
    assert guest.get("/events/past/?page=3").status_code == 404
    assert guest.get("/events/past/?page=x").status_code == 404


def test_the_page_of_an_event_shows_both_zones_with_full_dates(calendar, guest):
    make_event(calendar, title="A talk", slug="talk", start_time=time(4), end_time=time(5), time_zone="Asia/Almaty")
    html = page_at(guest, "/events/talk/")
    assert "New York (EDT, UTC−4)" in html
    assert "18:00 to 19:00" in html
    assert "Wednesday, 15 March 2023, the day before" in html
    assert "Almaty (UTC+6)" in html
    assert "04:00 to 05:00" in html
    assert "Thursday, 16 March 2023" in html


def test_an_event_in_the_missions_own_time_shows_one(calendar, guest):
    make_event(calendar, slug="talk", time_zone="America/Toronto")
    assert page_at(guest, "/events/talk/").count('class="zone-time"><time datetime') == 1


@pytest.mark.parametrize("day", [date(1900, 1, 1), date(2200, 12, 31)])
def test_an_event_on_the_first_or_last_day_of_the_calendar_shows(calendar, guest, day):
    make_event(calendar, slug="edge", title="At the edge", start_date=day, all_day=True)
    assert "At the edge" in page_at(guest, f"/events/{day:%Y/%m}/")
    assert page_at(guest, "/events/edge/")
    assert "At the edge" in page_at(guest, "/events/calendar.ics")


def test_drafts_private_and_expired_events_are_nowhere(calendar, guest):
    make_draft(calendar, title="Hidden draft", slug="draft")
    private = make_event(calendar, title="Hidden private", slug="private")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    expired = make_event(calendar, title="Hidden expired", slug="expired")
    expired.expire_at = NOW - timedelta(days=1)
    expired.save()
    expired.unpublish(set_expired=True)
    for address in ("/events/", "/events/2023/03/", "/events/past/", "/events/calendar.ics"):
        assert "Hidden" not in page_at(guest, address)
    for slug in ("draft", "private", "expired"):
        assert guest.get(f"/events/{slug}/event.ics").status_code == 404


def test_a_private_calendar_has_no_addresses(calendar, guest):
    make_event(calendar, slug="talk")
    PageViewRestriction.objects.create(page=calendar, restriction_type="login")
    for address in ("/events/2023/03/", "/events/past/", "/events/calendar.ics", "/events/talk/event.ics"):
        assert guest.get(address).status_code == 404


def test_one_mission_shows_nothing_of_the_other(missions, calendar):
    make_event(calendar, title="Of the first", slug="talk")
    make_calendar(missions.second.home["en"])
    other = visitor(missions.second)
    for address in ("/events/", "/events/2023/03/", "/events/past/", "/events/calendar.ics"):
        assert "Of the first" not in page_at(other, address)
    assert other.get("/events/talk/event.ics").status_code == 404
    assert other.get("/events/talk/").status_code == 404


def test_each_language_has_its_own_addresses(missions, calendar, guest):
    make_event(calendar, title="Only in English")
    assert guest.get("/kk/events/2023/03/").status_code == 404
    make_calendar(missions.first.home["kk"], translation_key=calendar.translation_key)
    html = page_at(guest, "/kk/events/2023/03/")
    assert "<h1>Наурыз 2023</h1>" in html
    assert "Only in English" not in html


def test_addresses_answer_to_reading_only(calendar, guest):
    for address in ("/events/2023/03/", "/events/past/", "/events/calendar.ics"):
        assert guest.post(address).status_code == 405
        assert guest.head(address).status_code == 200
