"""Events of other calendars become pages: once, changed where the file changed, never against an editor's word."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.models import Revision
from wagtail.rich_text import RichText

from core.blocks.body import TEXT_FEATURES
from core.content_version import read_version
from core.facts import copy_facts
from events.feeds import entries_of
from events.ical import CalendarFile, calendar
from events.ics_lines import FileRefused
from events.ics_reading import read_file
from events.import_jobs import job_for, read_for
from events.imports import run
from events.models import CalendarEntry, EventCategory, EventCategoryWords, EventDate, EventPage, ImportedEvent
from events.occurrences import Kind, occurrences
from events.recurrence import NotOnFirstDay, RuleError, days_of, parse_rule
from tests.events.ground import make_calendar, make_event
from tests.events.ics_files import a_calendar, an_event, mutated, wishes

NOW = datetime(2027, 1, 1, tzinfo=UTC)
END = "DTEND;TZID=Europe/Berlin:20270316T200000"


def taken(page, *parts, head=(), is_trial=False, last_day=None, **wishes):
    """The report on a file that is imported into the calendar ``page``."""
    job = job_for(page, NOW, **wishes)
    data = parts[0] if isinstance(parts[0], bytes) else a_calendar(*parts, head=head)
    return run(job, read_for(job, data, last_day), "file.ics", is_trial=is_trial)


def ends(report):
    return [str(line.result) for line in report.lines]


def reasons(report):
    return " ".join(reason for line in report.lines for reason in line.reasons)


@pytest.fixture
def events(missions):
    return make_calendar(missions.first.home["en"])


def test_a_new_event_is_a_draft_with_all_that_the_file_says(missions, events):
    category = EventCategory.objects.create(site=missions.first.site, slug="concerts")
    EventCategoryWords.objects.create(parent=category, language="en", name="Concerts")
    report = taken(
        events,
        an_event(
            END,
            "RRULE:FREQ=WEEKLY;COUNT=3",
            "EXDATE;TZID=Europe/Berlin:20270323T183000",
            r"LOCATION:Great hall\, Main Street 1\, Berlin",
            "GEO:52.5163;13.3777",
            "CATEGORIES:Music,CONCERTS",
            "URL:https://elsewhere.example/1",
            "DESCRIPTION:" + "A long word. " * 30 + r"\n\nSecond paragraph",
        ),
    )
    assert ends(report) == ["new"]
    page = EventPage.objects.get(pk=report.lines[0].page)
    assert not page.live
    assert (page.title, page.slug, page.locale, page.venue) == ("Concert", "concert", events.locale, "Great hall")
    assert (page.address, str(page.latitude), page.category) == ("Main Street 1, Berlin", "52.516300", category)
    assert [str(one.start_date) for one in page.dates.exclude(kind=Kind.CANCELLED)] == ["2027-03-16", "2027-03-30"]
    assert len(page.summary) <= 300
    assert "Second paragraph" in str(page.description)
    assert 'href="https://elsewhere.example/1"' in str(page.description)
    assert page.latest_revision.as_object().title == "Concert"
    assert "As a draft" in reasons(report)


def test_new_events_are_published_where_that_is_wished(missions, events, client):
    taken(events, an_event(END), publish=True)
    assert EventPage.objects.get().live
    assert "Concert" in client.get("/events/concert/", headers={"host": missions.first.host}).content.decode()


@pytest.mark.parametrize("said", ["PRIVATE", "CONFIDENTIAL", "X-SECRET"])
def test_what_is_private_in_the_other_calendar_is_never_published(missions, events, said):
    report = taken(events, an_event(END, f"CLASS:{said}"), publish=True)
    assert not EventPage.objects.get().live
    assert "private in the file" in reasons(report)


def test_a_second_import_changes_nothing(missions, events):
    parts = an_event(END, "DESCRIPTION:Words", uid="1"), an_event("RRULE:FREQ=DAILY;COUNT=3", uid="2")
    taken(events, *parts)
    before = (Revision.objects.count(), EventDate.objects.count(), read_version())
    with CaptureQueriesContext(connection) as captured:
        assert ends(taken(events, *parts)) == ["unchanged", "unchanged"]
    assert not [query for query in captured if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert (Revision.objects.count(), EventDate.objects.count(), read_version()) == before


def test_a_trial_says_the_same_and_writes_nothing(missions, events):
    taken(events, an_event(END, uid="1"), an_event(uid="2"))
    parts = an_event(END, uid="1", title="Other"), an_event(uid="2"), an_event(uid="3"), an_event("DURATION:x", uid="4")
    with CaptureQueriesContext(connection) as captured:
        trial = taken(events, *parts, is_trial=True)
    assert not [query for query in captured if query["sql"].startswith(("INSERT", "UPDATE", "DELETE", "SAVEPOINT"))]
    done = taken(events, *parts)
    assert ends(trial) == ends(done) == ["updated", "unchanged", "new", "refused"]
    assert [line.reasons for line in trial.lines] == [line.reasons for line in done.lines]


def test_what_changed_in_the_file_changes_here_and_nothing_else(missions, events):
    taken(events, an_event(END, "DESCRIPTION:Words", "LOCATION:Hall"), publish=True)
    page = EventPage.objects.get()
    page.state_reason = "An editor's words"
    page.save_revision().publish()
    report = taken(events, an_event(END, "DESCRIPTION:Words", "LOCATION:Garden", "SEQUENCE:1", title="Recital"))
    assert ends(report) == ["updated"]
    assert report.lines[0].reasons == ("Changed: title, place.",)
    page.refresh_from_db()
    assert (page.title, page.venue, page.summary, page.state_reason) == (
        "Recital",
        "Garden",
        "Words",
        "An editor's words",
    )
    assert page.live
    assert not page.has_unpublished_changes
    assert page.slug == "concert"


def edited(page, **fields):
    """What an editor does in the form."""
    draft = page.get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(draft, name, value)
    draft.save_revision().publish()


def test_what_an_editor_changed_is_left_alone_until_that_is_overwritten(missions, events):
    taken(events, an_event(END, "LOCATION:Hall"), publish=True)
    page = EventPage.objects.get()
    edited(page, title="Our concert")
    # The file did not change the title: nothing to say.
    assert ends(taken(events, an_event(END, "LOCATION:Hall"))) == ["unchanged"]
    changed = an_event(END, "LOCATION:Garden", title="Their concert")
    report = taken(events, changed)
    assert ends(report) == ["updated"]
    assert "left as it is here: title" in reasons(report)
    page.refresh_from_db()
    assert (page.title, page.venue) == ("Our concert", "Garden")
    assert ends(taken(events, changed)) == ["left"]
    assert ends(taken(events, changed, overwrite=True)) == ["updated"]
    page.refresh_from_db()
    assert page.title == "Their concert"
    assert ends(taken(events, changed)) == ["unchanged"]


def test_an_editor_who_saves_the_words_as_they_are_changes_nothing(missions, events):
    words = "DESCRIPTION:" + "Long. " * 60 + r"\n\nIt's \"new\" & 2 < 3\nsecond line"
    taken(events, an_event(END, words, "URL:https://elsewhere.example/?a=1&b=2"))
    page = EventPage.objects.get()
    editor = ContentstateConverter(TEXT_FEATURES)
    saved = editor.to_database_format(editor.from_database_format(page.description[0].value.source))
    assert saved != page.description[0].value.source
    edited(page, description=[("text", RichText(saved))])
    assert ends(taken(events, an_event(END, "DESCRIPTION:Other"))) == ["updated"]


def test_a_page_with_an_unfinished_draft_is_not_published(missions, events):
    taken(events, an_event(END), publish=True)
    page = EventPage.objects.get()
    draft = page.get_latest_revision_as_object()
    draft.summary = "Unfinished"
    draft.save_revision()
    report = taken(events, an_event(END, "LOCATION:Garden"))
    assert "in the draft" in reasons(report)
    page.refresh_from_db()
    assert (page.venue, page.summary) == ("", "")
    draft = page.get_latest_revision_as_object()
    assert (draft.venue, draft.summary) == ("Garden", "Unfinished")


def test_an_older_file_is_left_alone(missions, events):
    taken(events, an_event(END, "SEQUENCE:5"))
    report = taken(events, an_event(END, "SEQUENCE:4", title="Old"))
    assert ends(report) == ["left"]
    assert "SEQUENCE 5, in the file 4" in reasons(report)
    assert EventPage.objects.get().title == "Concert"


@pytest.mark.parametrize("cancelled", [["STATUS:CANCELLED"], None])
def test_a_cancelled_event_is_cancelled_here(missions, events, cancelled):
    taken(events, an_event(END, "LOCATION:Hall"), publish=True)
    if cancelled:
        report = taken(events, an_event(END, "LOCATION:Hall", "STATUS:CANCELLED"))
    else:
        report = taken(events, an_event(END), head=["METHOD:CANCEL"])
    page = EventPage.objects.get()
    assert report.lines[0].reasons == ("Changed: state.",)
    assert (page.state, page.title, page.venue) == ("cancelled", "Concert", "Hall")


def test_a_cancellation_of_what_was_never_here_is_left_alone(missions, events):
    assert ends(taken(events, an_event(title=""), an_event(uid="2"), head=["METHOD:CANCEL"])) == ["left", "left"]
    assert not EventPage.objects.exists()


def test_what_is_gone_from_the_file_is_told_and_kept(missions, events):
    head = ["X-WR-CALNAME:Culture"]
    taken(events, an_event(uid="1"), an_event(uid="2", title="Ball"), head=head)
    taken(events, an_event(uid="other", title="Other"), head=["X-WR-CALNAME:Sports"])
    report = taken(events, an_event(uid="1"), head=head)
    assert ends(report) == ["unchanged", "gone"]
    assert report.lines[1].title == "Ball"
    assert EventPage.objects.count() == 3


def test_an_event_that_an_editor_deleted_stays_deleted_until_that_is_overwritten(missions, events):
    taken(events, an_event())
    EventPage.objects.get().delete()
    report = taken(events, an_event())
    assert "deleted here since" in reasons(report)
    assert not EventPage.objects.exists()
    assert ends(taken(events, an_event(), overwrite=True)) == ["new"]
    assert ImportedEvent.objects.get().translation_key == EventPage.objects.get().translation_key


def test_one_bad_event_stops_no_other(missions, events):
    report = taken(events, an_event(uid="1"), an_event("DURATION:x", uid="2"), an_event(uid="3"))
    assert ends(report) == ["new", "refused", "new"]
    assert EventPage.objects.count() == 2


def test_addresses_are_free_and_allowed(missions, events):
    titles = ["Past", "2027", "Наурыз мейрамы", "Concert", "Concert", "!!!"]
    taken(events, *(an_event(uid=str(number), title=title) for number, title in enumerate(titles)))
    assert list(EventPage.objects.order_by("pk").values_list("slug", flat=True)) == [
        "event-past",
        "event-2027",
        "nauryz-meyramy",
        "concert",
        "concert-2",
        "event",
    ]


def test_the_same_event_in_two_missions_is_two_pages(missions, events):
    other = make_calendar(missions.second.home["en"])
    assert ends(taken(events, an_event())) == ends(taken(other, an_event())) == ["new"]
    assert ends(taken(other, an_event(title="Other"))) == ["updated"]
    assert EventPage.objects.child_of(events).get().title == "Concert"


def test_an_event_in_another_language_is_left_alone(missions, events):
    taken(events, an_event())
    kazakh = make_calendar(missions.first.home["kk"], translation_key=events.translation_key)
    report = taken(kazakh, an_event())
    assert "in another language only" in reasons(report)
    assert EventPage.objects.count() == 1


def test_facts_of_a_translation_are_edited_on_the_original_page(missions, events):
    taken(events, an_event(END), publish=True)
    page = EventPage.objects.get()
    kazakh = make_calendar(missions.first.home["kk"], translation_key=events.translation_key)
    translation = page.copy_for_translation(kazakh.locale)
    translation.save_revision().publish()
    copy_facts(page)
    report = taken(kazakh, an_event("DTEND;TZID=Europe/Berlin:20270316T210000", title="Концерт"))
    assert report.lines[0].reasons == (
        "Changed: title.",
        "Edited on the page in the original language: times and dates.",
    )
    translation.refresh_from_db()
    assert (translation.title, translation.end_time) == ("Концерт", time(20))


@pytest.mark.parametrize("number", range(0, 300, 12))
def test_damaged_files_are_imported_as_far_as_they_can_be_read(missions, events, number):
    try:
        trial = taken(events, mutated(number), is_trial=True)
    except FileRefused:
        return
    done = taken(events, mutated(number))
    assert [(line.title, line.result, line.reasons) for line in done.lines] == [
        (line.title, line.result, line.reasons) for line in trial.lines
    ]
    assert {*ends(taken(events, mutated(number)))} <= {"unchanged", "refused", "left"}


def feed(*pages, mission):
    """What our own calendar says of the pages."""
    entries = entries_of(pages, mission.mission, None)
    return calendar(CalendarFile("Events", "https://aland.example/events/", "https://aland.example/c.ics"), entries)


def dates(page):
    """When a page takes place, as visitors are told."""
    page = EventPage.objects.get(pk=page.pk)
    return [(one.moments, one.kind is Kind.CANCELLED) for one in page.all_dates()]


def moved(day, **fields):
    return ("moved", {"day": day, "note": "", "other_notes": [], **fields})


def test_our_own_calendar_changes_nothing_of_itself(missions, events):
    changes = [
        ("cancelled", {"day": date(2023, 3, 23), "note": "Ill", "other_notes": [{"language": "kk", "text": "Ауру"}]}),
        moved(date(2023, 3, 30), new_day=date(2023, 3, 31), start_time=time(20)),
        ("note", {"day": date(2023, 4, 6), "note": "With guests.", "other_notes": []}),
        ("added", {"day": date(2023, 4, 8), "start_time": time(10), "end_time": time(11), "note": "Early"}),
    ]
    pages = [
        make_event(
            events, rule="FREQ=WEEKLY;COUNT=4", single_dates=changes, summary="Words", venue="Hall", address="Street"
        ),
        make_event(events, all_day=True, end_date=date(2023, 3, 18), time_zone="Asia/Almaty"),
        make_event(events, end_time=None, end_date=date(2023, 3, 18), state="postponed", state_reason="Rain"),
        make_event(events, state="online", online_url="https://meet.example/1", latitude="1.5", longitude="2.5"),
        make_event(events, state="sold_out", description=[("text", "<p>Body</p>")], title='A,b;c\\d"e'),
    ]
    before = Revision.objects.count()
    # As the feed is read in English, and imported by an editor whose admin is in Russian.
    file = feed(*pages, mission=missions.first)
    with translation.override("ru"):
        report = taken(events, file)
    assert ends(report) == ["unchanged"] * 5, reasons(report)
    assert Revision.objects.count() == before


@pytest.mark.parametrize("overwrite", [False, True])
def test_our_own_calendar_never_takes_from_a_page_what_it_does_not_tell(missions, events, overwrite):
    fields = {"state": "postponed", "state_reason": "Rain", "description": [("text", "<p>Body</p>")]}
    page = make_event(events, summary="Words", end_time=None, end_date=date(2023, 3, 18), **fields)
    file = feed(page, mission=missions.first)
    assert ends(taken(events, file, overwrite=overwrite)) == ["unchanged"]
    report = taken(events, file.replace(b"\\n\\nWords", b"\\n\\nOther words"), overwrite=overwrite)
    assert report.lines[0].reasons == ("Changed: summary and description.",)
    page.refresh_from_db()
    assert (page.summary, page.state, page.end_date) == ("Other words", "postponed", date(2023, 3, 18))
    assert "Body" in str(page.description)


def test_an_old_copy_of_our_own_calendar_takes_nothing_back(missions, events):
    page = make_event(events, title="Old")
    EventPage.objects.update(last_published_at=NOW - timedelta(days=1))
    page.refresh_from_db()
    CalendarEntry.objects.update(changed_at=NOW - timedelta(days=1))
    EventPage.objects.update(first_published_at=NOW - timedelta(days=1))
    page.refresh_from_db()
    file = feed(page, mission=missions.first)
    edited(page, title="New")
    EventPage.objects.update(last_published_at=NOW)
    report = taken(events, file)
    assert ends(report) == ["left"]
    assert "published anew" in reasons(report)


def test_a_draft_of_our_own_page_is_kept(missions, events):
    page = make_event(events, title="Ball", venue="Hall")
    draft = page.get_latest_revision_as_object()
    draft.title = "Grand ball"
    draft.save_revision()
    page.refresh_from_db()
    file = feed(page, mission=missions.first)
    assert ends(taken(events, file)) == ["unchanged"]
    assert page.get_latest_revision_as_object().title == "Grand ball"
    report = taken(events, file.replace(b"en:Ball", b"en:Great ball"))
    assert "left as it is here: title" in reasons(report)


def test_what_our_own_calendar_calls_gone_stays_an_unpublished_page(missions, events, client):
    page = make_event(events)
    page.unpublish()
    file = client.get("/events/calendar.ics", headers={"host": missions.first.host}).content
    assert str(page.translation_key).encode() in file
    assert ends(taken(events, file)) == ["unchanged"]
    page.refresh_from_db()
    assert page.state == "scheduled"


def test_our_own_calendar_changed_elsewhere_updates_our_page(missions, events):
    page = make_event(events, venue="Hall", description=[("text", "<p>Body</p>")], summary="Words")
    file = feed(page, mission=missions.first).replace(b"LOCATION;LANGUAGE=en:Hall", b"LOCATION:Garden")
    report = taken(events, file)
    assert report.lines[0].reasons == ("Changed: place.",)
    page.refresh_from_db()
    assert (page.venue, page.summary) == ("Garden", "Words")
    assert "Body" in str(page.description)
    assert EventPage.objects.count() == 1


def test_our_own_calendar_makes_the_same_dates_in_another_mission(missions, events):
    changes = [
        ("cancelled", {"day": date(2023, 3, 23), "note": "", "other_notes": []}),
        moved(date(2023, 3, 30), new_day=date(2023, 3, 31), start_time=time(20), end_time=time(23)),
        ("added", {"day": date(2023, 4, 8), "start_time": time(10), "note": ""}),
    ]
    other = make_calendar(missions.second.home["en"])
    page = make_event(events, rule="FREQ=WEEKLY;COUNT=4", single_dates=changes)
    assert ends(taken(other, feed(page, mission=missions.first))) == ["new"]
    assert dates(EventPage.objects.child_of(other).get()) == dates(page)


@st.composite
def rules(draw):
    frequency = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    parts = [f"FREQ={frequency}"]
    if interval := draw(st.integers(0, 4)):
        parts.append(f"INTERVAL={interval}")
    if frequency == "WEEKLY" and (chosen := draw(st.sets(st.sampled_from(["MO", "TU", "TH", "SU"])))):
        parts.append(f"BYDAY={','.join(sorted(chosen))}")
    if frequency == "MONTHLY":
        parts.append(
            draw(
                st.sampled_from(["BYMONTHDAY=16", "BYDAY=3TH", "BYDAY=-1FR", "BYMONTHDAY=-1", "BYDAY=MO,TH;BYSETPOS=2"])
            )
        )
    end = draw(
        st.one_of(
            st.integers(1, 12).map(lambda n: f"COUNT={n}"),
            st.dates(date(2023, 3, 16), date(2026, 3, 16)).map(lambda d: f"UNTIL={d:%Y%m%d}"),
        )
    )
    return ";".join([*parts, end])


def on_a_day_of(rule, first):
    try:
        return days_of(rule, first, 500)
    except NotOnFirstDay as error:
        return days_of(rule, error.next_day, 500)


@pytest.mark.django_db
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=rules(),
    first=st.dates(date(2023, 3, 1), date(2023, 4, 5)),
    start=st.times().map(lambda clock: clock.replace(second=0, microsecond=0)),
    zone=st.sampled_from(["America/New_York", "Asia/Almaty", "Pacific/Auckland", "UTC"]),
    chosen=st.lists(
        st.tuples(st.integers(0, 20), st.sampled_from(["cancelled", "moved"]), st.integers(0, 23)), max_size=3
    ),
)
def test_every_rule_of_ours_is_read_as_it_was_written(missions, text, first, start, zone, chosen):
    rule = parse_rule(text)
    try:
        days = on_a_day_of(rule, first)
    except RuleError:
        return
    first = days[0]
    single_dates = [
        (
            kind,
            {
                "day": days[at % len(days)],
                "note": "",
                "other_notes": [],
                **({"start_time": time(hour, 15)} if kind == "moved" else {}),
            },
        )
        for at, kind, hour in {at % len(days): (at, kind, hour) for at, kind, hour in chosen}.values()
    ]
    if len(single_dates) >= len(days):
        single_dates = []
    page = EventPage(
        title="Event", slug="event", locale=missions.first.home["en"].locale, start_date=first, start_time=start,
        end_date=first, end_time=None, time_zone=zone, rule=str(rule), single_dates=single_dates,
    )  # fmt: skip
    [found] = read_file(feed(page, mission=missions.first), wishes()).found
    expected = [(one.moments.start, one.kind is Kind.CANCELLED) for one in page.all_dates()]
    assert [(one.moments.start, one.kind is Kind.CANCELLED) for one in occurrences(found.plan, 500)] == expected
