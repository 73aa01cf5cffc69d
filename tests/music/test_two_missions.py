"""Whatever address or form an editor of one mission tries, the other mission's recordings stay unseen and untouched."""

import json

import pytest
from django.urls import reverse
from wagtail.models import Collection, GroupCollectionPermission

from music.models import AudioSample
from tests.missions import editor_of, visitor
from tests.music import audio_files as files
from tests.music.uploading import CREATE, MANY, sample_form, stored, upload_of

pytestmark = pytest.mark.django_db
INDEX = "/admin/music/samples/"


@pytest.fixture
def theirs(missions):
    """A recording of the second mission."""
    return stored(missions.second, 50, title="Theirs alone")


def unchanged(sample):
    now = AudioSample.objects.get(pk=sample.pk)
    fields = ("title", "public", "collection_id", "sha256", "artist")
    return [getattr(now, name) for name in fields] == [getattr(sample, name) for name in fields]


def test_the_list_its_search_and_its_export_show_the_own_ones_alone(editor_client, missions, theirs):
    stored(missions.first, 51, title="Ours alone")
    for query in ({}, {"q": "alone"}, {"collection": missions.second.collection.pk}):
        page = editor_client.get(INDEX, query).content.decode()
        assert "Ours alone" in page
        assert "Theirs alone" not in page
        assert missions.second.collection.name not in page
    sheet = b"".join(editor_client.get(INDEX, {"export": "csv"}).streaming_content).decode()
    assert "Ours alone" in sheet
    assert "Theirs alone" not in sheet


@pytest.mark.parametrize("action", ["edit", "inspect", "delete", "history"])
def test_no_address_of_the_library_knows_the_others(editor_client, theirs, action):
    address = f"{INDEX}{action}/{theirs.pk}/"
    assert editor_client.get(address).status_code == 404
    assert editor_client.post(address, sample_form(title="Taken over")).status_code == 404
    assert unchanged(theirs)


def test_usage_and_reading_tags_again_do_not_know_the_others(editor_client, theirs):
    assert editor_client.get(reverse("music_admin:usage", args=[theirs.pk])).status_code == 404
    assert editor_client.post(reverse("music_admin:read_tags", args=[theirs.pk])).status_code == 404


def test_the_action_for_many_leaves_the_others_alone(editor_client, missions, theirs):
    ours = stored(missions.first, 51)
    editor_client.post(reverse("music_admin:publicity"), {"public": "0", "sample": [theirs.pk, ours.pk]})
    assert unchanged(theirs)
    assert not AudioSample.objects.get(pk=ours.pk).public


def foreign_collections(missions):
    return [missions.second.collection.pk, Collection.get_first_root_node().pk]


@pytest.mark.parametrize("place", [0, 1], ids=["their collection", "root collection"])
def test_no_upload_reaches_a_collection_that_is_not_the_editors(editor_client, missions, place):
    target = foreign_collections(missions)[place]
    editor_client.post(CREATE, sample_form(upload=upload_of(files.kazakh("mp3")), collection=target))
    editor_client.post(MANY, {"recordings": [upload_of(files.kazakh("flac"))], "collection": target})
    editor_client.post(
        reverse("music_sample_chooser:create"), {"upload": upload_of(files.kazakh("opus")), "collection": target}
    )
    assert AudioSample.objects.count() == 3
    assert set(AudioSample.objects.values_list("collection", flat=True)) == {missions.first.collection.pk}


@pytest.mark.parametrize("place", [0, 1], ids=["their collection", "root collection"])
def test_with_several_collections_of_ones_own_a_foreign_one_is_refused(editor_client, missions, place):
    missions.first.collection.add_child(instance=Collection(name="Archive"))
    target = foreign_collections(missions)[place]
    ours = stored(missions.first, 51)
    uploads = (
        (CREATE, sample_form(upload=upload_of(files.kazakh("mp3")), collection=target)),
        (MANY, {"recordings": [upload_of(files.kazakh("flac"))], "collection": target}),
        (reverse("music_sample_chooser:create"), {"upload": upload_of(files.kazakh("opus")), "collection": target}),
        (f"{INDEX}edit/{ours.pk}/", sample_form(title="Moved", collection=target)),
    )
    for address, data in uploads:
        response = editor_client.post(address, data)
        assert response.status_code == 200
        assert "Select a valid choice" in response.content.decode()
    assert AudioSample.objects.get().collection == missions.first.collection


def test_an_own_collection_can_be_chosen(editor_client, missions):
    archive = missions.first.collection.add_child(instance=Collection(name="Archive"))
    ours = stored(missions.first, 51)
    editor_client.post(f"{INDEX}edit/{ours.pk}/", sample_form(title="Moved", collection=archive.pk))
    assert AudioSample.objects.get().collection == archive


