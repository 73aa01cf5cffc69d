"""What was read of the old site becomes bulletins: once, whole, and without touching what is here."""

import json
from datetime import date

import pytest
from django.core import mail
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from core.blocks.body import TEXT_FEATURES
from core.models import Contact, MissionImage, OutboxMessage
from legacy.models import ImportedSource, OldAddress
from legacy.reports import Result
from legacy.writing import written
from news.models import Author, BulletinPage, Category, Series
from tests.legacy.ground import OLD_PAGE, folder_with, imported, make_list
from tests.missions import visitor
from tests.news.ground import make_bulletin, make_category, make_contact, make_series
from tests.pictures import jpeg

pytestmark = pytest.mark.django_db


@pytest.fixture
def index(missions):
    return make_list(missions.first)


@pytest.fixture
def old(tmp_path):
    return folder_with(tmp_path, {"old-page.txt": OLD_PAGE})


def results(report):
    return [(line.source, str(line.result)) for line in report.lines]


def reasons(report):
    return " ".join(reason for line in report.lines for reason in line.reasons)


def test_the_old_page_becomes_special_issue_no_24(missions, index, old):
    report = imported(index, old)
    assert results(report) == [("old-page.txt", "new")], reasons(report)
    page = BulletinPage.objects.get()
    assert (page.title, str(page.series), page.number) == ("Special Issue No 24", "Special Issue", 24)
    assert (page.date, str(page.category), str(page.author)) == (date(2008, 12, 22), "General", "admin")
    assert (page.contact.telephone, page.contact.extension, page.contact.fax) == ("202-232-5488", "104", "202-232-5845")
    assert str(page.contact.word("person")) == "Zhanbolat Ussenov"
    assert page.contact.web_site == "http://www.kazakhembus.com"
    assert page.live
    assert page.first_published_at.date() == date(2008, 12, 22)
    answer = visitor(missions.first).get(page.get_url())
    text = answer.content.decode()
    assert answer.status_code == 200
    assert text.count("a vibrant society") == 1
    assert "ext" in text
    assert [block.block_type for block in page.body] == ["text", "heading", "text"]
    assert str(page.body[2].value).count("<li>") == 8


def test_a_second_run_changes_nothing(index, old):
    imported(index, old)
    before = (BulletinPage.objects.get().latest_revision_id, Contact.objects.count(), OldAddress.objects.count())
    report = imported(index, old)
    assert results(report) == [("old-page.txt", "unchanged")]
    assert not report.has_changes()
    assert (
        BulletinPage.objects.get().latest_revision_id,
        Contact.objects.count(),
        OldAddress.objects.count(),
    ) == before


def test_a_trial_writes_nothing_and_says_what_would_be_made(index, old):
    report = imported(index, old, is_trial=True)
    assert results(report) == [("old-page.txt", "new")], reasons(report)
    for model in (BulletinPage, Series, Category, Author, Contact, ImportedSource, OldAddress):
        assert not model.objects.exists()
    for sentence in (
        "series “Special Issue” is new",
        "category “General” is new",
        "author “admin” is new",
        "contact “Zh",
    ):
        assert sentence in reasons(report)


def test_nobody_is_written_to(index, old):
    imported(index, old)
    assert not mail.outbox
    assert not OutboxMessage.objects.exists()


def test_what_was_read_of_a_page_is_said_before_it_is_written(index, old):
    report = imported(index, old, is_trial=True)
    assert report.lines[0].reasons[0] == "Read: Special Issue, number 24; December 22, 2008; General; admin."


def test_a_changed_source_is_listed_and_only_taken_when_asked(index, old):
    imported(index, old)
    (old / "old-page.txt").write_text(
        OLD_PAGE.replace("It is impossible to please everyone", "Nobody pleases everyone")
    )
    report = imported(index, old)
    assert results(report) == [("old-page.txt", "changed")]
    assert "Overwriting gives its text" in reasons(report)
    page = BulletinPage.objects.get()
    assert "Nobody pleases" not in str(page.body)
    assert results(imported(index, old, overwrite=True)) == [("old-page.txt", "updated")]
    page.refresh_from_db()
    assert "Nobody pleases" in str(page.body)
    assert results(imported(index, old)) == [("old-page.txt", "unchanged")]
    assert results(imported(index, old, overwrite=True)) == [("old-page.txt", "unchanged")]


