"""Addresses are brought in with their consent, each row told, nobody twice, and nobody who has left."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from newsletter import importing
from newsletter.csv_reading import FileRefused, guess_columns, read_sheet
from newsletter.importing import Wishes, run
from newsletter.models import Subscriber, SubscriberImport
from newsletter.schedule import files_of_addresses_are_forgotten
from newsletter.suppression import suppress
from tests.missions import Missions
from tests.newsletter.letters import NOON, make_reader

WISHES = Wishes(0, 1, "en", ("bulletins",), "old list")


def bring(missions: Missions, text: str, *, is_trial: bool = False) -> Any:
    return run(missions.first.site, read_sheet(text.encode(), 100), WISHES, NOON, is_trial=is_trial)


@pytest.mark.parametrize(
    ("content", "headings", "rows"),
    [
        (b"email,language\na@x.org,kk\n", ["email", "language"], [(2, ["a@x.org", "kk"])]),
        (b'\xef\xbb\xbfE-mail;Name\r\n\r\na@x.org;"B; C"\r\n', ["E-mail", "Name"], [(3, ["a@x.org", "B; C"])]),
        ("почта\tязык\na@x.org\tru\n".encode("utf-16"), ["почта", "язык"], [(2, ["a@x.org", "ru"])]),
        (b"a@x.org\nb@x.org", [], [(1, ["a@x.org"]), (2, ["b@x.org"])]),
        (b'name,mail\nA,"a@\nx.org"\n', ["name", "mail"], [(3, ["A", "a@\nx.org"])]),
    ],
)
def test_what_spreadsheets_write_is_read(content: bytes, headings: list[str], rows: list[Any]) -> None:
    sheet = read_sheet(content, 100)
    assert sheet.headings == headings
    assert sheet.rows == rows


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "empty"),
        (b" \n \n", "empty"),
        (b"PK\x03\x04 sheet", "Save it as CSV"),
        (b"a@x.org\xff\xc0", "Save it as CSV in UTF-8"),
        (b"a@x.org\x00", "no table of text"),
        (b'a@x.org,"never closed', "Line 1 cannot be read"),
        (b"a@x.org\n" * 102, "more than 100 rows"),
    ],
)
def test_what_is_no_table_is_refused_in_a_sentence(content: bytes, sentence: str) -> None:
    with pytest.raises(FileRefused, match=sentence):
        read_sheet(content, 100)


@given(st.binary(max_size=200))
def test_no_bytes_raise_anything_else(content: bytes) -> None:
    try:
        guess_columns(read_sheet(content, 50))
    except FileRefused:
        return


def test_columns_are_found_by_their_heading_or_by_what_stands_in_them() -> None:
    assert guess_columns(read_sheet("Имя,Почта,Язык\nA,a@x.org,ru\n".encode(), 9)) == (1, 2)
    assert guess_columns(read_sheet(b"1,x,a@x.org\n2,y,b@x.org\n", 9)) == (2, -1)


def test_the_column_of_the_address_is_the_one_in_which_addresses_stand() -> None:
    sheet = read_sheet(b"Street address,E-mail address\n1 Main Street,a@example.org\n", 100)
    assert guess_columns(sheet) == (1, -1)


def test_a_title_above_the_table_does_not_hide_how_its_columns_are_divided() -> None:
    sheet = read_sheet(b"Readers of 2019\nName;Email\nAigul;a@example.org\nBolat;b@example.org\n", 100)
    assert sheet.rows[-1][1] == ["Bolat", "b@example.org"]
    assert guess_columns(sheet) == (1, -1)


def test_each_row_is_judged_and_the_good_ones_are_written(missions: Missions) -> None:
    make_reader(missions.first, "Known@x.org")
    suppress(missions.first.site.pk, "gone@x.org", "left", NOON)
    text = "a@x.org,kk\nknown@x.org,\nGone@x.org,en\nno address,en\nA@x.org,en\nb@x.org,xx\n=1+1@x.org,en\n"
    trial = bring(missions, text, is_trial=True)
    assert Subscriber.objects.count() == 1
    report = bring(missions, text)
    assert trial.counts == report.counts == {"new": 2, "known": 1, "refused": 1, "wrong": 2, "twice": 1}
    assert [(line["number"], line["outcome"]) for line in report.lines] == [
        (3, "refused"),
        (4, "wrong"),
        (5, "twice"),
        (6, "wrong"),
    ]
    made = Subscriber.objects.get(email="a@x.org")
    assert (made.state, made.language, made.confirmed_at) == ("confirmed", "kk", NOON)
    assert [wish.topic for wish in made.wishes.all()] == ["bulletins"]
    consent = made.consents.get()
    assert (consent.act, consent.source) == ("imported", "old list")


def test_a_second_import_of_the_same_file_brings_nobody(missions: Missions) -> None:
    bring(missions, "a@x.org,kk\nb@x.org,\n")
    assert bring(missions, "a@x.org,kk\nb@x.org,\n").counts == {"known": 2}
    assert Subscriber.objects.count() == 2


def test_as_many_queries_for_one_row_as_for_a_portion(missions: Missions, django_assert_max_num_queries: Any) -> None:
    rows = "".join(f"r{number}@x.org,\n" for number in range(90))
    with django_assert_max_num_queries(12):
        bring(missions, rows)


@pytest.fixture
def officer(missions: Missions, client: Client) -> Client:
    client.force_login(missions.first.editor)
    return client


def send(officer: Client, missions: Missions, content: bytes, **changes: Any) -> Any:
    data = {
        "site": missions.first.site.pk,
        "file": SimpleUploadedFile("people.csv", content),
        "source": "old list",
        "topics": ["bulletins"],
        **changes,
    }
    return officer.post(reverse("subscriber_imports:start"), data)


def test_the_trial_is_shown_first_and_the_second_button_imports_once(missions: Missions, officer: Client) -> None:
    leads = send(officer, missions, b"name,mail\nA,a@x.org\nB,wrong\n")
    assert leads.status_code == 302, leads.content.decode()
    trial = officer.get(leads["Location"]).content.decode()
    assert "nothing has been written yet" in trial
    assert "wrong" in trial
    assert not Subscriber.objects.exists()
    columns = {"email_column": "1", "language_column": "-1", "language": "ru"}
    officer.post(leads["Location"], columns)
    assert not Subscriber.objects.exists()
    for _ in range(2):
        done = officer.post(leads["Location"], {**columns, "import": "1"}, follow=True)
    assert "Cannot be read: 1" in done.content.decode()
    assert [(row.email, row.language) for row in Subscriber.objects.all()] == [("a@x.org", "ru")]
    assert bytes(SubscriberImport.objects.get().content) == b""


def test_an_import_that_was_cut_off_can_be_pressed_again(missions: Missions, officer: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr(importing, "PORTION", 1)
    leads = send(officer, missions, b"a@x.org\nb@x.org\n")
    columns = {"email_column": "0", "language_column": "-1", "language": "en", "import": "1"}
    write = importing._write

    def killed(site: Any, lines: Any, *rest: Any) -> Any:
        if lines[0].number == 2:
            raise KeyboardInterrupt
        return write(site, lines, *rest)

    monkeypatch.setattr(importing, "_write", killed)
    with pytest.raises(KeyboardInterrupt):
        officer.post(leads["Location"], columns)
    assert Subscriber.objects.count() == 1
    monkeypatch.setattr(importing, "_write", write)
    assert "nothing has been written yet" in officer.get(leads["Location"]).content.decode()
    done = officer.post(leads["Location"], columns, follow=True).content.decode()
    assert "New: 1" in done
    assert "On the list already: 1" in done
    assert Subscriber.objects.count() == 2


@pytest.mark.parametrize(
    ("content", "changes", "sentence"),
    [
        (b"a@x.org", {"source": ""}, "Say where the consent"),
        (b"a@x.org", {"topics": []}, "Choose at least one topic"),
        (b"PK\x03\x04", {}, "Save it as CSV"),
    ],
)
def test_a_form_that_is_not_whole_says_what_to_do(
    missions: Missions, officer: Client, content: bytes, changes: dict[str, Any], sentence: str
) -> None:
    answer = send(officer, missions, content, **changes)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_a_file_that_is_too_large_is_refused(missions: Missions, officer: Client, settings: Any) -> None:
    settings.LIST_IMPORT_MB = 1
    answer = send(officer, missions, b"a@x.org\n" * 200_000)
    assert "larger than 1 MB" in answer.content.decode()


def test_another_mission_s_list_and_file_are_out_of_reach(missions: Missions, officer: Client, client: Client) -> None:
    assert send(officer, missions, b"a@x.org", site=missions.second.site.pk).status_code == 422
    leads = send(officer, missions, b"a@x.org")
    client.force_login(missions.second.editor)
    assert client.get(leads["Location"]).status_code == 404


def test_who_may_not_import_gets_nowhere(missions: Missions, officer: Client) -> None:
    missions.first.group.permissions.remove(Permission.objects.get(codename="import_subscriber"))
    assert officer.get(reverse("subscriber_imports:start")).status_code in (302, 403)


def test_a_file_that_nobody_imported_is_forgotten_after_a_day(missions: Missions, officer: Client) -> None:
    send(officer, missions, b"a@x.org")
    files_of_addresses_are_forgotten()
    row = SubscriberImport.objects.get()
    SubscriberImport.objects.update(made_at=row.made_at - timedelta(days=2))
    files_of_addresses_are_forgotten()
    assert not SubscriberImport.objects.exists()
