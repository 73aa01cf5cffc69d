"""The editor's way with recordings: upload, tags, list, search, export, inspection, deletion."""

import io
import re

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Collection

from core.models import MissionImage
from music.models import AudioSample
from music.uploads import examine, store
from tests.music import audio_files as files
from tests.music.uploading import CREATE, MANY, sample_form, stored, upload_of

pytestmark = pytest.mark.django_db
INDEX = "/admin/music/samples/"


def errors_of(response):
    """All messages of the form that the admin shows again."""
    form = response.context["form"]
    return " ".join(str(message) for messages in form.errors.values() for message in messages)


def stored_files():
    """Every recording and picture on disk."""
    found = []
    for folder in ("audio", "original_images"):
        if default_storage.exists(folder):
            found += _below(folder)
    return found


def _below(folder):
    folders, names = default_storage.listdir(folder)
    return [f"{folder}/{name}" for name in names] + [path for inner in folders for path in _below(f"{folder}/{inner}")]


@pytest.mark.parametrize("kind", files.KINDS)
def test_every_format_is_taken_through_the_form_and_described(editor_client, missions, kind):
    response = editor_client.post(CREATE, sample_form(upload=upload_of(files.kazakh(kind), "x.bin")))
    assert response.status_code == 302, errors_of(response)
    sample = AudioSample.objects.get()
    assert (sample.kind, sample.title, sample.title_language) == (kind, "Дала таңы", "kk")
    assert (sample.artist, sample.year, sample.track) == (files.KAZAKH["artist"], 1868, 3)
    assert sample.duration == pytest.approx(1.0, abs=0.1)
    assert sample.uploaded_by_user == missions.first.editor
    assert sample.collection == missions.first.collection
    assert not sample.public
    assert sample.cover.collection == missions.first.collection
    with sample.file.open() as kept:
        assert kept.read() == files.kazakh(kind)
    assert sample.slug == "dala-tangy" or sample.slug.startswith("dala-")


def test_what_the_editor_typed_wins_over_the_tag_and_an_empty_field_is_filled(editor_client, missions):
    editor_client.post(CREATE, sample_form(upload=upload_of(files.kazakh("mp3")), title="Typed", year="1999"))
    sample = AudioSample.objects.get()
    assert (sample.title, sample.year, sample.artist) == ("Typed", 1999, files.KAZAKH["artist"])
    assert sample.tags_read["TIT2"] == ["Дала таңы"]


def test_a_recording_without_tags_is_titled_by_its_file_name(editor_client, missions):
    editor_client.post(CREATE, sample_form(upload=upload_of(files.plain("wav"), "Күй 3.wav")))
    assert AudioSample.objects.get().title == "Күй 3"


def test_tags_are_read_again_where_nothing_was_typed(editor_client, missions):
    editor_client.post(CREATE, sample_form(upload=upload_of(files.kazakh("flac")), title="Typed"))
    sample = AudioSample.objects.get()
    AudioSample.objects.update(artist="", composer="Corrected")
    response = editor_client.post(reverse("music_admin:read_tags", args=[sample.pk]), follow=True)
    assert "Read from the file" in response.content.decode()
    sample.refresh_from_db()
    assert (sample.title, sample.artist, sample.composer) == ("Typed", files.KAZAKH["artist"], "Corrected")


def test_reading_tags_of_a_file_that_is_gone_is_told(editor_client, missions):
    sample = stored(missions.first)
    default_storage.delete(sample.file.name)
    response = editor_client.post(reverse("music_admin:read_tags", args=[sample.pk]), follow=True)
    assert "missing from the disk" in response.content.decode()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "The file is empty."),
        (files.zip_named_mp3(), "it is a ZIP archive"),
        (files.cut(files.kazakh("mp3"), 5), "The file is cut off"),
        (files.four_hours("mp3"), "claims to last 4:00:00"),
        (files.four_hours("flac"), "claims to last 4:00:00"),
        (files.video("mp4"), "is a video"),
        (files.video("webm"), "is a video"),
        (b"words " * 100, "not a recording that this site knows"),
    ],
    ids=["empty", "zip", "cut", "mp3 of 4 hours", "flac of 4 hours", "mp4", "webm", "text"],
)
def test_a_bad_file_is_refused_in_words_and_leaves_nothing(editor_client, missions, data, sentence):
    before = stored_files()
    response = editor_client.post(CREATE, sample_form(upload=upload_of(data)))
    assert response.status_code == 200
    assert sentence in errors_of(response)
    assert not AudioSample.objects.exists()
    assert stored_files() == before


