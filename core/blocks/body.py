"""The generic blocks of a body. Content apps add their own; no block here knows a content app."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, ChoiceBlock, RichTextBlock, StructBlock, StructValue, TextBlock
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from core.choosers import ContactChooserBlock
from core.pictures import figure_of

TEXT_FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link", "superscript", "subscript"]
CELL_FEATURES = ["bold", "italic", "link"]


class HeadingValue(StructValue):
    """A heading in the text; ``anchor`` is the id it gets, made unique by ``headings_of``."""

    unique: str = ""

    @property
    def text(self) -> str:
        return self["text"]

    @property
    def level(self) -> str:
        return self["level"]

    @property
    def anchor(self) -> str:
        return self.unique or slugify(self["text"], allow_unicode=True) or "section"


class HeadingBlock(StructBlock):
    text = CharBlock(max_length=200, label=_("heading"))
    level = ChoiceBlock(choices=[("h2", _("Heading")), ("h3", _("Smaller heading"))], default="h2", label=_("size"))

    class Meta:
        icon = "title"
        label = _("Heading")
        value_class = HeadingValue
        template = "components/blocks/heading.html"


class QuoteBlock(StructBlock):
    text = TextBlock(label=_("quotation"))
    source = CharBlock(required=False, max_length=200, label=_("source"), help_text=_("Who said or wrote it."))

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        template = "components/blocks/quote.html"


class FigureValue(StructValue):
    """A picture in the text. ``eager`` is set on one that is seen before anything is scrolled."""

    eager: bool = False


class ImageBlock(StructBlock):
    """Costs no query for a page whose pictures came with ``core.pictures.bring_page_pictures``."""

    image = ImageChooserBlock(label=_("picture"))
    alt = CharBlock(
        max_length=255,
        label=_("text alternative"),
        help_text=_("Say in one sentence what the picture shows, for people who do not see it."),
    )
    caption = CharBlock(required=False, max_length=255, label=_("caption"))
    credit = CharBlock(
        required=False,
        max_length=255,
        label=_("credit"),
        help_text=_("Who made the picture. Left empty, the credit of the picture itself is shown."),
    )

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        context["figure"] = figure_of(value["image"], value, eager=value.eager)
        return context

    class Meta:
        icon = "image"
        label = _("Picture")
        value_class = FigureValue
        template = "components/blocks/image.html"


class DocumentBlock(StructBlock):
    document = DocumentChooserBlock(label=_("document"))
    title = CharBlock(
        required=False,
        max_length=200,
        label=_("title"),
        help_text=_("The text of the link. Left empty, the title of the document is shown."),
    )

    class Meta:
        icon = "doc-full"
        label = _("Document")
        template = "components/blocks/document.html"


class TextBlockRich(RichTextBlock):
    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "components/blocks/text.html"


class ContactBlock(ContactChooserBlock):
    """A contact, brought with its words in one query for all of a body."""

    def bulk_to_python(self, values: list[Any]) -> list[Any]:
        contacts = super().bulk_to_python(values)
        prefetch_related_objects([contact for contact in contacts if contact], "words")
        return contacts

    class Meta:
        icon = "user"
        label = _("Contact")
        template = "components/blocks/contact.html"


def body_blocks() -> list[tuple[str, Any]]:
    """Fresh instances of the generic blocks, as (name, block) pairs for a StreamField."""
    return [
        ("heading", HeadingBlock()),
        ("text", TextBlockRich(features=TEXT_FEATURES)),
        ("quote", QuoteBlock()),
        ("image", ImageBlock()),
        (
            "table",
            TypedTableBlock(
                [
                    ("text", CharBlock(required=False, label=_("Text"))),
                    ("rich_text", RichTextBlock(required=False, features=CELL_FEATURES, label=_("Formatted text"))),
                ],
                icon="table",
                label=_("Table"),
                template="components/blocks/table.html",
            ),
        ),
        ("document", DocumentBlock()),
        ("contact", ContactBlock()),
    ]


@dataclass(frozen=True)
class Heading:
    """One line of a contents list."""

    text: str
    anchor: str
    level: str


def headings_of(body: Any) -> list[Heading]:
    """The headings of a stream value in order; gives each heading in it an anchor that is unique in the page."""
    taken: set[str] = set()
    found = []
    for block in body:
        if not isinstance(block.value, HeadingValue):
            continue
        base = block.value.anchor
        anchor, number = base, 1
        while anchor in taken:
            number += 1
            anchor = f"{base}-{number}"
        taken.add(anchor)
        block.value.unique = anchor
        found.append(Heading(block.value.text, anchor, block.value.level))
    return found
