"""Files that are damaged, locked or made to do damage are refused with a sentence, soon and in little memory."""

from __future__ import annotations

import io
import random
import tracemalloc
import zipfile
from pathlib import Path
from typing import Any

import pytest

from news.documents.blocks import Room, body_of, keep_no_picture
from news.documents.opening import DocumentRefused
from news.documents.structure import Document, Paragraph, Run, TooMuch
from tests.effort import assert_linear
from tests.news.documents.ground import read
from tests.news.documents.packages import SPACES, TYPES, open_text, p, r, relation, word, zipped
from tests.news.documents.releases import RELEASES
from tests.news.documents.saving import HERE

DOCTYPE = '<?xml version="1.0"?><!DOCTYPE w:document [{}]>'


def refused(content: bytes, name: str = "release.docx") -> str:
    with pytest.raises(DocumentRefused) as caught:
        read(content, name)
    return str(caught.value)


def with_document(xml: str | bytes) -> bytes:
    return zipped({"[Content_Types].xml": TYPES, "word/document.xml": xml})


@pytest.mark.parametrize(
    "declared",
    [
        '<!ENTITY x SYSTEM "file:///etc/passwd">',
        '<!ENTITY % x SYSTEM "https://spy.example/x.dtd"> %x;',
        '<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">',
    ],
)
def test_declared_entities_are_refused(declared: str) -> None:
    xml = DOCTYPE.format(declared) + f"<w:document {SPACES}><w:body>{p(r('a'))}</w:body></w:document>"
    assert "declares a document type" in refused(with_document(xml))
    assert "declares a document type" in refused(with_document(xml.encode("utf-16")))


def test_a_part_that_swells_is_refused_before_it_is_unpacked() -> None:
    tracemalloc.start()
    bomb = word(p(r("a")), styles__xml=b" " * (90 << 20))
    tracemalloc.reset_peak()
    assert "unpacks to more" in refused(bomb)
    assert tracemalloc.get_traced_memory()[1] < 20 << 20
    tracemalloc.stop()


def test_many_entries_are_refused(settings: Any) -> None:
    settings.BULLETIN_FILE_ENTRIES = 10
    assert "unpacks to more" in refused(word(p(r("a")), **{f"media/{number}": b"" for number in range(10)}))


def test_an_archive_that_lies_about_its_sizes_is_refused() -> None:
    content = bytearray(word(p(r("a" * 5000))))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        size = archive.getinfo("word/document.xml").file_size
    lie = bytes(content).replace(size.to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert refused(lie)


@pytest.mark.parametrize("body", ["<w:p>" * 5000 + "</w:p>" * 5000, p("") * 2000], ids=["deep", "long"])
def test_too_deep_or_too_many_elements_are_refused(body: str, settings: Any) -> None:
    settings.BULLETIN_FILE_ELEMENTS = 3000
    assert "too intricate" in refused(word(body))


def test_a_table_without_measure_is_refused() -> None:
    cell = '<table:table-cell table:number-columns-repeated="999999999"><text:p>a</text:p></table:table-cell>'
    row = f'<table:table-row table:number-rows-repeated="999999999">{cell * 50}</table:table-row>'
    assert "too long" in refused(open_text(f"<table:table>{row * 50}</table:table>"), "a.odt")
    wide = "<w:tc><w:tcPr><w:gridSpan w:val='60'/></w:tcPr></w:tc>"
    assert "too long" in refused(word(f"<w:tbl><w:tr>{wide * 5000}</w:tr><w:tr>{wide}</w:tr></w:tbl>"))


def test_a_body_that_no_form_could_save_again_is_too_much() -> None:
    body = "".join(p(r("a"), '<w:outlineLvl w:val="0"/>') + p(r("b")) for _ in range(2000))
    with pytest.raises(TooMuch):
        body_of(read(word(body)), keep_no_picture, Room(9500, 300_000))


@pytest.mark.parametrize("runs", [(Run("a" * 300_001),), (Run("a"), Run("b", bold=True)) * 20_000])
def test_more_letters_or_more_kinds_of_letters_than_a_text_has_are_too_much(runs: tuple[Run, ...]) -> None:
    document = Document((Paragraph((Run("a"),)),), notes=(runs,))
    with pytest.raises(TooMuch):
        body_of(document, keep_no_picture, Room(9500, 300_000))


def test_four_times_the_notes_take_four_times_the_work() -> None:
    def work(count: int) -> None:
        notes = "".join(f'<w:footnote w:id="{key}">{p(r("a"))}</w:footnote>' for key in range(count))
        body = p("".join(f'<w:r><w:footnoteReference w:id="{key}"/></w:r>' for key in range(count)))
        document = read(word(body, footnotes__xml=f"<w:footnotes {SPACES}>{notes}</w:footnotes>"))
        assert len(document.notes) == count

    assert_linear(work, 1000)


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "a.docx", "is empty"),
        (b"%PDF-1.7 no zip", "a.docx", "is damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "a.docx", "old version of Word"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "a.docx", "locked with a password"),
        (zipped({"a.txt": "a"}), "a.docx", "no text document"),
        (zipped({"[Content_Types].xml": TYPES}), "a.docx", "is damaged"),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), "a.odt", "no text document"),
        (word(p(r("a"))), "a.docm", "made for macros"),
        (word(p(r("a"))), "a.pdf", "Only Word documents"),
        (word(p(r("a"))), "a", "Only Word documents"),
        (with_document("<w:document"), "a.docx", "is damaged"),
        (with_document("<html/>"), "a.docx", "is damaged"),
        (with_document(b"<?xml version='1.0' encoding='rot13'?><a/>"), "a.docx", "is damaged"),
    ],
    # The bytes of an archive hold the time at which it was made: as names they would differ from process to process.
    ids=lambda value: value if isinstance(value, str) else "file",
)  # fmt: skip
def test_what_cannot_be_read_is_refused_in_a_sentence(content: bytes, name: str, words: str) -> None:
    assert words in refused(content, name)