@pytest.mark.parametrize("address", [CREATE, MANY])
def test_forms_do_not_name_foreign_collections(editor_client, missions, address):
    missions.first.collection.add_child(instance=Collection(name="Archive"))
    page = editor_client.get(address).content.decode()
    assert "Archive" in page
    assert f'value="{missions.second.collection.pk}"' not in page
    assert missions.second.collection.name not in page


def test_a_foreign_picture_is_no_cover(editor_client, missions, theirs):
    from core.models import MissionImage
    from music.artwork import add_cover
    from music.covers import make_cover

    theirs_cover = add_cover(theirs, make_cover(files.picture(200), 10**6, 10**6), None)
    ours = stored(missions.first, 51)
    response = editor_client.post(f"{INDEX}edit/{ours.pk}/", sample_form(title="x", cover=theirs_cover.pk))
    assert response.status_code == 200
    assert AudioSample.objects.get(pk=ours.pk).cover is None
    assert MissionImage.objects.count() == 1


def test_the_chooser_lists_searches_and_hands_out_the_own_ones_alone(editor_client, missions, theirs):
    ours = stored(missions.first, 51, title="Ours alone")
    for name in ("choose", "choose_results"):
        for query in ({}, {"q": "alone"}, {"q": '"'}, {"collection_id": missions.second.collection.pk}):
            response = editor_client.get(reverse(f"music_sample_chooser:{name}"), query)
            assert response.status_code == 200
            assert "Theirs alone" not in response.content.decode()
            assert missions.second.collection.name not in response.content.decode()
    found = editor_client.get(reverse("music_sample_chooser:choose_results"), {"q": "ours"}).content.decode()
    assert "Ours alone" in found
    assert editor_client.get(reverse("music_sample_chooser:chosen", args=[theirs.pk])).status_code == 404
    assert editor_client.get(reverse("music_sample_chooser:chosen", args=["x"])).status_code == 404
    chosen = json.loads(editor_client.get(reverse("music_sample_chooser:chosen", args=[ours.pk])).content)
    assert chosen["result"]["title"] == "Ours alone"
    both = editor_client.get(reverse("music_sample_chooser:chosen_multiple"), {"id": [theirs.pk, ours.pk, "x"]})
    assert [row["id"] for row in json.loads(both.content)["result"]] == [str(ours.pk)]


def test_the_choosers_tab_takes_a_new_recording(editor_client, missions):
    response = editor_client.post(
        reverse("music_sample_chooser:create"), {"upload": upload_of(files.kazakh("opus")), "artist": "Typed"}
    )
    assert json.loads(response.content)["step"] == "chosen"
    sample = AudioSample.objects.get()
    assert (sample.title, sample.artist, sample.uploaded_by_user) == ("Дала таңы", "Typed", missions.first.editor)


def test_the_choosers_tab_refuses_in_words(editor_client, missions):
    response = editor_client.post(
        reverse("music_sample_chooser:create"), {"upload": upload_of(files.zip_named_mp3(), "song.mp3")}
    )
    assert "ZIP archive" in json.loads(response.content)["htmlFragment"]


def test_the_same_file_is_allowed_in_another_mission(missions):
    for mission in (missions.first, missions.second):
        editor_of(mission).post(CREATE, sample_form(upload=upload_of(files.kazakh("mp3"))))
    assert AudioSample.objects.count() == 2
    assert set(AudioSample.objects.values_list("slug", flat=True)) == {AudioSample.objects.first().slug}


def test_a_sample_page_of_one_host_is_unknown_on_the_other(missions, theirs):
    assert visitor(missions.first).get(f"/music/samples/{theirs.slug}/").status_code == 404


def test_without_any_right_on_recordings_the_library_is_closed(editor_client, missions):
    GroupCollectionPermission.objects.filter(permission__codename__endswith="audiosample").delete()
    ours = stored_by_nobody(missions)
    for address in (INDEX, CREATE, MANY):
        assert editor_client.get(address).status_code in (302, 403)
    assert editor_client.get(f"{INDEX}edit/{ours.pk}/").status_code == 404
    assert "/admin/music/samples/" not in editor_client.get("/admin/").content.decode()
    assert editor_client.post(reverse("music_sample_chooser:create"), {}).status_code in (302, 403)


def stored_by_nobody(missions):
    sample = stored(missions.first, 52)
    AudioSample.objects.filter(pk=sample.pk).update(uploaded_by_user=None)
    return sample


def test_a_right_to_add_alone_reaches_the_own_uploads_only(missions):
    GroupCollectionPermission.objects.filter(
        permission__codename__in=["change_audiosample", "delete_audiosample", "choose_audiosample"]
    ).delete()
    client = editor_of(missions.first)
    own, other = stored(missions.first, 51), stored_by_nobody(missions)
    assert client.get(f"{INDEX}edit/{own.pk}/").status_code == 200
    assert client.get(f"{INDEX}edit/{other.pk}/").status_code == 404