@pytest.mark.parametrize("kind", files.KINDS)
def test_no_tenth_of_any_format_gives_an_error_page(editor_client, missions, kind):
    cuts = [upload_of(files.cut(files.kazakh(kind), tenths), f"cut-{tenths}.mp3") for tenths in range(10)]
    response = editor_client.post(MANY, {"recordings": cuts}, headers={"accept": "application/json"})
    outcomes = response.json()["outcomes"]
    assert [outcome["state"] for outcome in outcomes] == ["refused"] * 10
    assert "is empty" in outcomes[0]["sentence"]
    assert all("is cut off" in outcome["sentence"] for outcome in outcomes[1:])
    assert not AudioSample.objects.exists()


def test_a_file_over_the_limit_is_refused(editor_client, missions, settings):
    settings.MAX_AUDIO_SIZE = 1000
    response = editor_client.post(CREATE, sample_form(upload=upload_of(files.plain("mp3"))))
    assert "at most 1000" in errors_of(response)


def test_the_same_bytes_are_refused_with_a_link_to_what_is_there(editor_client, missions):
    editor_client.post(CREATE, sample_form(upload=upload_of(files.kazakh("mp3"))))
    response = editor_client.post(CREATE, sample_form(upload=upload_of(files.kazakh("mp3"), "again.mp3")))
    there = AudioSample.objects.get()
    assert f'<a href="{reverse("music_samples_modeladmin_edit", args=[there.pk])}">Дала таңы</a>' in errors_of(response)


def test_several_files_at_once_each_get_their_own_sentence(editor_client, missions):
    sent = [
        upload_of(files.kazakh("mp3"), "one.mp3"),
        upload_of(b"no", "two.mp3"),
        upload_of(files.kazakh("mp3"), "three.mp3"),
    ]
    page = editor_client.post(MANY, {"recordings": sent}).content.decode()
    assert "Stored as" in page
    assert "not a recording that this site knows" in page
    assert "already in the library" in page
    assert AudioSample.objects.get().uploaded_by_user == missions.first.editor


def test_the_upload_page_without_a_file_says_so(editor_client, missions):
    assert "This field is required" in editor_client.post(MANY, {}).content.decode()
    answer = editor_client.post(MANY, {}, headers={"accept": "application/json"})
    assert answer.status_code == 422
    assert answer.json() == {"complaints": ["Files: This field is required."]}


def test_a_failure_while_storing_leaves_no_row_and_no_file(missions, monkeypatch):
    before = stored_files()
    monkeypatch.setattr("music.uploads.finish", lambda *_args: 1 / 0)
    file = upload_of(files.kazakh("mp3"))
    with pytest.raises(ZeroDivisionError):
        store(
            AudioSample(collection=missions.first.collection),
            examine(file, missions.first.editor),
            missions.first.editor,
        )
    assert not AudioSample.objects.exists()
    assert stored_files() == before


