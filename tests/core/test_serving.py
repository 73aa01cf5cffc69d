"""Pictures and documents as the site itself answers them, and originals, which it never does."""

import io
import logging
import os
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.core.asgi import get_asgi_application
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from PIL import Image
from wagtail.models import Collection, CollectionViewRestriction

from core.models import MissionDocument, MissionImage
from core.serving import FileBody
from core.storage import PrivateStorage
from music.streaming import AudioLayer
from tests.missions import editor_of, visitor
from tests.music.asking import ask, make_sample, nobody


def make_document(mission, name="report.pdf", content=b"%PDF-1.7 report", **facts):
    document = MissionDocument(title="Report", collection=facts.pop("collection", mission.collection), **facts)
    document.file.save(name, ContentFile(content), save=False)
    document._set_document_file_metadata()
    document.file.close()
    document.save()
    return document


def make_image(mission, colour="#12395a", name="photo.png", size=(60, 40)):
    data = io.BytesIO()
    Image.new("RGB", size, colour).save(data, "PNG")
    return MissionImage.objects.create(
        title="Photo", collection=mission.collection, file=ContentFile(data.getvalue(), name=name)
    )


@pytest.fixture(autouse=True)
def files_closed(monkeypatch):
    """A server closes what it has sent; the test client leaves that to whoever reads the body."""
    opened = []
    plain = FileBody.__init__

    def remember(response, file):
        opened.append(file)
        plain(response, file)

    monkeypatch.setattr(FileBody, "__init__", remember)
    yield
    for file in opened:
        file.close()


def body_of(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


@pytest.fixture
def picture(missions):
    return make_image(missions.first).get_rendition("width-20")


# Pictures


def test_a_rendition_is_answered_and_may_be_kept_for_ever(missions, picture):
    response = visitor(missions.first).get(picture.url)
    assert response.status_code == 200
    assert response["Content-Type"] == "image/png"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    body = body_of(response)
    assert len(body) == int(response["Content-Length"]) == picture.file.size


def test_a_rendition_that_a_browser_has_is_not_sent_again(missions, picture):
    client = visitor(missions.first)
    etag = client.get(picture.url)["ETag"]
    again = client.get(picture.url, headers={"if-none-match": etag})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(picture.url, headers={"if-match": '"x"'}).status_code == 412


def test_head_of_a_rendition_tells_its_size(missions, picture):
    response = visitor(missions.first).head(picture.url)
    assert (response.status_code, response.content) == (200, b"")
    assert int(response["Content-Length"]) == picture.file.size


def test_a_picture_is_only_read(missions, picture):
    assert visitor(missions.first).post(picture.url).status_code == 405


def test_another_picture_of_the_same_name_has_another_address(missions):
    first = make_image(missions.first, name="namesake.png")
    before = first.get_rendition("width-20").url
    first.delete()
    storages["default"].delete(first.file.name)
    second = make_image(missions.first, colour="#c8102e", name="namesake.png")
    assert Path(second.get_rendition("width-20").url).name == Path(before).name
    assert second.get_rendition("width-20").url != before


def test_the_address_of_one_rendition_does_not_give_away_another(missions):
    """The admin makes one in full size for the editor alone."""
    image = make_image(missions.first)
    small, full = image.get_rendition("width-20"), image.get_rendition("original")
    guessed = small.url.replace(".width-20.", ".original.")
    assert visitor(missions.first).get(full.url).status_code == 200
    assert guessed != full.url
    assert visitor(missions.first).get(guessed).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "",
        "images/",
        "../db.sqlite3",
        "images/../../db.sqlite3",
        "%2e%2e/db.sqlite3",
        "..%2f..%2fetc%2fpasswd",
        "%2fetc%2fpasswd",
        "/etc/passwd",
        "//etc/passwd",
        "..\\db.sqlite3",
        "photo.png%00.txt",
        "%00.png",
        "secret.png",
        "link.png",
        "page.html",
        "notes.txt",
        ".hidden",
        "a" * 5000 + ".png",
    ],
)
def test_nothing_but_pictures_inside_the_folder_is_answered(missions, path, tmp_path):
    root = Path(settings.MEDIA_ROOT)
    root.mkdir(exist_ok=True)
    (tmp_path / "outside.png").write_bytes(b"outside")
    link = root / "link.png"
    link.unlink(missing_ok=True)
    link.symlink_to(tmp_path / "outside.png")
    for name in ("page.html", "notes.txt", ".hidden"):
        (root / name).write_text("<script>")
    assert visitor(missions.first).get(f"/media/{path}").status_code == 404
    link.unlink()


