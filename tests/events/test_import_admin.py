"""Calendar files by the admin's page and by the command: first what would become of them, then the import."""

import gzip
import json
import threading
from datetime import timedelta
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from wagtail.models import GroupPagePermission, Page

from events.import_jobs import job_for, read_for
from events.import_pages import Known
from events.imports import run
from events.models import CalendarImport, EventPage, ImportedEvent
from events.recurrence_fields import RecurrenceField
from events.schedule import forget_imports
from events.single_dates import changes_of
from events.tasks import import_calendar
from tests.events.ground import make_calendar
from tests.events.ics_files import a_calendar, an_event, single
from tests.missions import editor_of

IMPORT = "/admin/events/import/"


@pytest.fixture
def events(missions):
    return make_calendar(missions.first.home["en"])


@pytest.fixture
def elsewhere(missions):
    return make_calendar(missions.second.home["en"])


def sent(client, *parts, data=None, **values):
    """The answer to a file that is sent."""
    file = SimpleUploadedFile("events.ics", a_calendar(*parts) if data is None else data, "text/calendar")
    return client.post(IMPORT, {"file": file, **values})


@pytest.fixture
def ics(tmp_path):
    """Writes a file of these parts, and gives its path."""

    def write(*parts):
        path = tmp_path / "events.ics"
        path.write_bytes(a_calendar(*parts))
        return path

    return write


def text(response):
    return " ".join(response.content.decode().split())


def test_a_file_is_first_read_and_imported_when_the_editor_agrees(missions, events):
    client = editor_of(missions.first)
    answer = sent(client, an_event(), an_event("DURATION:x", uid="2", title="Bad"), calendar=events.pk)
    assert answer.status_code == 302
    page = text(client.get(answer["Location"]))
    assert "Nothing is written yet" in page
    assert "no length of time" in page
    assert not EventPage.objects.exists()
    assert client.post(answer["Location"])["Location"] == answer["Location"]
    page = text(client.get(answer["Location"]))
    assert "The file was imported" in page
    event = EventPage.objects.get()
    assert f"/admin/pages/{event.pk}/edit/" in page
    assert (event.live, event.owner) == (False, missions.first.editor)
    # A second post of the same page does nothing.
    client.post(answer["Location"])
    assert EventPage.objects.count() == 1


def test_a_file_that_changes_nothing_offers_no_import(missions, events):
    client = editor_of(missions.first)
    for _time in range(2):
        answer = sent(client, an_event(), calendar=events.pk)
        client.post(answer["Location"])
    assert "There is nothing to import" in text(client.get(sent(client, an_event(), calendar=events.pk)["Location"]))


def test_wishes_of_the_form_are_heeded(missions, events):
    client = editor_of(missions.first)
    values = {"publish": "on", "last_day": "2027-04-01", "calendar": events.pk}
    client.post(sent(client, an_event("RRULE:FREQ=WEEKLY"), **values)["Location"])
    event = EventPage.objects.get()
    assert event.live
    assert event.rule == "FREQ=WEEKLY;UNTIL=20270401"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "empty"),
        (b"<html>", "web page"),
        (b"BEGIN:VCALENDAR\n\xff", "UTF-8"),
        (b"x" * (10 * 1024 * 1024 + 1), "10 MB"),
    ],
)
def test_a_file_that_is_no_calendar_is_refused_at_its_field(missions, events, data, sentence):
    answer = sent(editor_of(missions.first), data=data, calendar=events.pk)
    assert answer.status_code == 422
    assert sentence in " ".join(answer.context["form"].errors["file"])
    assert not CalendarImport.objects.exists()


@pytest.mark.parametrize(
    "values", [{"last_day": "tomorrow"}, {"last_day": "9999-01-01"}, {"calendar": "x"}, {"calendar": "0"}]
)
def test_wishes_that_cannot_be_are_refused(missions, events, values):
    make_calendar(missions.first.home["kk"], translation_key=events.translation_key)
    answer = sent(editor_of(missions.first), an_event(), **{"calendar": events.pk, **values})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == list(values)


def test_another_missions_calendar_is_neither_offered_nor_taken(missions, events, elsewhere):
    make_calendar(missions.first.home["kk"], translation_key=events.translation_key)
    client = editor_of(missions.first)
    choices = client.get(IMPORT).context["form"].fields["calendar"].queryset
    assert elsewhere not in choices
    assert events in choices
    assert sent(client, an_event(), calendar=elsewhere.pk).status_code == 422
    assert not EventPage.objects.exists()


def test_who_edits_several_missions_sees_whose_each_calendar_is(missions, events, elsewhere):
    missions.first.editor.groups.add(missions.second.group)
    client = editor_of(missions.first)
    choices = [label for _value, label in client.get(IMPORT).context["form"].fields["calendar"].choices]
    assert choices == ["Embassy of Aland, English", "Embassy of Borduria, English"]
    client.post(sent(client, an_event(), calendar=elsewhere.pk)["Location"])
    assert EventPage.objects.child_of(elsewhere).exists()


