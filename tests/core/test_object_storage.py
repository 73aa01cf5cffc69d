"""Originals and pictures in an S3 store, over real HTTP: closed to strangers, opened by signed links only."""

import urllib.request
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from wagtail.tasks import delete_file_from_storage_task

from core.object_storage import PrivateBucket
from tests.core.test_serving import make_document
from tests.missions import visitor

SECRETS = ("key-of-tests", "secret-of-tests")


def fetch(url, **headers):
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers)) as answer:
            return answer.status, answer.headers, answer.read()
    except HTTPError as error:
        with error:
            return error.code, error.headers, error.read()


def test_an_original_has_no_address_and_is_closed_to_strangers(s3):
    name = default_storage.save("audio/x.mp3", ContentFile(b"sound"))
    with pytest.raises(NotImplementedError):
        default_storage.url(name)
    assert fetch(f"{s3.S3['endpoint']}/originals/private/{name}")[0] == 403
    with default_storage.open(name) as file:
        assert file.read() == b"sound"


def test_a_signed_link_opens_one_object_with_the_headers_that_were_asked_for(s3):
    name = default_storage.save("audio/y.opus", ContentFile(b"0123456789"))
    link = default_storage.signed_link(name, 60, ResponseContentType="audio/ogg", ResponseCacheControl="private")
    status, headers, body = fetch(link)
    assert (status, headers["Content-Type"], headers["Cache-Control"], body) == (
        200, "audio/ogg", "private", b"0123456789",
    )  # fmt: skip
    status, headers, body = fetch(link, Range="bytes=2-4")
    assert (status, headers["Content-Range"], body) == (206, "bytes 2-4/10", b"234")
    asked = parse_qs(urlsplit(link).query)
    assert asked["X-Amz-Expires"] == ["60"]
    assert asked["X-Amz-Algorithm"] == ["AWS4-HMAC-SHA256"]


def test_nothing_is_overwritten(s3):
    first = default_storage.save("audio/same.mp3", ContentFile(b"1"))
    assert default_storage.save("audio/same.mp3", ContentFile(b"2")) != first


def test_no_name_leaves_its_folder(s3):
    for name in ("../media/x.webp", "a/../../media/x.webp", "/../x"):
        with pytest.raises(SuspiciousFileOperation):
            default_storage.signed_link(name, 60)


def test_the_keys_of_the_store_are_in_no_tasks_arguments(s3):
    name = default_storage.save("documents/x.pdf", ContentFile(b"1"))
    told = default_storage.deconstruct()
    assert told[0] == "core.object_storage.PrivateBucket"
    assert not any(secret in repr(told) for secret in SECRETS)
    delete_file_from_storage_task.call(told, name)
    assert not PrivateBucket().exists(name)


def test_a_picture_keeps_its_address_and_the_site_sends_on_to_the_store(s3, missions):
    name = storages["renditions"].save("ab/picture.webp", ContentFile(b"picture"))
    assert storages["renditions"].url(name) == "/media/ab/picture.webp"
    response = visitor(missions.first).get("/media/ab/picture.webp")
    assert (response.status_code, response.headers["Cache-Control"]) == (302, "public, max-age=1800")
    status, headers, body = fetch(response.headers["Location"])
    assert (status, body, headers["Cache-Control"]) == (200, b"picture", "public, max-age=31536000, immutable")
    for wrong in ("/media/ab/picture.html", "/media/%2e%2e/private/picture.webp", "/media/../private/x.webp"):
        assert visitor(missions.first).get(wrong).status_code == 404


def test_with_an_open_address_pages_name_it_directly(s3):
    s3.S3 = s3.S3 | {"public_url": "https://pictures.embassy.example/open"}
    assert storages["renditions"].url("ab/c d.webp") == "https://pictures.embassy.example/open/media/ab/c%20d.webp"


def test_links_lead_to_the_host_that_browsers_reach(s3):
    s3.S3 = s3.S3 | {"visitors_endpoint": "https://store.embassy.example"}
    link = PrivateBucket().signed_link("audio/x.mp3", 60)
    assert link.startswith("https://store.embassy.example/originals/private/audio/x.mp3?")


def test_a_document_passes_through_the_site_with_its_own_headers(s3, missions):
    document = make_document(missions.first, "notes.txt", b"text")
    response = visitor(missions.first).get(document.url)
    assert (response.status_code, b"".join(response.streaming_content)) == (200, b"text")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    response.close()