def test_an_svg_is_an_image_that_can_do_nothing(missions):
    root = Path(settings.MEDIA_ROOT)
    root.mkdir(exist_ok=True)
    (root / "emblem.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>")
    response = visitor(missions.first).get("/media/emblem.svg")
    assert response["Content-Type"] == "image/svg+xml"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"


# Documents


def test_a_document_is_answered_under_its_own_address(missions):
    document = make_document(missions.first)
    assert document.url == f"/documents/{document.pk}/{document.filename}"
    response = visitor(missions.first).get(document.url)
    assert (response.status_code, body_of(response)) == (200, b"%PDF-1.7 report")
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == f'inline; filename="{document.filename}"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "no-cache"
    assert response["Content-Security-Policy"].startswith("default-src 'none'")


def test_a_document_that_a_browser_has_is_not_sent_again(missions):
    document = make_document(missions.first)
    client = visitor(missions.first)
    response = client.get(document.url, headers={"if-none-match": client.get(document.url)["ETag"]})
    assert (response.status_code, response.content) == (304, b"")


def test_a_name_in_any_script_is_kept(missions):
    document = make_document(missions.first, "Қаулы.docx", b"PK")
    response = visitor(missions.first).get(document.url)
    assert response.status_code == 200
    assert response["Content-Disposition"].startswith("attachment; ")
    assert response["Content-Disposition"].endswith(f"filename*=UTF-8''{quote(document.filename)}")
    assert response["Content-Type"].endswith("wordprocessingml.document")


@pytest.mark.parametrize(
    "name", ["page.html", "page.HTM", "drawing.svg", "page.xhtml", "feed.xml", "code.js", "bare", "page.pdf.html"]
)
def test_what_a_browser_could_run_is_only_ever_saved(missions, name):
    document = make_document(missions.first, name, b"<script>alert(1)</script>")
    response = visitor(missions.first).get(document.url)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"].startswith("attachment; ")
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("change", ["name", "id", "huge id"])
def test_a_wrong_address_is_not_found(missions, change):
    document = make_document(missions.first)
    wrong = {"name": (document.pk, "other.pdf"), "id": (999, document.filename), "huge id": (10**30, document.filename)}
    address = "/documents/{}/{}".format(*wrong[change])
    assert visitor(missions.first).get(address).status_code == 404


def test_a_document_of_another_mission_is_not_found(missions):
    document = make_document(missions.first)
    nested = make_document(
        missions.first, collection=missions.first.collection.add_child(instance=Collection(name="Forms"))
    )
    nobodys = make_document(missions.first, collection=Collection.get_first_root_node())
    assert visitor(missions.first).get(nested.url).status_code == 200
    assert visitor(missions.first).get(nobodys.url).status_code == 404
    for headers in ({}, {"if-none-match": "*"}, {"if-none-match": f'"{document.file_hash}"'}):
        assert visitor(missions.second).get(document.url, headers=headers).status_code == 404
    assert editor_of(missions.second).get(document.url).status_code == 404


def test_its_editor_may_read_it_on_any_host_and_nobody_may_keep_that(missions):
    document = make_document(missions.second)
    client = editor_of(missions.second)
    client.defaults["HTTP_HOST"] = missions.first.host
    response = client.get(document.url, headers={"host": missions.first.host})
    assert (response.status_code, response["Cache-Control"]) == (200, "private, no-store")


