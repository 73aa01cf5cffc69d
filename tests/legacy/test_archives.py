"""Folders and zip files of the old site: only what lies inside, only so much, and no damage is more than a sentence."""

import io
import random
import stat
import zipfile

import pytest

from legacy.archives import FolderFiles, Limits, ZipFiles
from legacy.old_pages import OldPage, SourceRefused
from legacy.reading import Unread, read_file, sort_names
from tests.legacy.ground import LIMITS, OLD_PAGE, folder_with
from tests.legacy.test_exports import ATOM, RSS, TABLES
from tests.legacy.test_text_pages import as_html, in_tables


def zip_of(**files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in files.items():
            zipped.writestr(name, content)
    out.seek(0)
    return out


def refused(file, limits=LIMITS):
    with pytest.raises(SourceRefused) as caught:
        ZipFiles(file, limits)
    return str(caught.value)


def test_a_zip_gives_its_files():
    files = ZipFiles(zip_of(**{"pages/a.txt": "A", "__MACOSX/x.txt": "x", ".hidden.txt": "x"}), LIMITS)
    assert files.names() == ["pages/a.txt"]
    assert files.read("pages/a.txt") == b"A"


@pytest.mark.parametrize("name", ["../x.txt", "a/../../x.txt", "/etc/x.txt", "C:/x.txt", "..\\x.txt"])
def test_a_zip_that_leads_out_is_refused(name):
    assert "outside" in refused(zip_of(**{name: "x"}))


def test_a_zip_that_is_too_much_is_refused():
    assert "more than 2 files" in refused(zip_of(a="1", b="2", c="3"), Limits(10, 10, 1 << 20, 2))
    assert "larger than 1 MB" in refused(zip_of(a=b"\0" * 600_000, b=b"\0" * 600_000), Limits(10, 10, 1 << 20, 9))
    assert "packed so tight" in refused(zip_of(a=b"\0" * 3_000_000))


def test_a_zip_that_is_none_or_locked_is_refused():
    assert "no zip file" in refused(io.BytesIO(b"PK\x03\x04 no more"))
    data = bytearray(zip_of(a="text").getvalue())
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    assert "password" in refused(io.BytesIO(bytes(data)))


def test_the_size_that_a_file_tells_is_not_believed():
    data = bytearray(zip_of(**{"a.txt": b"word " * 1000}).getvalue())
    at = data.index(b"PK\x01\x02")
    data[at + 24 : at + 28] = (10).to_bytes(4, "little")
    files = ZipFiles(io.BytesIO(bytes(data)), Limits(100, 100, 1 << 20, 9))
    with pytest.raises(SourceRefused):
        files.read("a.txt")


def test_a_link_in_a_zip_is_passed_over():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as zipped:
        link = zipfile.ZipInfo("passwd.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        zipped.writestr(link, "/etc/passwd")
    assert ZipFiles(out, LIMITS).names() == []


def test_nothing_outside_of_a_folder_is_opened(tmp_path):
    (tmp_path / "secret.txt").write_text("secret")
    inner = folder_with(tmp_path / "old", {"a.txt": "A"})
    (inner / "link.txt").symlink_to(tmp_path / "secret.txt")
    files = FolderFiles(inner, LIMITS)
    assert files.names() == ["a.txt", "link.txt"]
    for name in ("link.txt", "../secret.txt", "/etc/passwd", "absent.txt", "a\0.txt"):
        with pytest.raises(SourceRefused):
            files.read(name)


def test_files_are_sorted_by_what_they_are():
    found = sort_names(
        [
            "a.html",
            "a_files/frame.html",
            "a_files/x.jpg",
            "b.txt",
            "c.xml",
            "d.mp3",
            "e.doc",
            "index.php?mact=News",
            "f.css",
        ]
    )
    assert found.pages == ["a.html", "b.txt", "c.xml", "index.php?mact=News"]
    assert (found.recordings, found.other_forms, found.left_out) == (["d.mp3"], ["e.doc"], 3)


SOURCES = {
    "a.txt": OLD_PAGE.encode(),
    "b.txt": OLD_PAGE.encode("cp1252"),
    "c.html": as_html(OLD_PAGE).encode(),
    "d.html": in_tables(OLD_PAGE).encode("cp1252", "xmlcharrefreplace"),
    "e.xml": TABLES.encode(),
    "f.xml": RSS.encode(),
    "g.atom": ATOM.encode(),
}


def damaged(data, chance):
    """The bytes with some changed, lost, doubled or put elsewhere."""
    data = bytearray(data)
    for _time in range(chance.randint(1, 12)):
        at, length = chance.randrange(max(1, len(data))), chance.randint(1, 60)
        piece = data[at : at + length]
        data[at : at + length] = chance.choice(
            [
                b"",
                piece * 2,
                bytes(chance.randbytes(length)),
                piece[::-1],
                b"<table><tr><td>",
                b"&#xD800;&#0;",
                b"</b></i></td>",
            ]
        )
    return bytes(data[: chance.randint(1, len(data) or 1)]) if chance.random() < 0.2 else bytes(data)


class OneFile:
    def __init__(self, data):
        self.data = data

    def read(self, name):
        return self.data


def test_no_damage_to_a_file_is_more_than_a_sentence():
    chance = random.Random(24)
    for number in range(300):
        name, data = chance.choice(list(SOURCES.items()))
        files = OneFile(damaged(data, chance))
        for found in read_file(files, name, ("Special Issue",)):
            assert isinstance(found, OldPage | Unread), number
            if isinstance(found, OldPage):
                assert found.title, number
                assert len(found.title) <= 200
                assert len(found.identity) <= 255
                assert found.fingerprint
