"""A text as a row of plain pieces, for a comparison: what stands in it without look and layout."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.rich_text import RichText, expand_db_html

from core.pictures import IMAGE_BLOCK
from news.comparison import Piece
from news.dates import long_date

if TYPE_CHECKING:
    from news.feeds import Embedded

FACT_LABELS = {
    "issue": gettext_lazy("Issue"),
    "date": gettext_lazy("Date"),
    "place": gettext_lazy("Place"),
    "category": gettext_lazy("Category"),
    "author": gettext_lazy("Author"),
    "contact": gettext_lazy("Contact"),
}
PIECE_TAGS = frozenset({"p", "li", "h1", "h2", "h3", "h4", "h5", "h6"})


def fact_lines(facts: list[list[str]]) -> list[tuple[str, str]]:
    """Label and words of the facts that were kept with a text."""
    return [
        (str(FACT_LABELS[key]), long_date(date.fromisoformat(words)) if key == "date" else words)
        for key, words in facts
    ]


class RichTextPieces(HTMLParser):
    """Splits rich text into paragraphs and items; addresses of links stand beside."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Piece] = []
        self.kind, self.text = "p", ""
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in PIECE_TAGS:
            self.finish()
            self.kind = tag
        elif tag == "br":
            self.text += " "
        elif tag == "a":
            self.links.append(dict(attrs).get("href") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in PIECE_TAGS:
            self.finish()

    def handle_data(self, data: str) -> None:
        self.text += data

    def finish(self) -> None:
        """Ends the piece that is open."""
        text = " ".join(self.text.split())
        if text:
            self.found.append(Piece(self.kind, text, tuple(self.links)))
        self.kind, self.text, self.links = "p", "", []


def rich_pieces(source: str) -> list[Piece]:
    """The pieces of rich text as it is stored."""
    reader = RichTextPieces()
    reader.feed(expand_db_html(source))
    reader.close()
    reader.finish()
    return reader.found


def pieces_of(text: Any, embedded: Embedded) -> list[Piece]:
    """All pieces of a text that has ``title summary facts body`` and perhaps a ``picture`` with ``picture_alt``.

    What strangers may not see is absent, as on the page.
    """
    head = [Piece("title", text.title), Piece("summary", text.summary)]
    facts = [Piece("fact", f"{label}: {words}") for label, words in fact_lines(text.facts)]
    picture = [_said(_("Picture"), text.picture_alt)] if text.picture else []
    body = [piece for block in text.body for piece in _block_pieces(block.block_type, block.value, embedded)]
    return [piece for piece in (*head, *facts, *picture, *body) if piece.text]


def _block_pieces(kind: str, value: Any, embedded: Embedded) -> Iterator[Piece]:
    if kind == "heading":
        yield Piece(value.level, value.text)
    elif kind == "text":
        yield from rich_pieces(value.source)
    elif kind == "quote":
        yield Piece("quote", " ".join(f"{value['text']} {value['source']}".split()))
    elif kind == "table":
        yield from _table_pieces(value)
    else:
        yield from _thing_pieces(kind, value, embedded)


def _table_pieces(table: Any) -> Iterator[Piece]:
    yield Piece("row", " | ".join(column["heading"] for column in table.columns))
    for row in table.rows:
        yield Piece("row", " | ".join(_cell(cell.value) for cell in row))


def _cell(value: Any) -> str:
    if isinstance(value, RichText):
        return " ".join(piece.text for piece in rich_pieces(value.source))
    return str(value or "")


def _thing_pieces(kind: str, value: Any, embedded: Embedded) -> Iterator[Piece]:
    """What is shown by more than words: named, where it may be seen."""
    if value is None:
        return
    if kind == IMAGE_BLOCK and value["image"]:
        yield _said(_("Picture"), " ".join(filter(None, (value["alt"], value["caption"], value["credit"]))))
    elif kind == "document" and value["document"]:
        yield _said(_("Document"), value["title"] or value["document"].title)
    elif kind == "contact":
        yield _said(_("Contact"), ", ".join(filter(None, (value.telephone, value.extension, value.email))))
    elif kind == "audio_sample" and (player := embedded.players.get(value.pk)):
        yield _said(_("Recording"), player.title)
    elif kind == "event" and (card := embedded.cards.get(value.pk)):
        yield _said(_("Event"), card.title)
    elif kind == "programme" and (shown := embedded.programmes.get(value.pk)):
        yield _said(_("Programme"), shown.page.title)


def _said(label: str, words: str) -> Piece:
    return Piece("thing", f"{label}: {words}" if words else label)
