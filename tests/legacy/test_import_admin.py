"""The import by the admin's page and by the command: first what would become of the files, then the import."""

import io
import json
import zipfile
from datetime import timedelta
from io import StringIO

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from wagtail.models import GroupPagePermission

from legacy.models import ImportedSource, OldAddress, OldSiteImport
from legacy.schedule import forget_old_site_files
from legacy.tasks import import_old_site
from music.models import AudioSample
from news.models import BulletinPage, Category
from tests.legacy.ground import OLD_PAGE, folder_with, make_list
from tests.missions import editor_of, visitor
from tests.music.audio_files import plain
from tests.pictures import jpeg

IMPORT = "/admin/old-site/"
pytestmark = pytest.mark.django_db
VISIT = (
    "<!-- saved from url=(0050)http://www.kazakhembus.com/news/7/51/A-visit.html --><h2>A visit</h2><p>Category: General</p>"
    '<p>May 3, 2009</p><p>It was long.</p><img src="visit_files/a.jpg" alt="A river">'
)


@pytest.fixture
def index(missions):
    return make_list(missions.first)


def upload(name="old-page.txt", data=OLD_PAGE):
    return SimpleUploadedFile(name, data.encode() if isinstance(data, str) else data)


def zipped(**files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return upload("old-site.zip", out.getvalue())


def sent(client, *files, **values):
    return client.post(IMPORT, {"uploads": list(files), **values})


def text(response):
    return " ".join(response.content.decode().split())


def test_files_are_first_read_and_imported_when_the_editor_agrees(missions, index):
    client = editor_of(missions.first)
    answer = sent(client, upload())
    assert answer.status_code == 302
    page = text(client.get(answer["Location"]))
    assert "Nothing is written yet" in page
    assert "The series “Special Issue” is new and is made." in page
    assert not BulletinPage.objects.exists()
    assert not Category.objects.exists()
    assert client.post(answer["Location"])["Location"] == answer["Location"]
    page = text(client.get(answer["Location"]))
    assert "The files were imported" in page
    bulletin = BulletinPage.objects.get()
    assert f"/admin/pages/{bulletin.pk}/edit/" in page
    assert (bulletin.live, bulletin.owner) == (True, missions.first.editor)
    # A second post of the same page does nothing.
    client.post(answer["Location"])
    assert BulletinPage.objects.count() == 1
    again = sent(client, upload())
    assert "There is nothing to import" in text(client.get(again["Location"]))


def test_a_zip_brings_pictures_addresses_and_recordings(missions, index):
    client = editor_of(missions.first)
    files = zipped(**{"visit.html": VISIT, "visit_files/a.jpg": jpeg(), "music/sample.mp3": plain("mp3")})
    answer = sent(client, files)
    assert "2 new" in text(client.get(answer["Location"])) or "New: 2" in text(client.get(answer["Location"]))
    client.post(answer["Location"])
    bulletin = BulletinPage.objects.get()
    assert [block.block_type for block in bulletin.body] == ["text", "image"]
    assert AudioSample.objects.get().collection == missions.first.collection
    assert not AudioSample.objects.get().public
    assert visitor(missions.first).get("/news/7/51/A-visit.html")["Location"] == bulletin.full_url


def test_a_link_to_a_recording_becomes_its_player(missions, index):
    client = editor_of(missions.first)
    page = VISIT.replace(
        "<img", '<p><a href="music/sample.mp3">Music sample 1</a></p><p><a href="/x/gone.mp3">Gone</a></p><img'
    )
    answer = sent(client, zipped(**{"visit.html": page, "music/sample.mp3": plain("mp3")}))
    assert "“gone.mp3” is not among the files" in text(client.get(answer["Location"]))
    client.post(answer["Location"])
    bulletin = BulletinPage.objects.get()
    assert [block.block_type for block in bulletin.body] == ["text", "audio_sample", "text"]
    assert bulletin.body[1].value == AudioSample.objects.get()
    assert "Music sample 1" in str(bulletin.body[0].value)


def test_several_files_at_once_are_taken_together(missions, index):
    client = editor_of(missions.first)
    answer = sent(client, upload(), upload("visit.html", VISIT))
    client.post(answer["Location"])
    assert BulletinPage.objects.count() == 2


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ([], "required"),
        ([("page.css", "p{}")], "There are no pages in it"),
        ([("a.zip", "no zip")], "no zip file"),
        ([("a.txt", "x"), ("a.txt", "y")], "the same name"),
        ([("a.zip", "x"), ("a.txt", "y")], "either one zip file or single files"),
    ],
)
def test_files_that_cannot_be_taken_are_refused_at_their_field(missions, index, files, sentence):
    answer = sent(editor_of(missions.first), *(upload(*one) for one in files))
    assert answer.status_code == 422
    assert sentence in " ".join(answer.context["form"].errors["uploads"])
    assert not OldSiteImport.objects.exists()


def test_too_much_is_refused_with_the_way_out(missions, index, settings):
    settings.LEGACY_IMPORT_SIZE = 1024
    answer = sent(editor_of(missions.first), upload())
    assert "by the command on the server" in " ".join(answer.context["form"].errors["uploads"])


def test_reading_that_takes_too_long_is_broken_off(missions, index, settings):
    settings.LEGACY_IMPORT_SECONDS = 0
    answer = sent(editor_of(missions.first), upload())
    assert "takes too long" in " ".join(answer.context["form"].errors["uploads"])


