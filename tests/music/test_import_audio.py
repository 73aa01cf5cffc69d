"""`manage.py import_audio`: a folder becomes recordings, safe to repeat and to interrupt, and says what became of each."""

import json
import os
from io import BytesIO, StringIO, TextIOWrapper

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Collection

from music import batches
from music.models import AudioSample
from tests.music.test_library import stored_files
from tests.music.uploading import piece

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path):
    """Three recordings, one of them twice, one in a folder of its own, and what lies beside them."""
    root = tmp_path / "tapes"
    (root / "side b").mkdir(parents=True)
    (root / "1.mp3").write_bytes(piece(1))
    (root / "2.mp3").write_bytes(piece(2))
    (root / "2 copy.mp3").write_bytes(piece(2))
    (root / "side b" / "3.MP3").write_bytes(piece(3))
    (root / "cover.jpg").write_bytes(b"jpeg")
    (root / ".hidden.mp3").write_bytes(b"")
    return root


def run(folder, **options):
    """The report, and whether the command ended with 1."""
    out, err = StringIO(), StringIO()
    options = {"mission": "aland.example", "json": True, **options}
    failed = False
    try:
        call_command("import_audio", str(folder), stdout=out, stderr=err, **options)
    except CommandError:
        failed = True
    return json.loads(out.getvalue()) if options["json"] else out.getvalue(), failed


def numbers(report):
    return {name: report[name] for name in ("new", "duplicate", "refused", "left_out")}


def test_a_folder_is_taken_whole_and_a_second_time_nothing_is(missions, folder):
    report, failed = run(folder)
    assert numbers(report) == {"new": 3, "duplicate": 1, "refused": 0, "left_out": 2}
    assert not failed
    assert {sample.collection for sample in AudioSample.objects.all()} == {missions.first.collection}
    assert not AudioSample.objects.filter(public=True).exists()
    again, failed = run(folder)
    assert numbers(again) == {"new": 0, "duplicate": 4, "refused": 0, "left_out": 2}
    assert not failed
    assert AudioSample.objects.count() == 3


def test_a_dry_run_says_the_same_and_stores_nothing(missions, folder):
    before = stored_files()
    report, _failed = run(folder, dry_run=True)
    assert report["dry_run"]
    assert numbers(report) == {"new": 3, "duplicate": 1, "refused": 0, "left_out": 2}
    assert [file["twin"] for file in report["files"] if file["state"] == "duplicate"] == ["2 copy.mp3"]
    assert not AudioSample.objects.exists()
    assert stored_files() == before


def test_without_recursion_only_the_folder_itself_is_read(missions, folder):
    report, _failed = run(folder, recursive=False)
    assert report["new"] == 2


def test_what_breaks_in_the_middle_goes_on_where_it_was(missions, folder, monkeypatch):
    before, real, taken = stored_files(), batches.store, []

    def store(sample, *args):
        real(sample, *args)
        taken.append(sample)
        if len(taken) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(batches, "store", store)
    with pytest.raises(KeyboardInterrupt):
        run(folder)
    assert AudioSample.objects.count() == 1
    assert len(stored_files()) == len(before) + 1
    monkeypatch.undo()
    report, failed = run(folder)
    assert numbers(report) == {"new": 2, "duplicate": 2, "refused": 0, "left_out": 2}
    assert not failed


