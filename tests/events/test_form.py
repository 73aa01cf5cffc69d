"""The editor's form of an event."""

import pytest
from wagtail.test.utils.form_data import streamfield

from core.models import Contact
from events.models import EventPage
from tests.events.forms import typed
from tests.events.ground import make_calendar, make_event
from tests.missions import editor_of, locale


@pytest.fixture
def calendar(missions):
    return make_calendar(missions.first.home["en"])


def add(client, calendar, **changes):
    several = {name: value for name, value in changes.items() if isinstance(value, list)}
    single = {name: value for name, value in changes.items() if name not in several}
    return client.post(f"/admin/pages/add/events/eventpage/{calendar.pk}/", {**typed(**single), **several})


def refusal(response, field):
    assert response.status_code == 200
    [message] = response.context["form"].errors[field]
    return message


def test_an_event_is_published_by_its_form(calendar, editor_client):
    assert add(editor_client, calendar).status_code == 302
    event = EventPage.objects.get()
    assert event.live
    assert event.end_date == event.start_date


def test_a_new_event_is_offered_the_zone_of_the_mission_first(calendar, editor_client):
    html = editor_client.get(f"/admin/pages/add/events/eventpage/{calendar.pk}/").content.decode()
    assert '<option value="America/New_York" selected>America/New York</option>' in html
    assert '<option value="Asia/Almaty">' in html


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"end_date": "2023-03-15"}, "end_date", "The event would end before it starts, on 16 March 2023."),
        ({"end_time": "18:00"}, "end_time", "If it ends after midnight, its last day is the next one."),
        ({"end_time": "18:30"}, "end_time", "Leave the end empty if it is not known."),
        ({"start_time": ""}, "start_time", "Say when the event starts, or mark it as an event of all day."),
        ({"start_date": "2023-02-30"}, "start_date", "Enter a valid date."),
        ({"start_date": "1899-12-31"}, "start_date", "from the year 1900 to the year 2200"),
        ({"end_date": "2201-01-01"}, "end_date", "from the year 1900 to the year 2200"),
        ({"start_date": "9999-12-31", "start_time": "23:30", "end_time": ""}, "start_date", "to the year 2200"),
        ({"start_date": ""}, "start_date", "This field is required."),
        ({"start_time": "25:00"}, "start_time", "Enter a valid time."),
        ({"time_zone": "Mars/Olympus"}, "time_zone", "“Mars/Olympus” is not a time zone."),
        ({"time_zone": ""}, "time_zone", "This field is required."),
        ({"start_date": "2023-03-12", "start_time": "02:30"}, "start_time", "There is no 02:30 on 12 March 2023"),
        (
            {"start_date": "2023-03-11", "end_date": "2023-03-12", "end_time": "02:30"},
            "end_time",
            "clocks are put forward",
        ),
        ({"start_date": "2011-12-30", "time_zone": "Pacific/Apia", "all_day": "on"}, "start_date", "left out there"),
    ],
)
def test_times_that_contradict_themselves_are_refused_in_a_sentence(calendar, editor_client, changes, field, sentence):
    assert sentence in refusal(add(editor_client, calendar, **changes), field)
    assert not EventPage.objects.exists()


def test_an_all_day_event_needs_no_hours(calendar, editor_client):
    assert add(editor_client, calendar, all_day="on", start_time="", end_time="").status_code == 302
    assert EventPage.objects.get().all_day


def test_an_evening_may_end_after_midnight(calendar, editor_client):
    assert add(editor_client, calendar, end_date="2023-03-17", end_time="01:00").status_code == 302


def test_a_draft_may_lack_its_hour_but_not_its_day(calendar, editor_client):
    draft = {"action-publish": "", "start_time": "", "end_time": "", "time_zone": ""}
    data = {name: value for name, value in typed(**draft).items() if name != "action-publish"}
    address = f"/admin/pages/add/events/eventpage/{calendar.pk}/"
    assert editor_client.post(address, data).status_code == 302
    assert EventPage.objects.get().time_zone == "America/New_York"
    assert "required" in refusal(editor_client.post(address, data | {"start_date": "", "slug": "two"}), "start_date")


def test_times_are_read_only_in_a_translation(missions, calendar, editor_client):
    event = make_event(calendar, slug="dombra-evening")
    make_calendar(missions.first.home["kk"], translation_key=calendar.translation_key)
    translation = event.copy_for_translation(locale("kk"))
    response = editor_client.post(
        f"/admin/pages/{translation.pk}/edit/",
        typed(title="Домбыра кеші", start_date="2024-01-01", start_time="", time_zone="Asia/Almaty"),
    )
    assert response.status_code == 302
    translation = EventPage.objects.get(pk=translation.pk)
    assert translation.title == "Домбыра кеші"
    assert translation.typed() == event.typed()


def test_the_contact_of_another_mission_is_refused(missions, calendar, editor_client):
    foreign = Contact.objects.create(site=missions.second.site, name="Elsewhere")
    response = add(editor_client, calendar, contact=str(foreign.pk))
    assert response.context["form"].errors["contact"]


def test_reserved_words_are_no_slugs(calendar, editor_client):
    for slug in ("past", "2023", "category"):
        assert "kept for the site" in refusal(add(editor_client, calendar, slug=slug), "slug")


def test_an_editor_of_another_mission_has_no_way_in(missions, calendar):
    assert add(editor_of(missions.second), calendar).status_code == 404
    assert not EventPage.objects.exists()


def test_an_event_can_be_previewed_before_it_is_saved(calendar, editor_client):
    address = f"/admin/pages/add/events/eventpage/{calendar.pk}/preview/"
    assert editor_client.post(address, typed()).json()["is_valid"]
    html = editor_client.get(address).content.decode()
    assert "18:30 to 20:00" in html


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"places": "0"}, "places"),
        ({"places": "100001"}, "places"),
        ({"persons_per_reply": "0"}, "persons_per_reply"),
        ({"persons_per_reply": "51"}, "persons_per_reply"),
        ({"closes_hours_before": "-1"}, "closes_hours_before"),
        (
            {"questions": streamfield([("short", {"text": "", "required": "", "translations": streamfield([])})])},
            "questions",
        ),
    ],
)
def test_replies_that_nobody_could_give_are_refused(editor_client, calendar, changes, field):
    response = add(editor_client, calendar, takes_replies="on", **changes)
    assert response.status_code == 200
    assert field in response.context["form"].errors


def test_replies_are_set_up_by_the_form(editor_client, calendar):
    question = ("short", {"text": "Firm", "required": "on", "translations": streamfield([])})
    fields = {"takes_replies": "on", "has_waiting_list": "on", "places": "40", "questions": streamfield([question])}
    assert add(editor_client, calendar, **fields).status_code == 302
    event = EventPage.objects.get()
    assert (event.takes_replies, event.places, event.has_waiting_list) == (True, 40, True)
    assert event.questions[0].value["text"] == "Firm"
    assert event.questions[0].id
