"""Single dates of an event: in the editor's form, in lists, months and on its page."""

from datetime import UTC, date, datetime, time

import pytest
from wagtail.test.utils.form_data import streamfield

from events.models import EventDate, EventPage
from events.occurrences import Change, Kind, Plan, occurrences
from events.recurrence import parse_rule
from events.times import TypedTimes
from tests.events.ground import make_calendar, make_event
from tests.events.test_form import add, refusal, typed
from tests.missions import visitor

NOW = datetime(2023, 3, 14, 15, tzinfo=UTC)
WEEKLY = "FREQ=WEEKLY;COUNT=4"  # from 16 March 2023 on: 16, 23, 30, 6 April
TIMES = TypedTimes(date(2023, 3, 16), time(18, 30), date(2023, 3, 16), time(20), False, "America/New_York")


@pytest.fixture
def calendar(missions):
    return make_calendar(missions.first.home["en"])


@pytest.fixture
def now(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def guest(missions, now):
    return visitor(missions.first)


def change(kind, day, **fields):
    """A block as the form posts it."""
    return (
        kind,
        {
            "day": day,
            "note": "",
            "other_notes": {"count": 0},
            **({} if kind in {"cancelled", "note"} else {"start_time": "", "end_time": "", "last_day": ""}),
            **({"new_day": ""} if kind == "moved" else {}),
            **fields,
        },
    )


def posted(*blocks):
    """Form data of single dates; lists inside of blocks have their own count."""
    return streamfield(list(blocks))


def test_a_rule_is_typed_with_its_controls(calendar, editor_client):
    controls = {"rule-frequency": "WEEKLY", "rule-interval": "2", "rule-ends": "count", "rule-count": "3"}
    assert add(editor_client, calendar, **controls).status_code == 302
    event = EventPage.objects.get()
    assert event.rule == "FREQ=WEEKLY;INTERVAL=2;COUNT=3"
    assert [one.start_date.day for one in event.dates.all()] == [16, 30, 13]


@pytest.mark.parametrize(
    ("controls", "rule"),
    [
        ({"rule-frequency": ""}, ""),
        ({"rule-frequency": "DAILY", "rule-count": "3", "rule-ends": "count"}, "FREQ=DAILY;COUNT=3"),
        (
            {
                "rule-frequency": "WEEKLY",
                "rule-weekdays": ["TH", "MO"],
                "rule-ends": "until",
                "rule-until": "2023-04-30",
            },
            "FREQ=WEEKLY;BYDAY=MO,TH;UNTIL=20230430",
        ),
        (
            {"rule-frequency": "MONTHLY", "rule-place": "3", "rule-weekday": "TH", "rule-until": "2023-12-31"},
            "FREQ=MONTHLY;BYDAY=3TH;UNTIL=20231231",
        ),
        (
            {
                "rule-frequency": "YEARLY",
                "rule-place": "3",
                "rule-weekday": "TH",
                "rule-month": "3",
                "rule-ends": "count",
                "rule-count": "2",
            },
            "FREQ=YEARLY;BYMONTH=3;BYDAY=3TH;COUNT=2",
        ),
        ({"rule-frequency": "YEARLY", "rule-ends": "count", "rule-count": "2"}, "FREQ=YEARLY;COUNT=2"),
        (
            {"rule-frequency": "CUSTOM", "rule-custom": "freq=monthly;bymonthday=16,-1;count=4"},
            "FREQ=MONTHLY;BYMONTHDAY=16,-1;COUNT=4",
        ),
    ],
)
def test_every_control_says_its_part_of_the_rule_and_shows_it_again(calendar, editor_client, controls, rule):
    assert add(editor_client, calendar, **{"rule-interval": "1", **controls}).status_code == 302
    event = EventPage.objects.get()
    assert event.rule == rule
    shown = editor_client.get(f"/admin/pages/{event.pk}/edit/").context["form"]["rule"]
    said = shown.field.widget.get_context("rule", shown.value(), {"id": "id_rule"})["widget"]["said"]
    for name, value in controls.items():
        if value and name != "rule-custom":
            kept = said[name.removeprefix("rule-")]
            assert sorted(kept) == sorted(value) if isinstance(value, list) else kept == value, name


@pytest.mark.parametrize(
    ("controls", "sentence"),
    [
        ({"rule-frequency": "WEEKLY", "rule-ends": "until", "rule-until": ""}, "The rule has no end."),
        ({"rule-frequency": "WEEKLY", "rule-ends": "count", "rule-count": "many"}, "COUNT has to be a number"),
        (
            {"rule-frequency": "DAILY", "rule-interval": "0", "rule-ends": "count", "rule-count": "2"},
            "INTERVAL has to be",
        ),
        (
            {"rule-frequency": "WEEKLY", "rule-weekdays": ["FR"], "rule-ends": "count", "rule-count": "2"},
            "The next one that is: Friday, 17 March 2023.",
        ),
        ({"rule-frequency": "DAILY", "rule-ends": "count", "rule-count": "501"}, "more than 500 dates"),
        ({"rule-frequency": "CUSTOM", "rule-custom": ""}, "Write the rule, or choose how often"),
        ({"rule-frequency": "YEARLY", "rule-ends": "until", "rule-until": "9999-12-31"}, "too far ahead"),
        ({"rule-frequency": "CUSTOM", "rule-custom": "every now and then"}, "no rule that this calendar can follow"),
        ({"rule-frequency": "DAILY", "rule-ends": "until", "rule-until": "2023-03-01"}, "never comes true"),
    ],
)
def test_a_rule_that_cannot_be_followed_is_refused_and_nothing_typed_is_lost(
    calendar, editor_client, controls, sentence
):
    response = add(editor_client, calendar, **{"rule-interval": "1", **controls})
    assert sentence in refusal(response, "rule")
    html = response.content.decode()
    for name in ("rule-until", "rule-count", "rule-custom"):
        if controls.get(name):
            assert f'value="{controls[name]}"' in html


@pytest.mark.parametrize(
    ("block", "sentence"),
    [
        (change("cancelled", "2023-03-17"), "does not take place on 17 March 2023"),
        (change("added", "2023-03-23"), "is a date of the event already"),
        (
            change("moved", "2023-03-23", new_day="2023-03-24", start_time="21:00", end_time="20:00"),
            "end before it starts",
        ),
        (change("moved", "2023-03-16", new_day="2023-03-12", start_time="02:30"), "There is no 02:30 on 12 March 2023"),
        (change("moved", "2023-03-23", new_day="2023-03-24", last_day="2023-03-22"), "end before it starts"),
    ],
)
def test_a_change_that_cannot_be_is_refused_in_a_sentence(calendar, editor_client, block, sentence):
    response = add(editor_client, calendar, rule=WEEKLY, single_dates=posted(block))
    assert sentence in refusal(response, "single_dates")


@pytest.mark.parametrize("block", [change("moved", "2023-03-23"), change("note", "2023-03-23")])
def test_a_change_that_says_nothing_is_refused(calendar, editor_client, block):
    response = add(editor_client, calendar, rule=WEEKLY, single_dates=posted(block))
    assert response.status_code == 200
    assert "delete this entry" in response.content.decode()


def test_two_dates_at_the_same_time_are_refused(calendar, editor_client):
    blocks = change("moved", "2023-03-23", new_day="2023-03-25"), change("added", "2023-03-25")
    response = add(editor_client, calendar, rule=WEEKLY, single_dates=posted(*blocks))
    assert "begin at the same time on 25 March 2023" in refusal(response, "single_dates")


def test_a_draft_keeps_a_rule_that_is_not_finished(calendar, editor_client, guest):
    event = make_event(calendar, slug="dombra-evening")
    controls = {"rule-frequency": "WEEKLY", "rule-interval": "1", "rule-ends": "until", "rule-until": ""}
    fields = {**typed(**controls)}
    del fields["action-publish"]
    assert editor_client.post(f"/admin/pages/{event.pk}/edit/", fields).status_code == 302
    event = EventPage.objects.get(pk=event.pk)
    assert event.get_latest_revision_as_object().rule == "FREQ=WEEKLY"
    assert event.dates.count() == 1
    refused = editor_client.post(f"/admin/pages/{event.pk}/edit/", {**fields, "action-publish": "1"})
    assert "The rule has no end." in refusal(refused, "rule")


def test_a_day_is_named_once(calendar, editor_client):
    blocks = change("cancelled", "2023-03-23"), change("note", "2023-03-23", note="Bring a pen.")
    response = add(editor_client, calendar, rule=WEEKLY, single_dates=posted(*blocks))
    assert "named twice" in refusal(response, "single_dates")


def test_an_event_of_one_date_is_changed_by_its_own_fields(calendar, editor_client):
    response = add(editor_client, calendar, single_dates=posted(change("cancelled", "2023-03-16")))
    assert "this one date only" in refusal(response, "single_dates")


def test_changes_are_published_and_shown_in_month_list_and_page(calendar, editor_client, guest):
    blocks = (
        change("cancelled", "2023-03-23", note="The hall is closed."),
        change("moved", "2023-03-30", new_day="2023-03-31", start_time="17:00"),
        change("added", "2023-04-08", note="In the garden."),
    )
    assert add(editor_client, calendar, rule=WEEKLY, single_dates=posted(*blocks)).status_code == 302
    month = guest.get("/events/2023/03/").content.decode()
    assert month.count("Cancelled:") == 2  # in the table and in the agenda
    assert "Moved:" in month
    assert "The hall is closed." in month
    page = guest.get("/events/dombra-evening/").content.decode()
    assert "Thursday, 16 March 2023" in page
    assert 'class="is-cancelled">Thursday, 23 March 2023</a>, 18:30 to 20:00 <strong>Cancelled</strong>' in page
    cancelled = guest.get("/events/dombra-evening/?date=2023-03-23").content.decode()
    assert "<strong>Cancelled</strong>" in cancelled
    assert "The hall is closed." in cancelled
    moved = guest.get("/events/dombra-evening/?date=2023-03-30").content.decode()
    assert "Friday, 31 March 2023" in moved
    assert "17:00 to 18:30" in moved
    assert "from 30 March 2023" in moved
    assert "In the garden." in guest.get("/events/dombra-evening/?date=2023-04-08").content.decode()


def test_a_day_that_the_event_does_not_have_is_not_found(calendar, guest):
    make_event(calendar, slug="talk", rule=WEEKLY)
    for asked in ("2023-03-17", "soon", "2023-99-99", "%00"):
        assert guest.get(f"/events/talk/?date={asked}").status_code == 404, asked


def test_notes_are_read_in_the_language_of_the_page_or_marked(missions, calendar, guest):
    note = {
        "day": date(2023, 3, 16),
        "note": "Bring a pen.",
        "other_notes": [{"language": "kk", "text": "Қалам әкеліңіз."}],
    }
    event = make_event(calendar, slug="talk", rule=WEEKLY, single_dates=[("note", note)])
    for code in ("kk", "ru"):
        index = make_calendar(missions.first.home[code], translation_key=calendar.translation_key)
        make_event(
            index, slug="talk", rule=WEEKLY, single_dates=event.single_dates, translation_key=event.translation_key
        )
    assert "Bring a pen." in guest.get("/events/talk/").content.decode()
    assert "Қалам әкеліңіз." in guest.get("/kk/events/talk/").content.decode()
    assert '<span lang="en">Bring a pen.</span>' in guest.get("/ru/events/talk/").content.decode()


def test_the_page_opens_on_the_next_date_that_takes_place(calendar, guest, monkeypatch):
    cancelled = [("cancelled", {"day": date(2023, 3, 16)})]
    make_event(calendar, slug="talk", rule=WEEKLY, single_dates=cancelled)
    assert 'datetime="2023-03-23T18:30:00-04:00"' in guest.get("/events/talk/").content.decode()
    monkeypatch.setattr("django.utils.timezone.now", lambda: datetime(2024, 1, 1, tzinfo=UTC))
    page = guest.get("/events/talk/").content.decode()
    assert 'datetime="2023-04-06T18:30:00-04:00"' in page
    assert "This event is over." in page


def test_rows_that_are_right_are_not_written_again(calendar):
    event = make_event(calendar, rule=WEEKLY)
    before = list(EventDate.objects.values_list("pk", flat=True))
    event.title = "Another title"
    event.save_revision().publish()
    assert list(EventDate.objects.values_list("pk", flat=True)) == before
    event.rule = "FREQ=WEEKLY;COUNT=2"
    event.save_revision().publish()
    assert list(EventDate.objects.values_list("pk", flat=True)) == before[:2]


def test_a_draft_changes_no_date_that_visitors_see(calendar, guest):
    event = make_event(calendar, slug="talk", rule=WEEKLY)
    event.rule = ""
    event.save_revision()
    assert event.dates.count() == 4


def test_the_preview_tells_the_next_ten_dates(editor_client):
    typed_so_far = {"start_date": "2023-03-16", "start_time": "18:30", "rule-frequency": "DAILY", "rule-count": "12"}
    html = editor_client.get("/admin/events/preview/", {**typed_so_far, "rule-ends": "count"}).content.decode()
    assert html.count("<li>") == 11
    assert "<li>Thursday, 16 March 2023, 18:30</li>" in html
    assert "and 2 more, the last on Monday, 27 March 2023" in html


@pytest.mark.parametrize(
    ("typed_so_far", "sentence"),
    [
        ({"rule-frequency": "DAILY", "rule-ends": "count", "rule-count": "2"}, "Fill in the first day"),
        ({"start_date": "2023-03-16", "rule-frequency": "DAILY"}, "The rule has no end"),
        (
            {"start_date": "soon", "rule-frequency": "DAILY", "rule-ends": "count", "rule-count": "2"},
            "Fill in the first day",
        ),
        (
            {"start_date": "9999-12-31", "rule-frequency": "DAILY", "rule-ends": "count", "rule-count": "3"},
            "Fill in the",
        ),
        (
            {"start_date": "0001-01-01", "rule-frequency": "DAILY", "rule-ends": "count", "rule-count": "3"},
            "Fill in the",
        ),
        ({"start_date": "2023-03-16", "rule-frequency": ""}, ""),
        ({}, ""),
    ],
)
def test_the_preview_says_what_is_missing(editor_client, typed_so_far, sentence):
    response = editor_client.get("/admin/events/preview/", typed_so_far)
    assert response.status_code == 200
    assert sentence in response.content.decode()


def test_the_preview_is_for_editors(client, missions):
    response = client.get("/admin/events/preview/", headers={"host": missions.first.host})
    assert response.status_code == 302


def test_a_new_start_keeps_the_length_over_midnight():
    late = Change(Kind.MOVED, date(2023, 3, 16), start_time=time(23, 15))
    [one] = occurrences(Plan(TIMES, None, (late,)), 10)
    assert (one.times.start_time, one.times.end_date, one.times.end_time) == (
        time(23, 15),
        date(2023, 3, 17),
        time(0, 45),
    )


def test_an_added_day_on_which_the_rule_falls_counts_once():
    plan = Plan(TIMES, parse_rule(WEEKLY), (Change(Kind.ADDED, date(2023, 3, 23)),))
    assert len(occurrences(plan, 10)) == 4
