"""Many recordings at once: each is stored whole or refused on its own, twice is once, and all are given the same."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection, reset_queries
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Collection, ModelLogEntry

from music import batches
from music.batches import Batch, State, forget_receipts, take
from music.models import AudioSample, UploadReceipt
from tests.missions import editor_of
from tests.music import audio_files as files
from tests.music.test_library import stored_files
from tests.music.uploading import MANY, piece, stored, upload_of

pytestmark = pytest.mark.django_db
JSON = {"accept": "application/json", "x-requested-with": "XMLHttpRequest"}


def post(client, *sent, **values):
    return client.post(MANY, {"recordings": list(sent), **values}, headers=JSON)


def states(response):
    return [outcome["state"] for outcome in response.json()["outcomes"]]


def small(seed, name=None):
    """A recording of a few kilobytes that no other seed has."""
    return upload_of(piece(seed), name or f"{seed}.mp3")


def batch_of(mission, **values):
    return Batch(mission.collection, AudioSample.objects.for_user(mission.editor), mission.editor, values)


def test_a_lost_answer_is_given_again_and_another_file_of_the_same_bytes_is_none(editor_client, missions):
    key, other = uuid.uuid4().hex, uuid.uuid4().hex
    assert states(post(editor_client, small(1), key=key)) == ["new"]
    assert states(post(editor_client, small(1), key=key)) == ["new"]
    assert states(post(editor_client, small(1, "copy.mp3"), key=other)) == ["duplicate"]
    assert states(post(editor_client, small(1))) == ["duplicate"]
    assert states(post(editor_client, small(2), key=key)) == ["new"]
    assert AudioSample.objects.count() == 2


def test_a_receipt_is_its_editors_alone(editor_client, missions):
    key = uuid.uuid4().hex
    post(editor_client, small(1), key=key)
    colleague = type(missions.first.editor).objects.create_user("colleague", password="not-a-default-9")
    colleague.groups.add(missions.first.group)
    missions.first.editor = colleague
    assert states(post(editor_of(missions.first), small(1), key=key)) == ["duplicate"]


def test_receipts_are_forgotten_after_a_week(editor_client, missions):
    post(editor_client, small(1), key=uuid.uuid4().hex)
    forget_receipts(timezone.now() + timedelta(days=6))
    assert UploadReceipt.objects.exists()
    forget_receipts(timezone.now() + timedelta(days=8))
    assert not UploadReceipt.objects.exists()


@pytest.mark.parametrize("key", ["x" * 36, "a" * 37, "a\0b"])
def test_a_key_that_is_none_is_a_complaint(editor_client, missions, key):
    assert post(editor_client, small(1), key=key).status_code == 422
    assert not AudioSample.objects.exists()


def test_what_a_file_leaves_open_is_filled_and_what_it_says_stays(editor_client, missions):
    given = {
        "artist": "Archive ensemble",
        "album": "Archive",
        "copyright": "© Embassy",
        "language": "kk",
        "tags": "archive, kui",
        "public": "on",
        "permission_until": "2031-01-01 00:00",
    }
    silent, tagged = upload_of(files.plain("mp3", 0.2, 9), "silent.mp3"), upload_of(files.kazakh("mp3"), "tagged.mp3")
    assert states(post(editor_client, silent, tagged, **given)) == ["new", "new"]
    bare = AudioSample.objects.get(title="silent")
    assert (bare.artist, bare.album, bare.copyright, bare.language) == (
        "Archive ensemble",
        "Archive",
        "© Embassy",
        "kk",
    )
    full = AudioSample.objects.get(title=files.KAZAKH["title"])
    assert (full.artist, full.album) == (files.KAZAKH["artist"], files.KAZAKH["album"])
    for sample in (bare, full):
        assert sample.public
        assert sample.permission_until is not None
        assert sorted(sample.tags.names()) == ["archive", "kui"]
        assert sample.uploaded_by_user == missions.first.editor


def test_without_defaults_nothing_is_public(editor_client, missions):
    post(editor_client, small(1))
    assert not AudioSample.objects.get().public


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        ({"language": "Kazakh"}, "Write the code of a language"),
        ({"artist": "a" * 256}, "at most 255 characters"),
        ({"permission_from": "2026-02-02 10:00", "permission_until": "2026-02-01 10:00"}, "ends before it begins"),
        ({"permission_until": "soon"}, "Enter a valid date/time"),
    ],
)
def test_bad_defaults_are_told_and_nothing_is_stored(editor_client, missions, given, complaint):
    answer = post(editor_client, small(1), **given)
    assert answer.status_code == 422
    assert complaint in " ".join(answer.json()["complaints"])
    assert complaint in editor_client.post(MANY, {"recordings": [small(1)], **given}).content.decode()
    assert not AudioSample.objects.exists()


def test_a_collection_of_another_mission_is_no_choice(editor_client, missions):
    missions.first.collection.add_child(instance=Collection(name="Archive"))
    answer = post(editor_client, small(1), collection=missions.second.collection.pk)
    assert answer.status_code == 422
    assert "Select a valid choice" in answer.json()["complaints"][0]
    assert not AudioSample.objects.exists()


def test_a_recording_of_another_mission_is_no_duplicate_here(editor_client, missions):
    theirs = take(batch_of(missions.second), small(1))
    answer = post(editor_client, small(1))
    assert states(answer) == ["new"]
    assert theirs.sample.title == "Piece 1"


def test_who_is_logged_out_or_may_not_upload_is_refused_without_a_login_page(client, missions):
    assert post(client, small(1)).status_code == 403
    missions.first.group.collection_permissions.all().delete()
    assert post(editor_of(missions.first), small(1)).status_code == 403
    assert not AudioSample.objects.exists()


def test_too_many_files_in_one_form_are_told_in_a_sentence(editor_client, missions, settings):
    settings.AUDIO_BATCH_FILES = 2
    page = editor_client.post(MANY, {"recordings": [small(n) for n in range(3)]}).content.decode()
    assert "Choose at most 2 files at once." in page
    assert not AudioSample.objects.exists()


def test_without_script_the_summary_has_the_same_three_lists(editor_client, missions):
    there = stored(missions.first, 8)
    twin = upload_of(files.plain("opus", 0.5, 8), "there.opus")
    sent = [small(1), small(1, "again.mp3"), twin, upload_of(b"no", "bad.mp3")]
    response = editor_client.post(MANY, {"recordings": sent})
    found = {group.state: [row.name for row in group.rows] for group in response.context["groups"]}
    assert found == {"new": ["1.mp3"], "duplicate": ["again.mp3", "there.opus"], "refused": ["bad.mp3"], "unsent": []}
    page = response.content.decode()
    assert f'<a href="/admin/music/samples/edit/{there.pk}/">{there.title}</a>' in page
    assert "Already in the library: <span data-count>2</span>" in page


def test_a_store_that_fails_is_told_and_the_next_file_is_taken(editor_client, missions, monkeypatch):
    before, real = stored_files(), AudioSample.save
    full = iter([OSError(28, "No space left on device")])

    def save(sample, *args, **kwargs):
        real(sample, *args, **kwargs)
        for error in full:
            raise error

    monkeypatch.setattr(AudioSample, "save", save)
    answer = post(editor_client, small(1), small(2))
    assert states(answer) == ["refused", "new"]
    assert "could not keep the file" in answer.json()["outcomes"][0]["sentence"]
    assert AudioSample.objects.get().title == "Piece 2"
    assert len(stored_files()) == len(before) + 1


def test_two_of_the_same_bytes_at_the_same_time_are_one(missions, monkeypatch):
    """Both were looked at, and nothing found, before either is stored."""
    batch, real, second = batch_of(missions.first), batches.examine_among, []

    def meanwhile(*args):
        monkeypatch.setattr(batches, "examine_among", real)
        examined = real(*args)
        second.append(take(batch, small(1, "other.mp3")))
        return examined

    monkeypatch.setattr(batches, "examine_among", meanwhile)
    first = take(batch, small(1))
    assert (second[0].state, first.state) == (State.NEW, State.DUPLICATE)
    assert first.sample == second[0].sample == AudioSample.objects.get()


def test_each_new_recording_is_in_the_history(missions):
    outcome = take(batch_of(missions.first), small(1))
    assert ModelLogEntry.objects.get(object_id=outcome.sample.pk).user == missions.first.editor


def test_two_hundred_files_cost_the_same_each(editor_client, missions):
    counts = []
    for number in range(200):
        reset_queries()
        with CaptureQueriesContext(connection) as captured:
            answer = post(editor_client, small(number), key=uuid.uuid4().hex)
        assert states(answer) == [State.NEW]
        counts.append(len(captured))
    assert AudioSample.objects.count() == 200
    # The first ones fill what is remembered of collections and types.
    assert len(set(counts[2:])) == 1
    assert counts[-1] <= 62