def test_an_upload_that_breaks_off_leaves_nothing(editor_client, missions):
    before = stored_files()
    boundary = "edge"
    whole = files.kazakh("mp3")
    disposition = 'Content-Disposition: form-data; name="recordings"; filename="a.mp3"'
    head = f"--{boundary}\r\n{disposition}\r\nContent-Type: audio/mpeg\r\n\r\n"
    body = head.encode() + whole[: len(whole) // 2]
    response = editor_client.generic("POST", MANY, body, content_type=f"multipart/form-data; boundary={boundary}")
    assert response.status_code in (200, 400)
    assert not AudioSample.objects.exists()
    assert stored_files() == before


def test_the_list_shows_searches_filters_and_exports(editor_client, missions):
    editor_client.post(CREATE, sample_form(upload=upload_of(files.kazakh("mp3"))))
    stored(missions.first, 8, title="Other piece", artist="=HYPERLINK()")
    page = editor_client.get(INDEX).content.decode()
    assert "Дала таңы" in page
    assert "0:01" in page
    assert "Nowhere" in page
    for words, hit, miss in (
        ("дала", "Дала таңы", "Other piece"),
        ("other", "Other piece", "Дала таңы"),
        ("nothing", "", "Дала"),
    ):
        found = editor_client.get(INDEX, {"q": words}).content.decode()
        assert hit in found
        assert miss not in found
    assert "Other piece" not in editor_client.get(INDEX, {"public": "0"}).content.decode()
    assert "Other piece" not in editor_client.get(INDEX, {"kind": "mp3"}).content.decode()
    assert "Other piece" not in editor_client.get(INDEX, {"used": "1"}).content.decode()
    sheet = b"".join(editor_client.get(INDEX, {"export": "csv"}).streaming_content).decode()
    assert "Other piece" in sheet
    assert "'=HYPERLINK()" in sheet
    assert editor_client.get(INDEX, {"export": "xlsx"}).status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        "q=%00", "q=%22", "q=+", "q=%F0%9F%8E%B5", "p=-1", "p=99999", "p=x", "o=99", "o=-x", "public=7",
        "collection=0", "used=x", "kind=%00", "uploaded_by_user__password__startswith=m", "nonsense__x=1",
    ],
)  # fmt: skip
def test_no_query_breaks_the_list(editor_client, missions, query):
    stored(missions.first)
    assert editor_client.get(f"{INDEX}?{query}").status_code == 200


def test_a_lookup_that_is_no_filter_cannot_probe_other_tables(editor_client, missions):
    stored(missions.first, title="Shown")
    assert "Shown" in editor_client.get(f"{INDEX}?uploaded_by_user__password__startswith=zzz").content.decode()


def test_inspection_plays_and_shows_the_tags_as_read(editor_client, missions):
    editor_client.post(CREATE, sample_form(upload=upload_of(files.kazakh("opus"))))
    sample = AudioSample.objects.get()
    page = editor_client.get(f"{INDEX}inspect/{sample.pk}/").content.decode()
    assert f"/music/audio/{sample.public_id}/original/{sample.slug}.opus" in page
    assert "<audio controls" in page
    assert "Ұлттық оркестр" in page
    assert editor_client.get(f"{INDEX}history/{sample.pk}/").status_code == 200


def test_words_are_edited_by_language_and_a_language_twice_is_refused(editor_client, missions):
    sample = stored(missions.first)
    rows = {
        "words-TOTAL_FORMS": 2,
        "words-0-language": "en", "words-0-translated_title": "Dawn", "words-0-label": "", "words-0-credits": "",
        "words-1-language": "ru", "words-1-translated_title": "Рассвет", "words-1-label": "", "words-1-credits": "",
    }  # fmt: skip
    address = f"{INDEX}edit/{sample.pk}/"
    twice = editor_client.post(address, sample_form(title="x", **rows | {"words-1-language": "en"}))
    assert twice.status_code == 200
    assert editor_client.post(address, sample_form(title="x", **rows)).status_code == 302
    assert sorted(AudioSample.objects.get().words.values_list("language", "translated_title")) == [
        ("en", "Dawn"),
        ("ru", "Рассвет"),
    ]


def test_an_edit_never_changes_the_file(editor_client, missions):
    sample = stored(missions.first)
    editor_client.post(f"{INDEX}edit/{sample.pk}/", sample_form(title="New", upload=upload_of(files.plain("mp3"))))
    changed = AudioSample.objects.get()
    assert changed.title == "New"
    assert (changed.sha256, changed.kind, changed.file.name) == (sample.sha256, sample.kind, sample.file.name)


def test_an_address_is_made_from_the_title_and_taken_once(editor_client, missions):
    first, second = stored(missions.first, 1, title="Көктем"), stored(missions.first, 2, title="Көктем")
    assert second.slug == f"{first.slug}-2"
    response = editor_client.post(f"{INDEX}edit/{second.pk}/", sample_form(title="x", slug=first.slug))
    assert "Another sample has this address" in errors_of(response)