def test_a_file_is_seen_and_imported_only_by_who_sent_it(missions, events, elsewhere, django_user_model):
    address = sent(editor_of(missions.first), an_event(), calendar=events.pk)["Location"]
    colleague = django_user_model.objects.create_user("colleague")
    colleague.groups.add(missions.first.group)
    for editor in (missions.second.editor, colleague):
        client = editor_of(missions.first)
        client.force_login(editor, backend="django.contrib.auth.backends.ModelBackend")
        assert client.get(address).status_code == client.post(address).status_code == 404
    assert not EventPage.objects.exists()


def test_who_may_not_add_events_imports_none(missions, events, client):
    client = without(missions.first, "add")
    assert "Import a calendar file" not in client.get("/admin/").content.decode()
    assert client.get(IMPORT)["Location"] == "/admin/"
    assert sent(client, an_event(), calendar=events.pk)["Location"] == "/admin/"
    assert not CalendarImport.objects.exists()


def test_who_may_not_publish_imports_drafts(missions, events):
    client = without(missions.first, "publish")
    assert "publish" in sent(client, an_event(), calendar=events.pk, publish="on").context["form"].errors
    client.post(sent(client, an_event(), calendar=events.pk)["Location"])
    assert not EventPage.objects.get().live


def without(mission, *actions):
    """Takes rights on pages from the mission's editors."""
    codes = [f"{action}_page" for action in actions]
    GroupPagePermission.objects.filter(group=mission.group, permission__codename__in=codes).delete()
    return editor_of(mission)


def test_a_page_that_the_editor_may_not_edit_is_left_alone(missions, events, ics):
    call_command("import_events", ics(an_event()), "--site", "aland.example", stdout=StringIO())
    client = without(missions.first, "change")
    report = text(client.get(sent(client, an_event(title="Other"), calendar=events.pk)["Location"]))
    assert "You may not edit this page" in report


def test_a_change_of_a_published_page_waits_where_the_editor_may_not_publish(missions, events, ics):
    call_command("import_events", ics(an_event()), "--site", "aland.example", "--publish", stdout=StringIO())
    client = without(missions.first, "publish")
    client.post(sent(client, an_event(title="Other"), calendar=events.pk)["Location"])
    page = EventPage.objects.get()
    assert (page.title, page.get_latest_revision_as_object().title, page.live) == ("Concert", "Other", True)


def test_limits_that_were_narrowed_meanwhile_are_told(missions, events, settings):
    client = editor_of(missions.first)
    address = sent(client, an_event(uid="1"), an_event(uid="2"), calendar=events.pk)["Location"]
    settings.EVENT_IMPORT_EVENTS = 1
    client.post(address)
    assert "holds more than 1 events" in text(client.get(address))
    assert not EventPage.objects.exists()


def test_a_locked_page_is_left_alone(missions, events):
    client = editor_of(missions.first)
    client.post(sent(client, an_event(), calendar=events.pk)["Location"])
    Page.objects.update(locked=True)
    assert "locked" in text(client.get(sent(client, an_event(title="Other"), calendar=events.pk)["Location"]))


def test_the_editors_form_takes_what_was_imported(missions, events):
    client = editor_of(missions.first)
    changed = (
        single("20270330", "DTEND;TZID=Europe/Berlin:20270331T213000", start="20270331T193000"),
        single("20270406", title="Other"),
    )
    whole = an_event(
        "RRULE:FREQ=WEEKLY;BYDAY=TU;COUNT=4",
        "EXDATE;TZID=Europe/Berlin:20270323T183000",
        "RDATE;TZID=Europe/Berlin:20270401T120000",
    )
    client.post(sent(client, whole, *changed, calendar=events.pk)["Location"])
    page = EventPage.objects.get()
    assert client.get(f"/admin/pages/{page.pk}/edit/").status_code == 200
    stream = page.single_dates
    assert [block.block_type for block in stream] == ["cancelled", "moved", "added", "note"]
    cleaned = stream.stream_block.clean(stream)
    assert changes_of(cleaned) == page.plan().changes
    assert RecurrenceField().clean(page.rule) == page.rule


def test_the_menu_leads_to_the_page(missions, events):
    assert IMPORT in editor_of(missions.first).get("/admin/").content.decode()


def test_many_events_are_imported_in_the_background(missions, events, settings):
    settings.EVENT_IMPORT_AT_ONCE = 1
    client = editor_of(missions.first)
    address = sent(client, an_event(uid="1"), an_event(uid="2"), calendar=events.pk)["Location"]
    client.post(address)
    client.post(address)
    assert "are being imported" in text(client.get(address))
    [task] = DBTaskResult.objects.filter(task_path=import_calendar.module_path)
    assert not EventPage.objects.exists()
    import_calendar.func(*task.args_kwargs["args"])
    assert "The file was imported" in text(client.get(address))
    assert EventPage.objects.count() == 2


