"""What is said of a document: how much of it came over, what its first lines told, and what did not come along."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

KEPT: dict[str, Any] = {
    "headings": ngettext_lazy("%(count)d heading", "%(count)d headings", "count"),
    "paragraphs": ngettext_lazy("%(count)d paragraph", "%(count)d paragraphs", "count"),
    "items": ngettext_lazy("%(count)d item of a list", "%(count)d items of lists", "count"),
    "tables": ngettext_lazy("%(count)d table", "%(count)d tables", "count"),
    "links": ngettext_lazy("%(count)d link", "%(count)d links", "count"),
    "pictures": ngettext_lazy("%(count)d picture", "%(count)d pictures", "count"),
    "notes": ngettext_lazy("%(count)d footnote", "%(count)d footnotes", "count"),
}
# What did not come over.
LEFT_OUT: dict[str, Any] = {
    "macros": gettext_lazy("The document holds macros. They were left out and never ran."),
    "outside": ngettext_lazy(
        "%(count)d thing that lies outside of the document, such as a linked picture or a template, was not fetched.",
        "%(count)d things that lie outside of the document, such as linked pictures or templates, were not fetched.",
        "count",
    ),
    "pasted_pictures": ngettext_lazy(
        "%(count)d picture was left out. Add it as a picture block.",
        "%(count)d pictures were left out. Add them as picture blocks.",
        "count",
    ),
    "picture_formats": ngettext_lazy(
        "%(count)d picture was left out: browsers do not show its format. Save it as PNG or JPEG and add it.",
        "%(count)d pictures were left out: browsers do not show their format. Save them as PNG or JPEG and add them.",
        "count",
    ),
    "refused_pictures": ngettext_lazy(
        "%(count)d picture was left out: it is damaged or too large.",
        "%(count)d pictures were left out: they are damaged or too large.",
        "count",
    ),
    "broken_pictures": ngettext_lazy(
        "%(count)d picture is not in the file, although the text shows it.",
        "%(count)d pictures are not in the file, although the text shows them.",
        "count",
    ),
    "too_many_pictures": ngettext_lazy(
        "%(count)d picture was left out: the document has more than are taken from one file.",
        "%(count)d pictures were left out: the document has more than are taken from one file.",
        "count",
    ),
    "pictures_not_allowed": ngettext_lazy(
        "%(count)d picture was left out: you may not add pictures to the mission's library.",
        "%(count)d pictures were left out: you may not add pictures to the mission's library.",
        "count",
    ),
    "margins": ngettext_lazy(
        "%(count)d header or footer was left out: pages have their own.",
        "%(count)d headers and footers were left out: pages have their own.",
        "count",
    ),
    "comments": ngettext_lazy("%(count)d comment was left out.", "%(count)d comments were left out.", "count"),
    "deleted": ngettext_lazy(
        "%(count)d passage that a tracked change deletes was left out.",
        "%(count)d passages that tracked changes delete were left out.",
        "count",
    ),
    "hidden": ngettext_lazy(
        "%(count)d hidden passage was left out.", "%(count)d hidden passages were left out.", "count"
    ),
    "contents": gettext_lazy("The table of contents was left out: the page makes its own of the headings."),
    "objects": ngettext_lazy(
        "%(count)d embedded object was left out.", "%(count)d embedded objects were left out.", "count"
    ),
    "drawings": ngettext_lazy("%(count)d drawing was left out.", "%(count)d drawings were left out.", "count"),
    "symbols": ngettext_lazy(
        "%(count)d sign of a font of pictures was left out.",
        "%(count)d signs of fonts of pictures were left out.",
        "count",
    ),
    "links": ngettext_lazy(
        "%(count)d link leads to no address of the web: its words are there, without the link.",
        "%(count)d links lead to no address of the web: their words are there, without the links.",
        "count",
    ),
    "heading_links": ngettext_lazy(
        "%(count)d link in a heading was left out: its words are there.",
        "%(count)d links in headings were left out: their words are there.",
        "count",
    ),
}
# What came over as something else, or needs an editor's eye.
CHANGED: dict[str, Any] = {
    "without_alt": ngettext_lazy(
        "%(count)d picture has no text alternative. Say in one sentence what it shows before you publish.",
        "%(count)d pictures have no text alternative. Say in one sentence each what they show before you publish.",
        "count",
    ),
    "bold_headings": ngettext_lazy(
        "%(count)d short line all in bold became a heading, since the document has no others.",
        "%(count)d short lines all in bold became headings, since the document has no others.",
        "count",
    ),
    "levels": gettext_lazy("The document has more than two levels of headings. All below the first are smaller ones."),
    "long_headings": ngettext_lazy(
        "%(count)d heading is too long for one and became a paragraph in bold.",
        "%(count)d headings are too long for such and became paragraphs in bold.",
        "count",
    ),
    "merged": ngettext_lazy(
        "%(count)d cell was merged with another; it is empty now.",
        "%(count)d cells were merged with others; they are empty now.",
        "count",
    ),
    "list_in_table": ngettext_lazy(
        "%(count)d list in a table became lines with bullets.",
        "%(count)d lists in tables became lines with bullets.",
        "count",
    ),
    "inner_tables": ngettext_lazy(
        "%(count)d table inside of another became lines of its cell.",
        "%(count)d tables inside of others became lines of their cells.",
        "count",
    ),
    "frames": ngettext_lazy(
        "%(count)d table of one cell became ordinary text.",
        "%(count)d tables of one cell became ordinary text.",
        "count",
    ),
    "boxes": ngettext_lazy(
        "The text of %(count)d text box stands in the text now.",
        "The text of %(count)d text boxes stands in the text now.",
        "count",
    ),
    "formulas": ngettext_lazy(
        "%(count)d formula became plain letters.", "%(count)d formulas became plain letters.", "count"
    ),
    "shortened": ngettext_lazy(
        "%(count)d caption or text alternative was too long and is cut.",
        "%(count)d captions or text alternatives were too long and are cut.",
        "count",
    ),
}


@dataclass(frozen=True)
class Report:
    """The sentences of a report in the active language; those of ``told`` are safe HTML."""

    kept: list[str]
    told: list[SafeString]
    left_out: list[str]
    changed: list[str]


def report_of(kept: Mapping[str, int], dropped: Mapping[str, int], told: list[list[Any]]) -> Report:
    return Report(
        kept=_counted(KEPT, kept),
        told=[_told(*entry) for entry in told],
        left_out=_counted(LEFT_OUT, dropped),
        changed=_counted(CHANGED, dropped),
    )


def _counted(sentences: dict[str, Any], counts: Mapping[str, int]) -> list[str]:
    """A sentence for each kind that there is some of, in the order of the table."""
    return [str(sentence % {"count": counts[kind]}) for kind, sentence in sentences.items() if counts.get(kind)]


def _told(code: str, *values: Any) -> SafeString:
    if code == "number_taken":
        issue, page, title = values
        link = format_html('<a href="{}">{}</a>', reverse("wagtailadmin_pages:edit", args=[page]), title)
        return format_html(_("{} is taken by {}, so the number is left empty."), issue, link)
    if code == "date":
        return format_html(_("The date is {}."), date_format(date.fromisoformat(values[0])))
    return format_html(TOLD[code], *values) if values else conditional_escape(TOLD[code])


TOLD: dict[str, Any] = {
    "issue": gettext_lazy("It is {}."),
    "category": gettext_lazy("The category is {}."),
    "no_date": gettext_lazy("No date was recognised: it is today's."),
    "no_category": gettext_lazy("No category was recognised. Choose one before you publish."),
    "number_without_series": gettext_lazy("Number {} was recognised, but no series of yours: both are left empty."),
    "series_without_number": gettext_lazy("The series is {}. No number was recognised: fill it in."),
    "title_of_heading": gettext_lazy("The heading over all others became the title."),
    "title_of_issue": gettext_lazy("The document has no title: the draft is called by its number."),
    "title_of_properties": gettext_lazy("The title is taken from the properties of the document."),
    "title_of_name": gettext_lazy("No title was recognised: the draft is called by the name of the file."),
}