def test_a_permission_that_ends_before_it_begins_is_refused(editor_client, missions):
    sample = stored(missions.first)
    dates = {"permission_from": "2025-02-02 10:00", "permission_until": "2025-02-01 10:00"}
    assert "ends before it begins" in errors_of(
        editor_client.post(f"{INDEX}edit/{sample.pk}/", sample_form(title="x", **dates))
    )


def test_deleting_takes_the_file_and_its_cover(editor_client, missions, django_capture_on_commit_callbacks):
    editor_client.post(CREATE, sample_form(upload=upload_of(files.kazakh("mp3"))))
    sample = AudioSample.objects.get()
    assert editor_client.get(f"{INDEX}delete/{sample.pk}/").status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        assert editor_client.post(f"{INDEX}delete/{sample.pk}/").status_code == 302
    assert not AudioSample.objects.exists()
    assert not MissionImage.objects.exists()
    assert sample.file.name not in stored_files()


def test_a_shared_cover_stays_with_the_other_sample(missions, django_capture_on_commit_callbacks):
    samples = []
    for kind in ("mp3", "flac"):
        file = upload_of(files.kazakh(kind))
        sample = AudioSample(collection=missions.first.collection)
        samples.append(store(sample, examine(file, missions.first.editor), missions.first.editor))
    assert samples[0].cover == samples[1].cover
    with django_capture_on_commit_callbacks(execute=True):
        samples[0].delete()
    assert MissionImage.objects.count() == 1


def test_covers_are_cut_to_size_at_the_upload(editor_client, missions, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        editor_client.post(CREATE, sample_form(upload=upload_of(files.kazakh("mp3"))))
    assert AudioSample.objects.get().cover.renditions.count() == 2


def test_many_are_made_public_at_once_and_hidden_again(editor_client, missions):
    pks = [stored(missions.first, seed, public=False).pk for seed in (1, 2, 3)]
    editor_client.post(reverse("music_admin:publicity"), {"public": "1", "sample": pks[:2]})
    assert list(AudioSample.objects.filter(public=True).order_by("pk").values_list("pk", flat=True)) == pks[:2]
    editor_client.post(reverse("music_admin:publicity"), {"public": "0", "sample": [*pks, "x", "9" * 30]})
    assert not AudioSample.objects.filter(public=True).exists()


def test_a_collection_with_recordings_is_not_deleted(admin_client, missions):
    stored(missions.first)
    collection = Collection.objects.get(pk=missions.first.collection.pk)
    admin_client.post(reverse("wagtailadmin_collections:delete", args=[collection.pk]))
    assert Collection.objects.filter(pk=collection.pk).exists()


def test_the_rights_on_recordings_can_be_granted(admin_client, missions):
    page = admin_client.get(reverse("wagtailusers_groups:edit", args=[missions.first.group.pk])).content.decode()
    assert "Recording permissions" in page
    assert "Choose recordings for pages" in page


@pytest.mark.parametrize("action", ["edit", "delete", "inspect", "history"])
@pytest.mark.parametrize("pk", ["abc", "0", "9" * 25, "-1", "_5F"])
def test_an_address_that_names_no_sample_is_a_404(editor_client, missions, action, pk):
    assert editor_client.get(f"{INDEX}{action}/{pk}/").status_code == 404


def test_the_list_costs_the_same_for_one_and_for_twenty(editor_client, missions):
    stored(missions.first, 100)
    editor_client.get(INDEX)
    with CaptureQueriesContext(connection) as one:
        editor_client.get(INDEX)
    for seed in range(101, 120):
        stored(missions.first, seed)
    with CaptureQueriesContext(connection) as twenty:
        editor_client.get(INDEX)
    assert len(twenty) == len(one)


def test_a_csv_of_the_library_is_readable(editor_client, missions):
    stored(missions.first, title="Line")
    sheet = io.StringIO(b"".join(editor_client.get(INDEX, {"export": "csv"}).streaming_content).decode())
    assert len(sheet.readlines()) == 2


def test_a_filter_is_headed_by_its_title_alone(editor_client, missions):
    stored(missions.first)
    page = editor_client.get(INDEX, {"public": "1"}).content.decode()
    assert "<h3>Analysis</h3>" in page
    assert "By analysis" not in page
    assert re.search(r'<a href="[^"]*" aria-current="true">Public</a>', page)