def test_an_import_whose_worker_was_lost_may_be_asked_for_again(missions, events, settings):
    settings.EVENT_IMPORT_AT_ONCE = 1
    client = editor_of(missions.first)
    address = sent(client, an_event(uid="1"), an_event(uid="2"), calendar=events.pk)["Location"]
    client.post(address)
    CalendarImport.objects.update(asked_at=timezone.now() - timedelta(minutes=16))
    assert 'type="submit">Import' in text(client.get(address))
    client.post(address)
    assert DBTaskResult.objects.filter(task_path=import_calendar.module_path).count() == 2


def test_an_editor_who_lost_the_right_imports_nothing(missions, events, settings):
    settings.EVENT_IMPORT_AT_ONCE = 1
    client = editor_of(missions.first)
    client.post(sent(client, an_event(uid="1"), an_event(uid="2"), calendar=events.pk)["Location"])
    missions.first.editor.groups.clear()
    import_calendar.func(CalendarImport.objects.get().pk)
    assert not EventPage.objects.exists()


def test_a_file_is_kept_for_a_day(missions, events):
    sent(editor_of(missions.first), an_event(), calendar=events.pk)
    row = CalendarImport.objects.get()
    assert gzip.decompress(row.content) == a_calendar(an_event())
    forget_imports()
    assert CalendarImport.objects.exists()
    CalendarImport.objects.update(made_at=timezone.now() - timedelta(hours=25))
    forget_imports()
    assert not CalendarImport.objects.exists()


def command(path, *options):
    """What the command says, and its error if it ends with one."""
    out = StringIO()
    try:
        call_command("import_events", path, *options, stdout=out)
    except CommandError as error:
        return out.getvalue(), str(error)
    return out.getvalue(), ""


@pytest.fixture
def path(ics):
    return ics(an_event(uid="1"), an_event("RRULE:FREQ=DAILY", uid="2", title="For ever"))


def test_the_command_tells_each_event_and_ends_with_an_error_where_one_was_refused(missions, events, path):
    out, error = command(path, "--site", "aland.example", "--dry-run")
    assert "line 4  new        Concert  As a draft.\n" in out
    assert "refused    For ever  The rule has no end" in out
    assert "Nothing was written; it would be new: 1, updated: 0" in out
    assert error == "Refused: 1."
    assert not EventPage.objects.exists()
    out, error = command(path, "--site", "aland.example", "--until", "2027-04-01", "--publish")
    assert (error, EventPage.objects.live().count()) == ("", 2)
    out, _error = command(path, "--site", "aland.example", "--until", "2027-04-01", "--json")
    assert json.loads(out)["unchanged"] == 2


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ([], "--site and one of: aland.example, borduria.example"),
        (["--site", "x.example"], "No mission is called “x.example”"),
        (["--site", "borduria.example"], "There are: none yet"),
        (["--site", "aland.example", "--language", "ru"], "There are: en"),
        (["--site", "aland.example", "--until", "soon"], "“soon” is no day"),
    ],
)
def test_the_command_refuses_what_it_cannot_do_in_a_sentence(missions, events, path, options, sentence):
    assert sentence in command(path, *options)[1]


def test_the_command_says_what_is_wrong_with_a_file(missions, events, tmp_path):
    assert "cannot be read: No such file" in command(tmp_path / "absent.ics", "--site", "aland.example")[1]
    (tmp_path / "page.ics").write_text("<html>")
    assert "web page" in command(tmp_path / "page.ics", "--site", "aland.example")[1]


def test_an_event_that_another_import_made_in_the_same_moment_is_not_doubled(missions, events, monkeypatch):
    job = job_for(events, timezone.now())
    reading = read_for(job, a_calendar(an_event()), None)
    run(job, reading, "file.ics", is_trial=False)
    # As it was before the other one was through.
    monkeypatch.setattr("events.imports.known_of", lambda site, uid: Known(None, []))
    [line] = run(job, reading, "file.ics", is_trial=False).lines
    assert line.reasons == ("Somebody else wrote to the calendar in the same moment. Import the file again.",)
    assert EventPage.objects.count() == ImportedEvent.objects.count() == 1


def test_imports_at_the_same_time_never_double_an_event(committed):
    if connection.vendor == "sqlite":
        return  # the tests' database in memory has one writer and nobody who waits
    calendar = make_calendar(committed.first.home["en"])
    data = a_calendar(*(an_event(uid=str(number), title=f"Event {number}") for number in range(5)))
    reports = []

    def take():
        try:
            job = job_for(calendar, timezone.now())
            reports.append(run(job, read_for(job, data, None), "file.ics", is_trial=False))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=take) for _number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert EventPage.objects.count() == ImportedEvent.objects.count() == 5
    assert sum(report.counts["new"] for report in reports) == 5
    assert sum(report.counts["unchanged"] for report in reports) == 10
