"""Press releases as Word writes them: each a list of steps from which both the file and its counts are made."""

from __future__ import annotations

import io
import struct
import zlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm

TITLE = "Special Issue No 24, December 22, 2008"


def png(shade: int = 90, width: int = 12, height: int = 8) -> bytes:
    """A picture of one grey."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\x00" + bytes([shade]) * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def add_link(paragraph: Any, text: str, target: str) -> None:
    """A link as Word has it, which the library itself cannot make."""
    key = paragraph.part.relate_to(target, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), key)
    run = OxmlElement("w:r")
    letters = OxmlElement("w:t")
    letters.text = text
    run.append(letters)
    link.append(run)
    paragraph._p.append(link)


def add_field_link(paragraph: Any, text: str, target: str) -> None:
    """A link as older documents have it: a field that says what it is and shows a result."""
    for kind, value in (("begin", None), (None, f' HYPERLINK "{target}" '), ("separate", None)):
        run = paragraph.add_run()
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = value
        run._r.append(mark)
    paragraph.add_run(text)
    end = OxmlElement("w:fldChar")
    end.set(qn("w:fldCharType"), "end")
    paragraph.add_run()._r.append(end)


@dataclass
class Release:
    """A document that is being written, and how many things of each kind are in it."""

    document: Any = field(default_factory=docx.Document)
    counts: Counter[str] = field(default_factory=Counter)

    def title(self, text: str = TITLE) -> Release:
        self.document.add_heading(text, 0)
        return self

    def heading(self, text: str, level: int = 1) -> Release:
        self.document.add_heading(text, level)
        self.counts["headings"] += 1
        return self

    def text(self, *pieces: str | tuple[str, str]) -> Release:
        """Pieces are plain, or (how, letters) with how "bold", "italic", "both" or the target of a link."""
        paragraph = self.document.add_paragraph()
        for piece in pieces:
            if isinstance(piece, str):
                paragraph.add_run(piece)
            elif piece[0].startswith("field:"):
                add_field_link(paragraph, piece[1], piece[0].removeprefix("field:"))
                self.counts["links"] += 1
            elif ":" in piece[0]:
                add_link(paragraph, piece[1], piece[0])
                self.counts["links"] += 1
            else:
                run = paragraph.add_run(piece[1])
                run.bold = piece[0] in ("bold", "both")
                run.italic = piece[0] in ("italic", "both")
        self.counts["paragraphs"] += 1
        return self

    def items(self, *texts: str, ordered: bool = False) -> Release:
        """Items; each star before the text is a level deeper."""
        kind = "List Number" if ordered else "List Bullet"
        for text in texts:
            depth = len(text) - len(text.lstrip("*"))
            self.document.add_paragraph(text.lstrip("*"), style=f"{kind} {depth + 1}" if depth else kind)
            self.counts["items"] += 1
        return self

    def table(self, *rows: tuple[str, ...], header: bool = False, link: str = "") -> Release:
        table = self.document.add_table(len(rows), len(rows[0]), style="Table Grid")
        for row, texts in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
        if header:
            mark = OxmlElement("w:tblHeader")
            table.rows[0]._tr.get_or_add_trPr().append(mark)
        if link:
            add_link(table.rows[-1].cells[-1].paragraphs[0], " more", link)
            self.counts["links"] += 1
        self.counts["tables"] += 1
        return self

    def picture(self, alt: str = "The flag at half mast", shade: int = 90, caption: str = "") -> Release:
        self.document.add_picture(io.BytesIO(png(shade)), width=Cm(3))
        about = self.document.inline_shapes[-1]._inline.docPr
        about.set("descr", alt)
        if caption:
            self.document.add_paragraph(caption, style="Caption")
        self.counts["pictures"] += 1
        return self

    def content(self) -> bytes:
        file = io.BytesIO()
        self.document.save(file)
        return file.getvalue()


RELEASES: dict[str, Callable[[], Release]] = {
    "plain": lambda: Release().title().text("The embassy is open again.").text("Visitors are welcome from nine."),
    "headings": lambda: Release().title().heading("What happened").text("It snowed.").heading("What follows").text("A thaw."),
    "levels": lambda: (
        Release().title().heading("Economy").text("It grew.").heading("Oil", 2).text("It flowed.").heading("Grain", 3).text("It ripened.")
    ),
    "letters": lambda: Release().title().text("A ", ("bold", "brave"), " and ", ("italic", "calm"), " and ", ("both", "wise"), " speech."),
    "links": lambda: (
        Release().title().text("See ", ("https://kazakhembus.example/visa", "the visa page"), ".").text("Write to ", ("mailto:press@kazakhembus.example", "the press office"), ".")
    ),
    "field links": lambda: Release().title().text("See ", ("field:https://gov.example/law?a=1&b=2", "the law"), " of the year."),
    "bullets": lambda: Release().title().text("We offer:").items("visas", "passports", "advice").text("Ask us."),
    "numbers": lambda: Release().title().text("In this order:").items("write", "wait", "come", ordered=True),
    "nested": lambda: Release().title().text("The day:").items("morning", "*arrival", "*tea", "noon", "*speeches", "**thanks", "evening"),
    "both lists": lambda: Release().title().items("one", "two").text("And then").items("first", "*within", "second", ordered=True),
    "table": lambda: Release().title().text("Trade in figures.").table(("Year", "Oil"), ("2007", "67"), ("2008", "70"), header=True),
    "table of links": lambda: (
        Release().title().text("Where to turn.").table(("Visas", "room 4"), ("Press", "room 7"), link="https://kazakhembus.example/")
    ),
    "picture": lambda: Release().title().text("The ceremony.").picture(caption="The ambassador speaks").text("It ended at noon."),
    "pictures": lambda: Release().title().picture("A horse", 40).text("And later").picture("A yurt", 200),
    "kazakh": lambda: (
        Release().title("Арнайы шығарылым № 24, 2008 ж. 22 желтоқсан").heading("Ұлттық мереке").text("Елшілік баршаңызды құттықтайды.").items("ән", "би", "күй")
    ),
    "russian": lambda: (
        Release().title("Специальный выпуск № 24 от 22 декабря 2008 г.").heading("О визите").text("Визит состоялся ", ("bold", "вчера"), ".").table(("Год", "Объём"), ("2008", "70 млн т"), header=True)
    ),
    "everything": lambda: (
        Release().title().heading("Programme").text("Welcome to ", ("https://kazakhembus.example/", "our house"), ".").items("doors", "*coats", "music").table(("Hour", "What"), ("7", "tea"), header=True)
        .heading("Afterwards", 2).picture("Guests at tea").items("thanks", "farewell", ordered=True).text("Until ", ("italic", "next year"), ".")
    ),
}  # fmt: skip