def test_a_bad_file_is_refused_with_its_reason_and_the_others_are_taken(missions, folder):
    (folder / "0 broken.mp3").write_bytes(b"no recording")
    (folder / "nowhere.mp3").symlink_to(folder / "missing.mp3")
    report, failed = run(folder)
    assert failed
    assert numbers(report) == {"new": 3, "duplicate": 1, "refused": 2, "left_out": 2}
    reasons = {file["name"]: file["reason"] for file in report["files"] if file["state"] == "refused"}
    assert "not a recording" in reasons["0 broken.mp3"]
    assert "could not be opened" in reasons["nowhere.mp3"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every file")
def test_a_file_that_may_not_be_read_does_not_stop_the_others(missions, folder):
    (folder / "2.mp3").chmod(0)
    assert numbers(run(folder)[0]) == {"new": 3, "duplicate": 0, "refused": 1, "left_out": 2}


def test_no_link_leads_out_of_the_folder(missions, folder, tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.mp3").write_bytes(piece(9))
    (folder / "link.mp3").symlink_to(outside / "secret.mp3")
    (folder / "whole").symlink_to(outside, target_is_directory=True)
    (folder / "inside.mp3").symlink_to(folder / "1.mp3")
    report, failed = run(folder)
    assert failed
    assert numbers(report) == {"new": 3, "duplicate": 2, "refused": 1, "left_out": 2}
    assert not AudioSample.objects.filter(title="Piece 9").exists()


def test_a_pipe_does_not_hold_up_the_command(missions, folder):
    os.mkfifo(folder / "pipe.mp3")
    assert run(folder)[0]["refused"] == 1


def test_defaults_and_collection_are_those_of_the_page(missions, folder):
    archive = missions.first.collection.add_child(instance=Collection(name="Archive"))
    run(folder, collection="Archive", public=True, artist="Ensemble", tags="tape", user=missions.first.editor.username)
    sample = AudioSample.objects.get(title="Piece 1")
    assert (sample.collection, sample.public, sample.artist) == (archive, True, "Ensemble")
    assert list(sample.tags.names()) == ["tape"]
    assert sample.uploaded_by_user == missions.first.editor


def test_a_time_is_that_of_the_missions_clock(missions, folder):
    run(folder, permission_until="2031-01-01 00:00")
    assert AudioSample.objects.first().permission_until.isoformat() == "2031-01-01T05:00:00+00:00"


def test_the_same_recording_in_another_mission_is_new(missions, folder):
    run(folder)
    assert run(folder, mission="borduria.example")[0]["new"] == 3


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"mission": None}, "--mission and one of: aland.example, borduria.example"),
        ({"mission": "syldavia.example"}, "No mission is called “syldavia.example”"),
        ({"collection": "Nowhere"}, "no collection called “Nowhere”"),
        ({"user": "nobody"}, "no account called “nobody”"),
        ({"language": "Kazakh"}, "language: Write the code"),
        ({"permission_from": "soon"}, "permission_from: Enter a valid"),
    ],
)
def test_what_is_wrong_is_said_before_anything_is_read(missions, folder, options, sentence):
    with pytest.raises(CommandError, match=sentence):
        call_command("import_audio", str(folder), **{"mission": "aland.example", **options})
    assert not AudioSample.objects.exists()


def test_a_collection_of_another_mission_is_unknown(missions, folder):
    missions.second.collection.add_child(instance=Collection(name="Theirs"))
    with pytest.raises(CommandError, match="no collection called “Theirs”"):
        call_command("import_audio", str(folder), mission="aland.example", collection="Theirs")


def test_a_folder_that_is_none_is_named(missions, tmp_path):
    with pytest.raises(CommandError, match="is no folder"):
        call_command("import_audio", str(tmp_path / "none"), mission="aland.example")


def test_people_read_a_line_for_each_file_and_a_sum(missions, folder):
    text, _failed = run(folder, json=False)
    assert "4/4  new        side b/3.MP3" in text
    assert "new: 3, duplicate: 1, refused: 0, left out (no recordings): 2." in text


def test_names_are_printed_without_what_a_terminal_would_obey_or_could_not_write(missions, folder):
    odd = {
        b"red\x1b[31m\r.mp3": r"red\x1b[31m\r.mp3",
        b"\xff\xfe.mp3": r"\udcff\udcfe.mp3",
        "\u202e3pm.mp3".encode(): r"\u202e3pm.mp3",
        "Таң.mp3".encode(): "Таң.mp3",
    }
    for number, name in enumerate(odd):
        (folder / os.fsdecode(name)).write_bytes(b"no sound" if b"\x1b" in name else piece(10 + number))
    text, failed = run(folder, json=False)
    assert failed
    for shown in odd.values():
        assert f"  {shown}" in text
    assert all(sign.isprintable() or sign == "\n" for sign in text)
    report, _failed = run(folder)
    assert numbers(report) == {"new": 0, "duplicate": 7, "refused": 1, "left_out": 2}


def test_a_terminal_without_cyrillic_gets_escapes(missions, folder):
    (folder / "Таң.mp3").write_bytes(piece(9))
    out = TextIOWrapper(BytesIO(), encoding="ascii", errors="strict")
    call_command("import_audio", str(folder), mission="aland.example", stdout=out)
    out.flush()
    assert rb"\u0422\u0430\u04a3.mp3" in out.buffer.getvalue()
