"""What Word and LibreOffice write beside plain text: changes, notes, boxes, fields, merged cells, styles by language."""

from __future__ import annotations

from typing import Any

import pytest

from news.documents.structure import Document, Heading, Listing, Paragraph, Table, plain
from tests.news.documents.ground import read
from tests.news.documents.packages import SPACES, TYPES, open_text, p, r, relation, word, zipped
from tests.news.documents.releases import png

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def texts(document: Document) -> list[str]:
    return [plain(part.runs) for part in document.parts if isinstance(part, Heading | Paragraph)]


def dropped(document: Document) -> dict[str, int]:
    return {name: count for name, count in document.dropped.items() if count}


def cells(document: Document) -> list[list[str]]:
    (table,) = (part for part in document.parts if isinstance(part, Table))
    return [["|".join(map(plain, cell)) for cell in row] for row in table.rows]


def test_tracked_changes_are_taken_as_accepted() -> None:
    body = p(
        r("We ")
        + f'<w:del w:id="1"><w:r><w:delText>never</w:delText></w:r></w:del><w:ins w:id="2">{r("always")}</w:ins>'
    )
    document = read(word(body))
    assert (texts(document), dropped(document)) == (["We always"], {"deleted": 1})


def test_headings_are_known_by_the_names_of_their_styles_in_any_language() -> None:
    styles = (
        f'<w:styles {W}><w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Zag"><w:name w:val="Заголовок свой"/><w:basedOn w:val="berschrift1"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Lvl"><w:name w:val="Eigen"/><w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style></w:styles>'
    )
    body = "".join(p(r(name), f'<w:pStyle w:val="{name}"/>') for name in ("berschrift1", "Zag", "Lvl", "Other"))
    document = read(word(body + p(r("own"), '<w:outlineLvl w:val="0"/>'), styles__xml=styles))
    levels = [part.level if isinstance(part, Heading) else 0 for part in document.parts]
    assert levels == [1, 1, 3, 0, 1]


def test_notes_are_numbered_in_the_order_of_the_text() -> None:
    notes = "".join(
        f'<w:footnote w:id="{key}"><w:p>{r(text)}</w:p></w:footnote>' for key, text in ((7, "second"), (3, "first"))
    )
    end = f'<w:endnotes {SPACES}><w:endnote w:id="3"><w:p>{r("last")}</w:p></w:endnote></w:endnotes>'
    body = p(
        r("a") + '<w:r><w:footnoteReference w:id="3"/></w:r>' + r(" b") + '<w:r><w:footnoteReference w:id="7"/></w:r>'
        + r(" c") + '<w:r><w:endnoteReference w:id="3"/></w:r>'
    )  # fmt: skip
    document = read(word(body, footnotes__xml=f"<w:footnotes {SPACES}>{notes}</w:footnotes>", endnotes__xml=end))
    assert [plain(note) for note in document.notes] == ["first", "second", "last"]
    (part,) = document.parts
    assert isinstance(part, Paragraph)
    assert [run.text for run in part.runs if run.place == "sup"] == ["1", "2", "3"]


