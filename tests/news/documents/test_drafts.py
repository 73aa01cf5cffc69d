"""Documents of an editor become drafts, whole or not at all, and each says what was left out."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.models import MissionImage
from news.models import BulletinDocument, BulletinPage, SeriesNumber
from news.schedule import forget_documents
from tests.missions import Missions, editor_of
from tests.news.documents.ground import count_body, send, sent, upload
from tests.news.documents.releases import RELEASES, TITLE, Release
from tests.news.ground import make_bulletin, make_category, make_index, make_series


@pytest.fixture
def index(missions: Missions) -> Any:
    return make_index(missions.first)


@pytest.mark.parametrize("name", RELEASES)
def test_all_things_of_a_release_are_in_the_draft(name: str, editor_client: Client, index: Any) -> None:
    release = RELEASES[name]()
    record = sent(editor_client, index, release.content())
    assert record.refusal == ""
    assert count_body(record.page) == release.counts
    assert record.report["kept"] == dict(release.counts)


def test_a_draft_has_the_facts_of_its_first_line(missions: Missions, editor_client: Client, index: Any) -> None:
    series, category = make_series(missions.first), make_category(missions.first)
    content = Release().title().title("The Road to Europe").text("General").text("It begins at home.").content()
    page = sent(editor_client, index, content).page
    assert (page.title, page.series, page.number, page.date) == ("The Road to Europe", series, 24, date(2008, 12, 22))
    assert page.category == category
    assert page.live is False
    assert page.owner == missions.first.editor
    assert SeriesNumber.objects.get(series=series, number=24).translation_key == page.translation_key


def test_a_number_that_another_bulletin_has_is_left_empty_and_its_holder_named(
    missions: Missions, editor_client: Client, index: Any
) -> None:
    series = make_series(missions.first)
    holder = make_bulletin(index, "The first of the name", series=series, number=24)
    record = sent(editor_client, index, Release().title().text("Once more.").content())
    assert (record.page.series, record.page.number) == (series, None)
    html = editor_client.get(reverse("news_admin:documents_report", args=[record.batch])).content.decode()
    assert "is taken by" in html
    assert reverse("wagtailadmin_pages:edit", args=[holder.pk]) in html


def test_several_files_are_drafts_of_their_own_and_a_bad_one_does_not_stop_the_others(
    editor_client: Client, index: Any
) -> None:
    good = RELEASES["plain"]().content()
    response = send(editor_client, index, upload(good, "a.docx"), upload(b"no zip", "b.docx"), upload(good, "c.docx"))
    html = editor_client.get(response["Location"]).content.decode()
    assert BulletinPage.objects.count() == 2
    assert [bool(record.page) for record in BulletinDocument.objects.order_by("pk")] == [True, False, True]
    assert "it is no document" in html
    assert "b.docx" in html


def test_the_report_is_reached_from_the_draft_and_the_list(editor_client: Client, index: Any) -> None:
    record = sent(editor_client, index, RELEASES["everything"]().content())
    address = reverse("news_admin:document_of_page", args=[record.page.pk])
    draft = editor_client.get(reverse("wagtailadmin_pages:edit", args=[record.page.pk])).content.decode()
    assert address in draft
    assert "2 headings" in editor_client.get(address).content.decode()
    listed = editor_client.get(reverse("wagtailadmin_explore", args=[index.pk])).content.decode()
    assert reverse("news_admin:documents", args=[index.pk]) in listed


def test_a_picture_goes_to_the_mission_once_with_its_words(
    missions: Missions, editor_client: Client, index: Any
) -> None:
    content = Release().title().picture("A horse", 40, caption="On the steppe").picture("A horse", 40).content()
    page = sent(editor_client, index, content).page
    sent(editor_client, index, content)
    image = MissionImage.objects.get()
    assert (image.collection, image.description) == (missions.first.collection, "A horse")
    assert image.uploaded_by_user == missions.first.editor
    values = [block["value"] for block in page.body.raw_data if block["type"] == "image"]
    assert [(value["image"], value["alt"], value["caption"]) for value in values] == [
        (image.pk, "A horse", "On the steppe"),
        (image.pk, "A horse", ""),
    ]


def test_a_picture_without_words_is_named_in_the_report(editor_client: Client, index: Any) -> None:
    record = sent(editor_client, index, Release().title().picture("").content())
    html = editor_client.get(reverse("news_admin:documents_report", args=[record.batch])).content.decode()
    assert "1 picture has no text alternative" in html


def test_nothing_is_left_of_a_draft_that_fails(
    editor_client: Client, index: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    storage = MissionImage._meta.get_field("file").storage
    sent(editor_client, index, Release().picture(shade=7).content())
    MissionImage.objects.all().delete()
    BulletinPage.objects.all().delete()
    there = set(storage.listdir("original_images")[1])

    def fail(*args: Any, **kwargs: Any) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(BulletinPage, "save_revision", fail)
    record = sent(editor_client, index, RELEASES["picture"]().content())
    assert "cannot write its files" in record.refusal
    assert not BulletinPage.objects.exists()
    assert not MissionImage.objects.exists()
    assert set(storage.listdir("original_images")[1]) == there


def test_another_missions_list_is_not_there(missions: Missions, index: Any) -> None:
    other = editor_of(missions.second)
    address = reverse("news_admin:documents", args=[index.pk])
    assert other.get(address).status_code == 404
    assert send(other, index, upload(RELEASES["plain"]().content())).status_code == 404
    assert not BulletinPage.objects.exists()


def test_another_editors_report_is_not_there(missions: Missions, editor_client: Client, index: Any) -> None:
    record = sent(editor_client, index, RELEASES["plain"]().content())
    other = editor_of(missions.second)
    assert other.get(reverse("news_admin:documents_report", args=[record.batch])).status_code == 404
    assert other.get(reverse("news_admin:document_of_page", args=[record.page.pk])).status_code == 404


def test_who_may_not_add_pages_makes_no_draft(missions: Missions, editor_client: Client, index: Any) -> None:
    missions.first.group.page_permissions.filter(permission__codename="add_page").delete()
    response = send(editor_client, index, upload(RELEASES["plain"]().content()))
    assert response.status_code in (302, 403)
    assert not BulletinPage.objects.exists()
    assert reverse("news_admin:documents", args=[index.pk]) not in str(response.headers)


def test_who_may_not_add_pictures_gets_the_words_alone(missions: Missions, editor_client: Client, index: Any) -> None:
    missions.first.group.collection_permissions.filter(permission__codename="add_image").delete()
    record = sent(editor_client, index, RELEASES["picture"]().content())
    assert not MissionImage.objects.exists()
    assert record.report["dropped"]["pictures_not_allowed"] == 1


def test_the_form_says_what_is_missing(editor_client: Client, index: Any) -> None:
    response = editor_client.post(reverse("news_admin:documents", args=[index.pk]), {})
    assert response.status_code == 422
    assert "This field is required" in response.content.decode()


def test_a_draft_without_title_is_called_by_its_file(editor_client: Client, index: Any) -> None:
    content = Release().text("It was a long day and nobody thought of a title for what happened on it.").content()
    page = sent(editor_client, index, content, "visit to Almaty.docx").page
    assert (page.title, page.slug) == ("visit to Almaty", "visit-to-almaty")


def test_a_title_of_a_reserved_word_gets_another_address(editor_client: Client, index: Any) -> None:
    content = Release().title("Archive").text("What is kept.").content()
    assert sent(editor_client, index, content).page.slug == "bulletin-archive"
    assert sent(editor_client, index, content).page.slug == "bulletin-archive-2"


def test_the_title_of_the_numbers_own_line_is_the_issue(missions: Missions, editor_client: Client, index: Any) -> None:
    make_series(missions.first)
    content = Release().title(TITLE).text("The day was long, and much was said on it.").content()
    assert sent(editor_client, index, content).page.title == "Special Issue No 24"


def test_a_report_is_forgotten_after_some_weeks_and_its_draft_stays(
    editor_client: Client, index: Any, settings: Any
) -> None:
    record = sent(editor_client, index, RELEASES["plain"]().content())
    forget_documents()
    assert BulletinDocument.objects.filter(pk=record.pk).exists()
    BulletinDocument.objects.update(made_at=timezone.now() - timedelta(days=settings.BULLETIN_REPORT_DAYS, hours=1))
    forget_documents()
    assert not BulletinDocument.objects.exists()
    assert BulletinPage.objects.exists()


def test_a_form_without_its_token_is_not_taken(missions: Missions, index: Any) -> None:
    strict = Client(enforce_csrf_checks=True, headers={"host": missions.first.host})
    strict.force_login(missions.first.editor, backend="django.contrib.auth.backends.ModelBackend")
    assert strict.post(reverse("news_admin:paste"), {"html": "<p>a"}).status_code == 403
    assert send(strict, index, upload(RELEASES["plain"]().content())).status_code == 403