def test_a_locked_open_document_is_told_from_a_damaged_one() -> None:
    parts: dict[str, str | bytes] = {
        "META-INF/manifest__xml": "<manifest:manifest xmlns:manifest='x'><manifest:encryption-data/></manifest:manifest>"
    }
    assert "locked with a password" in refused(open_text("<text:p>a</text:p>", **parts), "a.odt")


def test_an_encrypted_archive_is_told() -> None:
    content = bytearray(word(p(r("a"))))
    for signature, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        start = content.find(signature)
        while start != -1:
            content[start + offset] |= 1
            start = content.find(signature, start + 4)
    assert "locked with a password" in refused(bytes(content))


def test_a_document_named_as_the_other_kind_is_read_as_what_it_is() -> None:
    assert read(word(p(r("a"))), "a.odt").parts
    assert read(open_text("<text:p>a</text:p>"), "a.docx").parts


def test_relationships_that_lead_out_of_the_archive_lead_nowhere() -> None:
    drawing = '<w:r><w:drawing><a:blip r:embed="x"/></w:drawing></w:r>'
    document = read(word(p(r("a") + drawing), relation("x", "image", "../../../etc/passwd")))
    assert document.dropped["broken_pictures"] == 1
    assert len(document.parts) == 1


def mutations(content: bytes, count: int, seed: int) -> list[bytes]:
    """The archive with bytes changed, cut off, doubled or put elsewhere, packed or in its unpacked parts."""
    dice = random.Random(seed)  # the same each time
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return [_mutated(dice, content, parts, number) for number in range(count)]


def _spoilt(dice: random.Random, data: bytes) -> bytes:
    if not data:
        return b"\0"
    where = dice.randrange(len(data))
    length = dice.randrange(1, 40)
    return dice.choice(
        [
            data[:where],
            data[:where] + bytes(dice.randrange(256) for _ in range(length)) + data[where + length :],
            data[:where] + data[where + length :],
            data[:where] + data[where : where + 400] * 3 + data[where:],
            data.replace(b"w:val=", b"w:wal=", dice.randrange(1, 9)),
            data.replace(b'"1"', b'"-99999999999"').replace(b'"2"', b'""'),
        ]
    )


def _mutated(dice: random.Random, content: bytes, parts: dict[str, bytes], number: int) -> bytes:
    if number % 3 == 0:
        return _spoilt(dice, content)
    changed: dict[str, str | bytes] = dict(parts)
    name = dice.choice([one for one in parts if one.endswith((".xml", ".rels"))])
    if number % 3 == 1:
        changed[name] = _spoilt(dice, parts[name])
    else:
        other = dice.choice(list(parts))
        changed[name], changed[other] = changed[other], changed[name]
    return zipped(changed, zipfile.ZIP_STORED)


SOURCES = {
    "everything.docx": lambda: RELEASES["everything"]().content(),
    "visit.docx": lambda: (HERE / "visit.docx").read_bytes(),
    "visit.odt": lambda: (HERE / "visit.odt").read_bytes(),
}


def outcome(content: bytes, name: str) -> str:
    """ "read", or the sentence of the refusal."""
    try:
        body_of(read(content, name), keep_no_picture, Room(9500, 300_000))
    except DocumentRefused as refusal:
        return str(refusal)
    except TooMuch:
        return "Too much."
    return "read"


@pytest.mark.parametrize("name", SOURCES)
def test_a_hundred_spoilt_files_give_a_body_or_a_sentence(name: str) -> None:
    spoilt = mutations(SOURCES[name](), 100, seed=len(name))
    outcomes = [outcome(content, f"a{Path(name).suffix}") for content in spoilt]
    assert 0 < outcomes.count("read") < 100
    assert all(said == "read" or said.endswith(".") for said in outcomes)