def test_the_text_of_a_box_is_there_once() -> None:
    box = f"<w:txbxContent>{p(r('boxed'))}</w:txbxContent>"
    both = (
        f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    document = read(word(p(r("around") + both)))
    assert (texts(document), dropped(document)) == (["around", "boxed"], {"boxes": 1})


def test_what_stands_beside_the_text_is_counted() -> None:
    margin = f"<w:hdr {SPACES}>{p(r('Embassy'))}</w:hdr>"
    comments = f'<w:comments {SPACES}><w:comment w:id="1">{p(r("Really?"))}</w:comment></w:comments>'
    body = p(
        r("a") + r("unseen", "<w:vanish/>") + "<w:r><w:object/></w:r>" + "<m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath>"
    )
    relations = relation("h", "header", "header1.xml") + relation("c", "comments", "comments.xml")
    document = read(word(body, relations, header1__xml=margin, comments__xml=comments))
    assert texts(document) == ["ax=1"]
    assert dropped(document) == {"margins": 1, "comments": 1, "hidden": 1, "objects": 1, "formulas": 1}


def test_a_table_of_contents_is_left_out() -> None:
    body = (
        "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj></w:sdtPr>"
        f"<w:sdtContent>{p(r('The visit .... 1'))}</w:sdtContent></w:sdt>" + p(r("text"))
    )
    document = read(word(body))
    assert (texts(document), dropped(document)) == (["text"], {"contents": 1})


def test_a_control_gives_its_content_and_never_its_prompt() -> None:
    body = (
        p(f"<w:sdt><w:sdtPr/><w:sdtContent>{r('filled')}</w:sdtContent></w:sdt>")
        + p("<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>" + r("Click here") + "</w:sdtContent></w:sdt>")
        + f"<w:sdt><w:sdtContent>{p(r('whole'))}</w:sdtContent></w:sdt>"
    )
    assert texts(read(word(body))) == ["filled", "whole"]


def test_merged_cells_stand_once() -> None:
    def cell(text: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(r(text))}</w:tc>"

    rows = (
        cell("wide", '<w:gridSpan w:val="2"/>') + cell("high", '<w:vMerge w:val="restart"/>'),
        cell("a") + cell("b") + cell("", "<w:vMerge/>"),
    )
    document = read(word("<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"))
    assert cells(document) == [["wide", "", "high"], ["a", "b", ""]]
    assert dropped(document) == {"merged": 2}


def test_a_table_of_one_cell_is_a_frame_and_one_in_another_gives_its_lines() -> None:
    one = f"<w:tbl><w:tr><w:tc>{p(r('framed'))}</w:tc></w:tr></w:tbl>"
    two = f"<w:tbl><w:tr><w:tc>{one}{p(r('x'))}</w:tc><w:tc>{p(r('y'))}</w:tc></w:tr></w:tbl>"
    document = read(word(one + two))
    assert texts(document) == ["framed"]
    assert cells(document) == [["framed|x", "y"]]
    assert dropped(document) == {"frames": 1, "inner_tables": 1}


def test_a_list_says_by_its_numbering_what_it_is() -> None:
    numbering = (
        f'<w:numbering {W}><w:abstractNum w:abstractNumId="4"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/></w:lvl>'
        '<w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="2"><w:abstractNumId w:val="4"/></w:num></w:numbering>'
    )
    body = "".join(
        p(r(text), f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{key}"/></w:numPr>')
        for text, depth, key in (("one", 0, 2), ("inner", 1, 2), ("two", 0, 2), ("no item", 0, 0))
    )
    document = read(word(body, numbering__xml=numbering))
    listing = document.parts[0]
    assert isinstance(listing, Listing)
    assert [(item.depth, item.is_ordered) for item in listing.items] == [(0, True), (1, False), (0, True)]
    assert texts(document) == ["no item"]


def test_a_strict_document_is_read_too() -> None:
    space = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    body = f'<w:document xmlns:w="{space}"><w:body><w:p><w:r><w:t>strict</w:t></w:r></w:p></w:body></w:document>'
    assert texts(read(zipped({"[Content_Types].xml": TYPES, "word/document.xml": body}))) == ["strict"]


def test_pictures_outside_of_the_document_are_never_fetched() -> None:
    drawing = '<w:r><w:drawing><wp:inline><a:graphic><a:blip r:link="pic"/></a:graphic></wp:inline></w:drawing></w:r>'
    relations = relation("pic", "image", "https://spy.example/a.png", outside=True) + relation(
        "tpl", "attachedTemplate", "file:///c:/evil.dotm", outside=True
    )
    document = read(word(p(r("a") + drawing), relations))
    assert [type(part) for part in document.parts] == [Paragraph]
    assert dropped(document) == {"outside": 2}


def test_macros_are_said_and_left() -> None:
    assert dropped(read(word(p(r("a")), vbaProject__bin=b"\x01"))) == {"macros": 1}
    assert dropped(read(open_text("<text:p>a</text:p>", **{"Basic/Standard/Module1__xml": "<x/>"}))) == {"macros": 1}


def test_open_document_pictures_have_their_words() -> None:
    frame = (
        '<draw:frame><draw:image xlink:href="Pictures/a.png"/><svg:title>short</svg:title><svg:desc>a horse</svg:desc>'
        "</draw:frame>"
    )
    document = read(open_text(f"<text:p>x{frame}</text:p>", **{"Pictures/a__png": png()}), "a.odt")
    picture: Any = document.parts[1]
    assert (picture.alt, picture.data) == ("a horse", png())


def test_open_document_says_what_it_leaves_out() -> None:
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>old</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes><text:table-of-content><text:p>1</text:p></text:table-of-content>"
        '<text:p>a<office:annotation><text:p>Really?</text:p></office:annotation><text:a xlink:href="file:///x">b</text:a>'
        '<draw:frame><draw:image xlink:href="https://spy.example/a.png"/></draw:frame></text:p>'
    )
    document = read(open_text(body), "a.odt")
    assert texts(document) == ["ab"]
    assert dropped(document) == {"deleted": 1, "contents": 1, "comments": 1, "links": 1, "outside": 1}


def test_a_note_of_an_open_document_that_has_two_paragraphs_is_one_note() -> None:
    note = "<text:note><text:note-citation>9</text:note-citation><text:note-body><text:p>a</text:p><text:p>b</text:p></text:note-body></text:note>"
    document = read(open_text(f"<text:p>x{note}</text:p>"), "a.odt")
    assert [run.text for run in document.notes[0]] == ["a\nb"]


@pytest.mark.parametrize("kind", ["image", "oleObject", "frame", "subDocument"])
def test_each_reference_to_the_outside_is_counted(kind: str) -> None:
    document = read(word(p(r("a")), relation("x", kind, "//host/share/file", outside=True)))
    assert dropped(document) == {"outside": 1}