def test_what_an_editor_changed_stays_until_overwriting_is_asked_for(index, old):
    imported(index, old)
    page = BulletinPage.objects.get()
    page.title = "Reform in 2008"
    page.save_revision().publish()
    assert results(imported(index, old)) == [("old-page.txt", "unchanged")]
    (old / "old-page.txt").write_text(OLD_PAGE.replace("By tradition", "As always"))
    report = imported(index, old)
    assert "An editor has changed the bulletin since" in reasons(report)
    page.refresh_from_db()
    assert page.title == "Reform in 2008"
    report = imported(index, old, overwrite=True)
    assert "stays among its versions" in reasons(report)
    page.refresh_from_db()
    assert page.title == "Special Issue No 24"
    assert page.revisions.count() == 3


def test_a_number_that_is_held_is_linked_and_nothing_changes(missions, index, old):
    series = make_series(missions.first)
    held = make_bulletin(index, "A year of reform", series=series, number=24)
    report = imported(index, old)
    assert results(report) == [("old-page.txt", "linked")]
    assert "A year of reform" in reasons(report)
    assert ImportedSource.objects.get().translation_key == held.translation_key
    assert not Contact.objects.exists()
    assert BulletinPage.objects.get().title == "A year of reform"
    assert results(imported(index, old)) == [("old-page.txt", "unchanged")]
    assert results(imported(index, old, overwrite=True)) == [("old-page.txt", "updated")]
    page = BulletinPage.objects.get()
    assert (page.title, page.number, page.pk) == ("Special Issue No 24", 24, held.pk)


def test_a_bulletin_that_was_typed_in_is_linked_by_title_and_day(missions, index, tmp_path):
    make_bulletin(index, "Visit to Astana", date=date(2009, 5, 3), category=make_category(missions.first))
    text = (
        "Visit to Astana\n\nCategory: General\nPosted by: admin\n\nMay 3, 2009\n\nThe visit was long, and went well.\n"
    )
    assert results(imported(index, folder_with(tmp_path, {"visit.txt": text}))) == [("visit.txt", "linked")]
    assert BulletinPage.objects.count() == 1


def test_what_was_deleted_here_is_not_brought_back_unless_asked(index, old):
    imported(index, old)
    BulletinPage.objects.get().delete()
    report = imported(index, old)
    assert results(report) == [("old-page.txt", "left")]
    assert results(imported(index, old, overwrite=True)) == [("old-page.txt", "new")]
    assert results(imported(index, old)) == [("old-page.txt", "unchanged")]


def test_a_contact_is_matched_by_its_number_and_differences_are_said(missions, index, tmp_path):
    contact = make_contact(missions.first)
    text = OLD_PAGE.replace("202-232-5488 ext", "+1 (202) 232-5488 ext").replace(
        "Fax: 202-232-5845", "Fax: 202-232-9999"
    )
    report = imported(index, folder_with(tmp_path, {"a.txt": text}))
    assert BulletinPage.objects.get().contact == contact
    assert Contact.objects.count() == 1
    contact.refresh_from_db()
    assert contact.fax == "202-232-5845"
    assert "fax 202-232-9999" in reasons(report)


def test_names_are_found_in_any_language_and_spelling(missions, index, old):
    category = make_category(missions.first, "common", en="Common", ru="GENERAL")
    imported(index, old)
    assert BulletinPage.objects.get().category == category
    assert Category.objects.count() == 1


def test_rows_of_another_mission_are_neither_used_nor_seen(missions, index, old):
    theirs = make_list(missions.second)
    imported(theirs, old)
    report = imported(index, old)
    assert results(report) == [("old-page.txt", "new")], reasons(report)
    ours = BulletinPage.objects.child_of(index).get()
    assert {row.site for row in (ours.series, ours.category, ours.author, ours.contact)} == {missions.first.site}
    assert Series.objects.count() == Contact.objects.count() == 2


def test_a_page_without_a_date_or_category_becomes_a_draft_that_says_so(index, tmp_path):
    files = {
        "dateless.txt": "A report\n\nCategory: General\nPosted by: admin\n\nThe text of the report stands here.\n",
        "uncategorised.txt": "A visit\n\nPosted by: admin\n\nMay 3, 2009\n\nThe text of the visit stands here.\n",
        "ambiguous.txt": "A day\n\nCategory: General\nDate: 3/4/2009\n\nThe text of the day stands here.\n",
    }
    report = imported(index, folder_with(tmp_path, files))
    assert {line.result for line in report.lines} == {Result.NEW}
    assert not BulletinPage.objects.live().exists()
    said = {line.source: " ".join(line.reasons) for line in report.lines}
    assert "no date was found" in said["dateless.txt"]
    assert "no category was found" in said["uncategorised.txt"]
    assert "no date that can be read in one way" in said["ambiguous.txt"]


