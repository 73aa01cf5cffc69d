"""Which of the first lines of a document are facts, which one is the title, and where the text begins."""

import datetime

from news.documents.blocks import with_headings
from news.documents.facts import Facts, facts_of
from news.documents.structure import Heading, Paragraph, Part, Run

SERIES, CATEGORIES = ["Special Issue"], ["General", "Общие"]
DAY = datetime.date(2008, 12, 22)
ISSUE = "Special Issue No 24, December 22, 2008"


def text(words: str, *, role: str = "", bold: bool = False) -> Paragraph:
    return Paragraph((Run(words, bold=bold),), role=role)


def head(words: str, level: int = 1) -> Heading:
    return Heading((Run(words),), level)


def facts(*parts: Part) -> Facts:
    return facts_of(parts, SERIES, CATEGORIES)


def test_lines_of_facts_and_the_line_after_them_are_no_text() -> None:
    rest = text("It begins at home.")
    found = facts(text(ISSUE), text("Category: General"), text("The Road to Europe"), rest)
    assert (found.series, found.number, found.date, found.category) == ("Special Issue", 24, DAY, "General")
    assert (found.title, found.rest) == ("The Road to Europe", (rest,))


def test_facts_may_stand_in_lines_of_their_own_on_both_sides_of_the_title() -> None:
    found = facts(text("Special Issue No 24"), text("The Road to Europe"), text("22 декабря 2008 г."), text("Well."))
    assert (found.title, found.number, found.date, len(found.rest)) == ("The Road to Europe", 24, DAY, 1)


def test_a_second_date_belongs_to_the_text() -> None:
    found = facts(text(ISSUE), text("March 1, 2009"), text("Well."))
    assert found.date == DAY
    assert len(found.rest) == 2


def test_a_title_keeps_a_date_that_contradicts_the_line_before() -> None:
    found = facts(text(ISSUE), text("Trade until 1 March 2009"), text("Well."))
    assert (found.title, found.date) == ("Trade until 1 March 2009", DAY)


def test_the_one_heading_over_all_others_is_the_title() -> None:
    found = facts(head("The Road to Europe"), text("Well."), head("First", 2), head("Second", 2))
    assert (found.title, found.is_of_heading, len(found.rest)) == ("The Road to Europe", True, 3)


def test_headings_are_parts_where_there_are_several_or_a_title_is_styled() -> None:
    several = facts(head("First"), text("Well."), head("Second"), text("Well."))
    assert (several.title, len(several.rest)) == ("", 4)
    styled = facts(text(ISSUE, role="title"), head("First"), text("Well."))
    assert (styled.title, styled.number, len(styled.rest)) == ("", 24, 2)


def test_a_sentence_is_no_title() -> None:
    found = facts(text("The embassy is open again."), text("Come in."))
    assert (found.title, len(found.rest)) == ("", 2)


def test_a_line_with_a_link_is_no_title() -> None:
    linked = Paragraph((Run("See "), Run("the programme", href="https://visit.example/")))
    assert facts(linked, text("Well.")).rest[0] == linked


def test_a_title_has_no_number_of_a_footnote() -> None:
    marked = Paragraph((Run("The Road to Europe"), Run("1", place="sup")), role="title")
    assert facts(marked, text("Well.")).title == "The Road to Europe"


def test_an_empty_document_says_nothing() -> None:
    assert facts() == Facts()


def test_short_lines_in_bold_are_headings_where_there_are_no_others() -> None:
    parts = (
        text("Oil", bold=True),
        text("It flowed."),
        text("It flowed, they say.", bold=True),
        text("End", bold=True),
    )
    found, count = with_headings(parts)
    assert ([type(part) for part in found], count) == ([Heading, Paragraph, Paragraph, Paragraph], 1)
    assert with_headings((*parts, head("Grain"))) == ((*parts, head("Grain")), 0)