def test_another_missions_list_is_neither_offered_nor_taken(missions, index):
    theirs = make_list(missions.second)
    make_list(missions.first, "ru", index)
    client = editor_of(missions.first)
    choices = client.get(IMPORT).context["form"].fields["index"].queryset
    assert theirs not in choices
    assert sent(client, upload(), index=theirs.pk).status_code == 422
    assert sent(client, upload(), index=index.pk).status_code == 302


def test_who_may_not_publish_is_not_let_in(missions, index):
    GroupPagePermission.objects.filter(group=missions.first.group, permission__codename="publish_page").delete()
    client = editor_of(missions.first)
    assert client.get(IMPORT).status_code in {302, 403}
    assert sent(client, upload()).status_code in {302, 403}
    assert not OldSiteImport.objects.exists()


def test_strangers_and_other_editors_see_nothing_of_an_import(missions, index):
    make_list(missions.second)
    answer = sent(editor_of(missions.first), upload())
    assert editor_of(missions.second).get(answer["Location"]).status_code == 404
    assert visitor(missions.first).get(answer["Location"]).status_code == 302


def test_what_the_editor_may_not_make_is_refused_and_said(missions, index):
    missions.first.group.permissions.filter(codename="add_category").delete()
    missions.first.group.permissions.remove(*missions.first.group.permissions.filter(codename="add_category"))
    client = editor_of(missions.first)
    page = text(client.get(sent(client, upload())["Location"]))
    assert "There is no category “General” here, and you may not add one." in page
    assert "There is nothing to import" in page


def test_many_pages_are_imported_in_the_background(missions, index, settings):
    settings.LEGACY_IMPORT_AT_ONCE = 1
    client = editor_of(missions.first)
    answer = sent(client, upload(), upload("visit.html", VISIT))
    client.post(answer["Location"])
    assert "The pages are being imported" in text(client.get(answer["Location"]))
    assert DBTaskResult.objects.get().task_path == "legacy.tasks.import_old_site"
    import_old_site.call(OldSiteImport.objects.get().pk)
    assert "The files were imported" in text(client.get(answer["Location"]))
    assert BulletinPage.objects.count() == 2


def test_what_was_sent_is_private_and_forgotten_with_its_file(missions, index):
    sent(editor_of(missions.first), upload())
    row = OldSiteImport.objects.get()
    assert visitor(missions.first).get(f"/media/{row.file.name}").status_code == 404
    OldSiteImport.objects.update(made_at=timezone.now() - timedelta(hours=25))
    forget_old_site_files()
    assert not OldSiteImport.objects.exists()
    assert not default_storage.exists(row.file.name)


def test_a_file_that_is_gone_is_a_sentence(missions, index):
    client = editor_of(missions.first)
    answer = sent(client, upload())
    default_storage.delete(OldSiteImport.objects.get().file.name)
    client.post(answer["Location"])
    assert "Send them again" in text(client.get(answer["Location"]))


def command(*arguments):
    out = StringIO()
    call_command("import_legacy", *map(str, arguments), "--site", "aland.example", stdout=out)
    return out.getvalue()


def test_the_command_says_first_and_writes_then(index, tmp_path):
    folder = folder_with(tmp_path, {"old-page.txt": OLD_PAGE, "style.css": "p{}"})
    said = command(folder, "--dry-run")
    assert "Nothing was written; it would be new: 1" in said
    assert "left out (no pages): 1" in said
    assert not BulletinPage.objects.exists()
    assert "new: 1" in command(folder / "old-page.txt")
    said = command(folder)
    assert "new: 0, updated: 0, linked: 0, changed: 0, left: 0, unchanged: 1, refused: 0" in said


def test_the_command_ends_with_1_where_something_was_refused(index, tmp_path):
    folder = folder_with(tmp_path, {"old-page.txt": OLD_PAGE, "broken.xml": "<rss>", "letter.doc": "x"})
    with pytest.raises(CommandError, match="Refused: 2"):
        command(folder)
    assert BulletinPage.objects.count() == 1


def test_the_report_is_there_for_programs(index, tmp_path):
    report = json.loads(command(folder_with(tmp_path, {"old-page.txt": OLD_PAGE}), "--json"))
    assert (report["new"], report["refused"], report["dry_run"]) == (1, 0, False)
    assert report["sources"][0]["source"] == "old-page.txt"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "Name a file or folder"),
        (["absent.zip"], "cannot be read"),
        (["absent.html"], "cannot be read"),
        ([".", "--language", "kk"], "There are: en"),
    ],
)
def test_the_command_refuses_in_sentences(index, tmp_path, arguments, sentence):
    with pytest.raises(CommandError, match=sentence):
        command(*arguments)


def test_a_mission_has_to_be_named_where_there_are_two(missions, index, tmp_path):
    with pytest.raises(CommandError, match="--site"):
        call_command("import_legacy", str(tmp_path))


def test_an_old_address_of_the_text_comes_with_a_list(missions, index, tmp_path):
    folder_with(tmp_path, {"old-page.txt": OLD_PAGE, "list.csv": "/news/24/51/Special-Issue.html,old-page.txt\n"})
    assert "new: 2" in command(tmp_path / "old-page.txt", "--addresses", tmp_path / "list.csv")
    address = "/index.php?mact=News,cntnt01,detail,0&cntnt01articleid=24"
    assert visitor(missions.first).get(address)["Location"] == BulletinPage.objects.get().full_url
    assert OldAddress.objects.count() == ImportedSource.objects.count() == 1