@pytest.mark.parametrize("kind", ["login", "groups"])
def test_a_private_collection_asks_who_is_there_before_anything_else(missions, kind):
    document = make_document(missions.first)
    barrier = CollectionViewRestriction.objects.create(collection=missions.first.collection, restriction_type=kind)
    barrier.groups.add(missions.first.group)
    for headers in ({}, {"if-none-match": "*"}, {"if-none-match": f'"{document.file_hash}"'}):
        response = visitor(missions.first).get(document.url, headers=headers)
        assert response.status_code == 302
        assert "/login/?next=/documents/" in response["Location"]
    inside = editor_of(missions.first).get(document.url)
    assert (inside.status_code, inside["Cache-Control"]) == (200, "private, no-store")


def test_a_password_opens_a_private_collection(missions):
    document = make_document(missions.first)
    barrier = CollectionViewRestriction.objects.create(
        collection=missions.first.collection, restriction_type="password", password="open sesame"
    )
    client = visitor(missions.first)
    asked = client.get(document.url)
    assert b"%PDF" not in body_of(asked)
    address = f"/documents/authenticate_with_password/{barrier.pk}/"
    assert address in asked.content.decode()
    done = client.post(address, {"password": "open sesame", "return_url": document.url})
    assert done["Location"] == document.url
    response = client.get(document.url)
    assert (body_of(response), response["Cache-Control"]) == (b"%PDF-1.7 report", "private, no-store")


def test_a_document_whose_file_is_gone_is_not_found_and_logged(missions, caplog):
    document = make_document(missions.first)
    os.remove(document.file.path)
    with caplog.at_level(logging.ERROR):
        assert visitor(missions.first).get(document.url).status_code == 404
    assert f"document {document.pk}" in caplog.text


def test_the_server_sends_files_as_it_reads_them(missions):
    """Under ASGI nothing is read into memory as a whole, which Django would warn of."""
    content = os.urandom(300_000)
    document = make_document(missions.first, "large.zip", content)
    reply = ask(get_asgi_application(), document.url, host=missions.first.host)
    assert (reply.status, reply.body, reply.complete) == (200, content, True)
    assert reply.chunks > 4


# Originals


def test_private_storage_gives_no_address():
    with pytest.raises(NotImplementedError):
        PrivateStorage().url("audio/x.mp3")


def every_way_to(name):
    """Addresses by which somebody might try to reach a stored file."""
    for path in (name, Path(name).name, f"private/{name}", f"../private/{name}", f"x/../../private/{name}"):
        yield path
        yield quote(path, safe="").replace("..", "%2e%2e")
        yield path.replace("/", "%5c")
        yield "./" + path


@pytest.mark.parametrize("kind", ["picture", "document", "recording"])
def test_no_stored_original_is_reached_by_any_public_prefix(missions, kind):
    make = {"picture": make_image, "document": make_document, "recording": make_sample}[kind]
    thing = make(missions.first)
    assert Path(thing.file.path).is_relative_to(settings.PRIVATE_ROOT)
    prefixes = ["/media/", "/static/", "/documents/", f"/documents/{thing.pk}/", "/private/", "/var/private/"]
    own = getattr(thing, "url", "")
    client, layer = visitor(missions.first), AudioLayer(nobody)
    for way in [*every_way_to(thing.file.name), thing.file.path]:
        for prefix in prefixes:
            if prefix + way != own:
                assert client.get(prefix + way, follow=True).status_code == 404, prefix + way
        for prefix in ("/music/audio/", "/music/audio/x/original/"):
            assert ask(layer, prefix + way).status == 404, prefix + way


def test_no_rendition_is_reached_beside_its_own_address(missions, picture):
    client = visitor(missions.first)
    for prefix in ("/static/", "/documents/", "/documents/1/", "/private/", "/music/audio/"):
        assert client.get(prefix + picture.file.name).status_code == 404
    assert client.get(picture.url).status_code == 200