def test_a_category_may_be_given_for_pages_that_name_none(index, tmp_path):
    files = {"a.txt": "A visit\n\nPosted by: admin\n\nMay 3, 2009\n\nThe text of the visit stands here.\n"}
    imported(index, folder_with(tmp_path, files), category="General")
    page = BulletinPage.objects.get()
    assert (str(page.category), page.live) == ("General", True)


def test_drafts_are_wished_for(index, old):
    imported(index, old, drafts=True)
    assert not BulletinPage.objects.get().live


def test_a_locked_page_is_left_alone(index, old):
    imported(index, old)
    BulletinPage.objects.update(locked=True)
    (old / "old-page.txt").write_text(OLD_PAGE.replace("By tradition", "As always"))
    report = imported(index, old, overwrite=True)
    assert results(report) == [("old-page.txt", "left")]
    assert "locked" in reasons(report)


def test_a_number_that_another_bulletin_took_meanwhile_is_not_taken_from_it(missions, index, old):
    imported(index, old)
    page = BulletinPage.objects.get()
    page.number = 25
    page.save_revision().publish()
    make_bulletin(index, "The true issue", series=page.series, number=24)
    (old / "old-page.txt").write_text(OLD_PAGE.replace("By tradition", "As always"))
    report = imported(index, old, overwrite=True)
    assert results(report) == [("old-page.txt", "left")]
    assert "taken by “The true issue”" in reasons(report)


def test_a_draft_that_waits_is_not_published_by_the_way(index, old):
    imported(index, old)
    page = BulletinPage.objects.get()
    page.title = "Not for publication yet"
    page.save_revision()
    (old / "old-page.txt").write_text(OLD_PAGE.replace("By tradition", "As always"))
    report = imported(index, old, overwrite=True)
    assert results(report) == [("old-page.txt", "left")]
    assert "a draft that is not published" in reasons(report)


def test_a_text_that_an_editor_saves_without_a_change_is_no_change(index, old):
    imported(index, old)
    page = BulletinPage.objects.get()
    before = written(page)
    blocks = json.loads(json.dumps(list(page.body.raw_data)))
    for block in blocks:
        if block["type"] == "text":
            converter = ContentstateConverter(TEXT_FEATURES)
            block["value"] = converter.to_database_format(converter.from_database_format(block["value"]))
    assert "data-block-key" in str(blocks)
    page.body = json.dumps(blocks)
    page.save_revision().publish()
    assert written(BulletinPage.objects.get()) == before


def test_a_store_that_fails_refuses_the_page_and_keeps_nothing_of_it(index, old, monkeypatch, caplog):
    def fail(*args, **kwargs):
        raise OSError("no space left")

    monkeypatch.setattr("legacy.importing.make", fail)
    report = imported(index, old)
    assert results(report) == [("old-page.txt", "refused")]
    assert "could not be stored" in reasons(report)
    assert "no space left" in caplog.text
    assert not Series.objects.exists()


def test_two_sources_of_one_issue_make_one_bulletin(index, tmp_path):
    folder_with(tmp_path, {"a.txt": OLD_PAGE, "b.txt": OLD_PAGE})
    trial = imported(index, tmp_path, is_trial=True)
    real = imported(index, tmp_path)
    assert results(trial) == results(real) == [("a.txt", "new"), ("b.txt", "linked")]
    assert BulletinPage.objects.count() == 1


def test_pictures_beside_a_saved_page_come_along_and_others_are_named(missions, index, tmp_path):
    html = (
        "<html><body><h1>Visit to Astana</h1><p>Category: General</p><p>Posted by: admin</p><p>May 3, 2009</p>"
        '<p>The visit was long.</p><img src="visit_files/astana.jpg" alt="The river in Astana">'
        '<img src="http://elsewhere.example/x.png" alt="x"><img src="../../outside.png">'
        '<img src="visit_files/lost.png" alt="y"></body></html>'
    )
    folder_with(tmp_path, {"visit.html": html, "visit_files/astana.jpg": jpeg()})
    report = imported(index, tmp_path)
    page = BulletinPage.objects.get()
    assert [block.block_type for block in page.body] == ["text", "image"]
    image = MissionImage.objects.get()
    assert (image.collection, image.description) == (missions.first.collection, "The river in Astana")
    assert "nothing is fetched" in reasons(report)
    for name in ("../../outside.png", "visit_files/lost.png"):
        assert f"The picture “{name}” is left out: it is not among the files." in reasons(report)
    assert results(imported(index, tmp_path)) == [("visit.html", "unchanged")]
