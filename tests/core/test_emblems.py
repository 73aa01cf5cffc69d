"""Emblems and other pictures that are SVG: rewritten however they come, and served so that they can do nothing."""

import gc
import io
import json
import warnings

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.urls import reverse
from PIL import Image
from wagtail.models import UploadedFile

from core.emblems import EMBLEM, emblem_address
from core.image_forms import rewrite_upload
from core.models import MissionImage
from core.svg import NAMESPACE
from tests.missions import editor_of, visitor

DRAWING = (
    f'<?xml version="1.0"?><svg xmlns="{NAMESPACE}" viewBox="0 0 60 60" onload="alert(1)">'
    '<metadata/><circle r="30" fill="#7a1f3d" onclick="alert(1)"/></svg>'
).encode()
SCRIPT = f'<svg xmlns="{NAMESPACE}" viewBox="0 0 9 9"><script>alert(1)</script><path d="M0 0h9"/></svg>'.encode()
SENTENCE = "The drawing holds a script."


def svg(data=DRAWING, name="emblem.svg"):
    return SimpleUploadedFile(name, data, "image/svg+xml")


def picture(missions):
    return MissionImage.objects.get(collection=missions.first.collection)


def text_of(image):
    with image.file.open("rb") as file:
        return file.read().decode()


def post(missions, kind, file, **changes):
    """Sends a file the way that ``kind`` of form does."""
    client, collection = editor_of(missions.first), missions.first.collection.pk
    data = {
        "title": "Emblem",
        "collection": collection,
        "description": "A ship under a star.",
        "tags": "",
        "credit": "",
    }
    if kind == "one":
        return client.post(reverse("wagtailimages:add"), {**data, "file": file, **changes})
    if kind == "many":
        return client.post(reverse("wagtailimages:add_multiple"), {**data, "files[]": file, **changes})
    prefixed = {f"image-chooser-upload-{key}": value for key, value in {**data, "file": file, **changes}.items()}
    return client.post(reverse("wagtailimages_chooser:create"), prefixed)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["one", "chooser"])
def test_a_drawing_is_rewritten_however_it_comes(missions, kind):
    answer = post(missions, kind, svg())
    assert answer.status_code in (200, 302)
    image = picture(missions)
    text = text_of(image)
    assert "<circle" in text
    assert "alert" not in text
    assert (image.width, image.height, image.file_size) == (1000, 1000, len(text.encode()))


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["one", "many", "chooser"])
def test_a_bad_drawing_gets_a_sentence_and_leaves_no_file(missions, kind):
    answer = post(missions, kind, svg(SCRIPT))
    body = json.dumps(answer.json(), ensure_ascii=False) if kind != "one" else answer.content.decode()
    assert SENTENCE in body
    assert not MissionImage.objects.exists()
    assert not UploadedFile.objects.exists()


@pytest.mark.django_db
def test_what_waits_among_many_for_its_words_is_rewritten_already(missions):
    """Wagtail keeps the upload itself and makes the picture of it once the other fields are right."""
    answer = post(missions, "many", svg(), title="").json()
    waiting = UploadedFile.objects.get()
    with waiting.file.open("rb") as file:
        assert b"alert" not in file.read()
    prefix = f"uploaded-image-{waiting.pk}"
    fields = {
        "title": "Emblem",
        "collection": missions.first.collection.pk,
        "description": "A ship under a star.",
        "tags": "",
        "credit": "",
    }
    with warnings.catch_warnings():
        # Wagtail leaves the file of the new picture to the garbage collector.
        warnings.simplefilter("ignore", ResourceWarning)
        done = editor_of(missions.first).post(
            reverse("wagtailimages:create_multiple_from_uploaded_image", args=[waiting.pk]),
            {f"{prefix}-{key}": value for key, value in fields.items()},
        )
        gc.collect()
    assert answer["success"]
    assert done.json()["success"]
    assert "alert" not in text_of(picture(missions))


@pytest.mark.django_db
def test_a_new_file_of_an_old_picture_is_rewritten_too(missions):
    post(missions, "one", svg())
    image = picture(missions)
    fields = {
        "title": "Emblem",
        "collection": missions.first.collection.pk,
        "description": "A ship under a star.",
        "tags": "",
        "credit": "",
    }
    address = reverse("wagtailimages:edit", args=[image.pk])
    focal = {f"focal_point_{side}": "" for side in ("x", "y", "width", "height")}
    client = editor_of(missions.first)
    refused = client.post(address, {**fields, **focal, "file": svg(SCRIPT)})
    assert SENTENCE in refused.content.decode()
    taken = client.post(address, {**fields, **focal, "file": svg(DRAWING.replace(b"#7a1f3d", b"#00f"))})
    assert taken.status_code == 302
    image.refresh_from_db()
    assert "#00f" in text_of(image)
    assert "alert" not in text_of(image)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["emblem.png", "emblem.SVG.png", "emblem.gif"])
def test_a_drawing_under_another_name_is_no_picture(missions, name):
    answer = post(missions, "one", svg(DRAWING, name))
    assert "This file is damaged or no picture." in answer.content.decode()
    assert not MissionImage.objects.exists()


@pytest.mark.django_db
def test_other_pictures_are_taken_as_they_come(missions):
    data = io.BytesIO()
    Image.new("RGB", (300, 300), "teal").save(data, "PNG")
    assert post(missions, "one", SimpleUploadedFile("emblem.png", data.getvalue(), "image/png")).status_code == 302
    with picture(missions).file.open("rb") as file:
        assert file.read() == data.getvalue()


def test_a_large_upload_is_rewritten_in_its_place():
    with TemporaryUploadedFile("emblem.svg", "image/svg+xml", len(DRAWING), None) as upload:
        upload.write(DRAWING)
        rewrite_upload(upload)
        with open(upload.temporary_file_path(), "rb") as file:
            written = file.read()
        assert b"alert" not in written
        assert upload.size == len(written)


@pytest.mark.django_db
def test_an_emblem_may_be_a_drawing_and_can_do_nothing(missions):
    post(missions, "one", svg())
    mission = missions.first.mission
    mission.emblem = picture(missions)
    mission.save()
    address = emblem_address(mission.emblem)
    assert address.endswith(f".{EMBLEM}.svg")
    client = visitor(missions.first)
    assert f'<img class="emblem" src="{address}" alt=""' in client.get("/").content.decode()
    answer = client.get(address)
    assert answer["Content-Type"] == "image/svg+xml"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["X-Content-Type-Options"] == "nosniff"
    body = b"".join(answer.streaming_content).decode()
    assert 'width="120' in body
    assert "<circle" in body
    answer.close()


@pytest.mark.django_db
@pytest.mark.parametrize("spec", ["fill-168x168", "fill-600x600", "max-1296x1296", "max-165x165", "original"])
def test_pages_and_the_admin_can_show_a_drawing_where_they_show_a_picture(missions, spec):
    post(missions, "one", svg())
    assert picture(missions).get_rendition(spec).url.endswith(".svg")
