"""Editors' forms: what a picture shows is said in words, drafts may wait, and bad files get a sentence."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image
from wagtail.models import UploadedFile

from core.models import MissionImage
from news.models import BulletinPage
from tests import pictures
from tests.missions import Missions, editor_of
from tests.news.ground import bulletin_data, edit_url, errors_of, make_category, make_index, post_new

MANY = "wagtailimages:add_multiple"


def upload(data: bytes, name: str = "horses.jpg") -> BytesIO:
    file = BytesIO(data)
    file.name = name
    return file


def drop(client: Client, missions: Missions, data: bytes, name: str = "horses.jpg") -> Any:
    """One file on the page for many, as its script sends it."""
    post = {"title": "horses", "files[]": upload(data, name), "collection": missions.first.collection.pk}
    return client.post(reverse(MANY), post, headers={"X-Requested-With": "XMLHttpRequest"})


def test_many_uploads_ask_each_for_its_description_and_store_it_then(missions: Missions, editor_client: Client) -> None:
    told = drop(editor_client, missions, pictures.jpeg()).json()
    assert told["success"]
    assert "Say in one sentence what the picture shows" in told["form"]
    assert MissionImage.objects.count() == 0
    waiting = UploadedFile.objects.get()
    address = reverse("wagtailimages:create_multiple_from_uploaded_image", args=[waiting.pk])
    prefix = f"uploaded-image-{waiting.pk}"
    words = {f"{prefix}-title": "Horses", f"{prefix}-tags": "", f"{prefix}-credit": ""}
    refused = editor_client.post(address, {**words, f"{prefix}-description": " "}).json()
    assert not refused["success"]
    assert MissionImage.objects.count() == 0
    assert editor_client.post(address, {**words, f"{prefix}-description": "Horses."}).json()["success"]
    image = MissionImage.objects.get()
    assert (image.description, image.width, image.height) == ("Horses.", 900, 600)
    assert image.collection == missions.first.collection
    assert UploadedFile.objects.count() == 0


@pytest.mark.parametrize("address", ["chooser", "edit"])
def test_the_other_forms_ask_for_the_description_too(missions: Missions, editor_client: Client, address: str) -> None:
    words = {"title": "Horses", "description": "", "credit": "", "tags": ""}
    if address == "chooser":
        prefixed = {f"image-chooser-upload-{name}": value for name, value in words.items()}
        post = {**prefixed, "image-chooser-upload-file": upload(pictures.jpeg())}
        answer = editor_client.post(reverse("wagtailimages_chooser:create"), post)
        assert MissionImage.objects.count() == 0
    else:
        image = pictures.picture_of(missions.first)
        answer = editor_client.post(reverse("wagtailimages:edit", args=[image.pk]), words)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "This field is required." in text
    assert "Say in one sentence what the picture shows" in text


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (pictures.jpeg()[:2500], "horses.jpg", "This file is damaged or no picture. Save it anew and upload it again."),
        (
            pictures.see_through()[:900],
            "horses.png",
            "This file is damaged or no picture. Save it anew and upload it again.",
        ),
        (b"no picture", "horses.jpg", "This file is damaged or no picture. Save it anew and upload it again."),
        (b"", "horses.jpg", "The submitted file is empty."),
        (pictures.see_through(), "horses.jpg", "Not a valid .jpeg image."),
        (
            pictures.as_file(Image.new("1", (9_000, 9_000)), "PNG"),
            "bomb.png",
            "This picture has more than 60 megapixels. Make it smaller and upload it again.",
        ),
        (
            pictures.as_file(Image.new("1", (20_000, 20_000)), "PNG"),
            "bomb.png",
            "This picture has more than 60 megapixels. Make it smaller and upload it again.",
        ),
    ],
    ids=["cut off", "cut off png", "text", "empty", "other format", "too large", "bomb"],
)
def test_a_file_that_cannot_be_shown_gets_a_sentence(
    missions: Missions, editor_client: Client, data: bytes, name: str, sentence: str
) -> None:
    answer = drop(editor_client, missions, data, name)
    assert answer.status_code == 200
    told = answer.json()
    assert not told["success"]
    assert sentence in told["error_message"]
    assert MissionImage.objects.count() == UploadedFile.objects.count() == 0


def test_the_form_says_the_limits(editor_client: Client, missions: Missions) -> None:
    text = editor_client.get(reverse(MANY)).content.decode()
    assert "A picture may have up to 60 megapixels." in text
    assert "Supported formats:" in text


@pytest.fixture
def rows(missions: Missions) -> dict[str, Any]:
    return {"category": make_category(missions.first), "picture": pictures.picture_of(missions.first)}


def test_a_draft_may_wait_for_the_words_and_a_publication_may_not(missions: Missions, rows: dict[str, Any]) -> None:
    index, client = make_index(missions.first), editor_of(missions.first)
    assert post_new(client, index, "Horses", picture_alt="", **rows).status_code == 302
    page = BulletinPage.objects.get()
    assert page.get_latest_revision_as_object().picture == rows["picture"]
    data = bulletin_data("Horses", picture_alt=" ", publish=True, **rows)
    refused = client.post(edit_url(page), data)
    assert errors_of(refused) == {"picture_alt": ["Say in one sentence what the picture shows."]}
    page.refresh_from_db()
    assert not page.live
    data = bulletin_data("Horses", picture_alt="Horses.", publish=True, **rows)
    assert client.post(edit_url(page), data).status_code == 302
    page.refresh_from_db()
    assert page.live


def test_a_draft_of_a_published_page_may_wait_too(missions: Missions, rows: dict[str, Any]) -> None:
    index, client = make_index(missions.first), editor_of(missions.first)
    category = rows["category"]
    assert post_new(client, index, "Horses", publish=True, category=category, picture_alt="").status_code == 302
    page = BulletinPage.objects.get()
    assert client.post(edit_url(page), bulletin_data("Horses", picture_alt="", **rows)).status_code == 302
    page.refresh_from_db()
    assert page.live
    assert page.picture is None
    assert page.get_latest_revision_as_object().picture == rows["picture"]


def test_without_a_picture_no_words_are_needed(missions: Missions, rows: dict[str, Any]) -> None:
    index, client = make_index(missions.first), editor_of(missions.first)
    assert post_new(client, index, "Horses", publish=True, picture_alt="Horses.", **rows).status_code == 302
    page = BulletinPage.objects.get()
    bare = {**rows, "picture": "", "picture_alt": ""}
    assert client.post(edit_url(page), bulletin_data("Horses", publish=True, **bare)).status_code == 302
    page.refresh_from_db()
    assert page.picture is None


def test_a_picture_in_the_text_needs_words_to_be_published(missions: Missions, rows: dict[str, Any]) -> None:
    index, client = make_index(missions.first), editor_of(missions.first)
    block = {"image": str(rows["picture"].pk), "alt": "", "caption": "", "credit": ""}
    fields = {"category": rows["category"], "body": [("image", block)]}
    assert post_new(client, index, "Horses", **{**fields, "body": [("image", dict(block))]}).status_code == 302
    refused = post_new(client, index, "Horses again", publish=True, **fields)
    assert "body" in errors_of(refused)


def test_a_preview_shows_the_picture_of_a_draft(missions: Missions, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        image = pictures.picture_of(missions.first)
    index, client = make_index(missions.first), editor_of(missions.first)
    preview = reverse("wagtailadmin_pages:preview_on_add", args=["news", "bulletinpage", index.pk])
    post = bulletin_data("Horses", category=make_category(missions.first), picture=image, picture_alt="Horses.")
    assert client.post(preview, post).json() == {"is_valid": True, "is_available": True}
    assert 'alt="Horses."' in client.get(preview).content.decode()
