"""Texts in a wrong encoding, in the library: found at the upload, repaired or left alone as an editor decides."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.log_actions import registry

from music.models import AudioSample, RefusedRepair
from music.repairs import open_repairs
from music.tags import clean
from tests.missions import editor_of
from tests.music import audio_files as files
from tests.music.test_mojibake import misread
from tests.music.uploading import CREATE, MANY, sample_form, stored, upload_of

pytestmark = pytest.mark.django_db
INDEX, LIST = "/admin/music/samples/", "/admin/music/repairs/"
WRONG, RIGHT = misread("Дала таңы", "kz1048", "cp1252"), "Дала таңы"


def keys_of(sample):
    return {repair.field: repair.key for repair in open_repairs(sample)}


def decide(client, sample, *fields, decision="apply", **more):
    keys = keys_of(sample)
    return client.post(LIST, {"repair": [keys[name] for name in fields], "decision": decision, **more}, follow=True)


def test_the_list_shows_what_stands_there_and_what_is_proposed_side_by_side(editor_client, missions):
    sample = stored(missions.first, title=WRONG, artist="Björk", comment="Êàçàõñòàí")
    page = editor_client.get(LIST).content.decode()
    assert f"<code>{WRONG}</code>" in page
    assert f"<code>{RIGHT}</code>" in page
    assert "KZ-1048 read as Windows-1252" in page
    assert page.count('name="repair"') == 2
    assert "Björk" not in page
    assert "Repair of titles (1)</a>" in editor_client.get(INDEX).content.decode()
    assert AudioSample.objects.get(pk=sample.pk).title == WRONG


def test_where_nothing_is_misread_the_library_has_no_button(editor_client, missions):
    stored(missions.first, title=RIGHT, artist="Antonín Dvořák")
    assert "Repair of titles" not in editor_client.get(INDEX).content.decode()
    assert "Nothing is waiting" in editor_client.get(LIST).content.decode()


def test_only_what_was_ticked_is_repaired_and_the_history_says_so(editor_client, missions):
    sample = stored(missions.first, title=WRONG, comment="Êàçàõñòàí")
    path = sample.file.name
    told = decide(editor_client, sample, "title").content.decode()
    assert "1 text was repaired." in told
    now = AudioSample.objects.get(pk=sample.pk)
    assert (now.title, now.comment, now.is_misread) == (RIGHT, "Êàçàõñòàí", True)
    assert (now.file.name, now.sha256, now.tags_read) == (path, sample.sha256, sample.tags_read)
    (entry,) = registry.get_logs_for_instance(sample)
    assert (entry.action, entry.user, entry.content_changed) == ("wagtail.edit", missions.first.editor, True)
    decide(editor_client, now, "comment")
    assert not AudioSample.objects.get(pk=sample.pk).is_misread


def test_what_was_repaired_is_found_by_its_new_name(editor_client, missions):
    sample = stored(missions.first, title=WRONG)
    decide(editor_client, sample, "title")
    assert RIGHT in editor_client.get(INDEX, {"q": "таңы"}).content.decode()


def test_a_refusal_is_remembered_for_that_text_only(editor_client, missions):
    sample = stored(missions.first, title=WRONG)
    assert "1 text stays as it is." in decide(editor_client, sample, "title", decision="refuse").content.decode()
    now = AudioSample.objects.get(pk=sample.pk)
    assert (now.title, now.is_misread, RefusedRepair.objects.get().user) == (WRONG, False, missions.first.editor)
    now.save()
    assert not now.is_misread
    now.title = "Êàçàõñòàí"
    now.save()
    assert now.is_misread
    decide(editor_client, now, "title", decision="refuse")
    assert RefusedRepair.objects.get().text == "Êàçàõñòàí"


def test_a_text_that_was_changed_meanwhile_is_left_alone(editor_client, missions):
    sample = stored(missions.first, title=WRONG)
    key = keys_of(sample)["title"]
    sample.title = "Êàçàõñòàí"
    sample.save()
    told = editor_client.post(LIST, {"repair": key, "decision": "apply"}, follow=True).content.decode()
    assert "changed meanwhile" in told
    assert AudioSample.objects.get(pk=sample.pk).title == "Êàçàõñòàí"


@pytest.mark.parametrize("keys", [[], ["x"], ["1"], ["--"], ["9" * 30 + "-title-x"], ["0-title-0"], ["1-title-\0"]])
def test_no_choice_and_nonsense_change_nothing(editor_client, missions, keys):
    stored(missions.first, title=WRONG)
    told = editor_client.post(LIST, {"repair": keys, "decision": "apply"}, follow=True).content.decode()
    assert "nothing was changed" in told or "left alone" in told
    assert AudioSample.objects.get().title == WRONG


def test_all_can_be_ticked_without_a_script(editor_client, missions):
    for seed in range(3):
        stored(missions.first, seed, title=WRONG)
    page = editor_client.get(LIST).content.decode()
    assert '<noscript><p><a href="?tick=all&amp;page=1">Tick all</a></p></noscript>' in page
    ticked = editor_client.get(LIST, {"tick": "all"}).content.decode()
    assert (page.count('target="item" checked'), ticked.count('target="item" checked')) == (0, 3)


def test_an_address_that_was_never_public_is_offered_anew(editor_client, missions):
    hidden = stored(missions.first, 1, title=WRONG, public=False)
    known = stored(missions.first, 2, title=WRONG)
    known.public = False
    known.save()
    page = editor_client.get(LIST).content.decode()
    assert "with the address “dala-tangy”" in page or "with the address “dala-tany”" in page
    assert page.count('name="address"') == 1
    for sample in (hidden, known):
        decide(editor_client, sample, "title", address=[hidden.pk, known.pk])
    assert AudioSample.objects.get(pk=hidden.pk).slug.startswith("dala-ta")
    assert AudioSample.objects.get(pk=known.pk).slug == known.slug


def test_an_address_that_is_not_ticked_stays(editor_client, missions):
    sample = stored(missions.first, 1, title=WRONG, public=False)
    decide(editor_client, sample, "title")
    assert AudioSample.objects.get().slug == sample.slug


def test_nothing_of_the_other_mission_is_shown_or_changed(editor_client, missions):
    theirs = stored(missions.second, title=WRONG)
    assert WRONG not in editor_client.get(LIST).content.decode()
    assert "Repair of titles" not in editor_client.get(INDEX).content.decode()
    for decision in ("apply", "refuse"):
        decide(editor_client, theirs, "title", decision=decision)
    assert AudioSample.objects.get().title == WRONG
    assert not RefusedRepair.objects.exists()
    assert WRONG in editor_of(missions.second).get(LIST).content.decode()


def test_who_may_only_choose_recordings_is_not_let_in(missions):
    missions.first.group.collection_permissions.exclude(permission__codename="choose_audiosample").delete()
    stored(missions.first, title=WRONG)
    assert editor_of(missions.first).get(LIST).status_code == 302


def tagged(title, kind="mp3"):
    return files.tag(files.plain(kind), kind, {**files.KAZAKH, "title": title}, files.picture(120))


def test_an_upload_with_misread_tags_says_so_with_the_way_to_the_list(editor_client, missions):
    told = editor_client.post(CREATE, sample_form(upload=upload_of(tagged(WRONG))), follow=True).content.decode()
    sample = AudioSample.objects.get()
    assert sample.title == WRONG
    assert f'<a href="{LIST}">See what is proposed</a>' in told
    assert "See what is proposed" in editor_client.get(f"{INDEX}edit/{sample.pk}/").content.decode()
    many = editor_client.post(MANY, {"recordings": [upload_of(tagged(WRONG, "flac"))]}).content.decode()
    assert "See what is proposed" in many


@pytest.mark.parametrize(
    "title", [misread("Қара жорға", "kz1048", "latin-1"), misread("Сарыарқа туралы ән", "utf-8", "latin-1")]
)
def test_letters_that_look_like_control_characters_survive_the_upload(editor_client, missions, title):
    editor_client.post(MANY, {"recordings": [upload_of(tagged(title))]})
    sample = AudioSample.objects.get()
    assert {repair.new for repair in open_repairs(sample)} & {"Қара жорға", "Сарыарқа туралы ән"}
    page = editor_client.get(LIST).content.decode()
    assert "\ufffd" in page
    assert not any(0x80 <= ord(letter) < 0xA0 for letter in page)
    decide(editor_client, sample, "title")
    assert AudioSample.objects.get().title in {"Қара жорға", "Сарыарқа туралы ән"}


def test_true_text_loses_its_control_characters_as_before():
    assert clean("Dawn\x85 on\x00 the\x9d steppe\u00a0now") == "Dawn on the steppe now"


def test_the_list_costs_the_same_for_one_and_for_twenty(editor_client, missions):
    stored(missions.first, 0, title=WRONG, public=False)
    editor_client.get(LIST)
    with CaptureQueriesContext(connection) as one:
        editor_client.get(LIST)
    for seed in range(1, 20):
        stored(missions.first, seed, title=WRONG, public=False)
    with CaptureQueriesContext(connection) as twenty:
        editor_client.get(LIST)
    assert len(twenty) == len(one)
