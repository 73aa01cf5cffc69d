"""Plain-text copies of old pages: the one real page word by word, and twenty forms that others of its kind may have."""

import re
from datetime import date
from difflib import unified_diff
from textwrap import fill

import pytest

from legacy.decoding import decoded
from legacy.html_pages import read_html
from legacy.old_pages import Heading, OldContact, SourceRefused
from tests.legacy.ground import OLD_PAGE, body_of, lists_of, read, words_in, words_of

CONTACT = OldContact(
    heading="News Bulletin of the Embassy of the Republic of Kazakhstan",
    person="Zhanbolat Ussenov",
    telephone="202-232-5488",
    extension="104",
    fax="202-232-5845",
    web_site="http://www.kazakhembus.com",
)
LABELS = "Category: General\nPosted by: admin\n"
DATED = "Special Issue No 24, December 22, 2008"
FOOT = OLD_PAGE[OLD_PAGE.index("News Bulletin of the Embassy") :]
HEADING = "Kazakhstan’ Political Reform"


def facts(page):
    return page.series, page.number, page.date, page.category, page.author


FACTS = ("Special Issue", 24, date(2008, 12, 22), "General", "admin")


def assert_same_words(page, text):
    """No word of the text is lost, none is there twice, and all are in their order."""
    found, wanted = words_of(page), words_in(text)
    assert found == wanted, "\n".join(unified_diff(wanted, found, lineterm="", n=1))


def test_the_real_page_is_read_word_by_word():
    page = read(OLD_PAGE)
    assert page.title == "Special Issue No 24"
    assert facts(page) == FACTS
    assert page.contacts == (CONTACT,)
    assert_same_words(page, body_of())


def test_the_real_page_has_its_heading_and_its_eight_bullets_as_one_list():
    page = read(OLD_PAGE)
    assert [block.text for block in page.blocks if isinstance(block, Heading)] == [HEADING]
    assert lists_of(page) == [8]
    assert "•" not in str(page.blocks)


def test_what_stands_around_the_real_page_is_left_out_and_named():
    page = read(OLD_PAGE)
    said = " ".join(page.notes)
    for line in ("Join our email list", "Upcoming Events", "March 2023", "Music sample 3"):
        assert line in said
        assert line not in words_of(page)
    assert f"Taken for headings: “{HEADING}”" in said


def bullets(mark):
    return lambda text: re.sub(r"(?m)^•[\u00a0 ]*", mark, text)


def wrapped(text):
    """The page as a program of that time broke it, at 76 characters; lines that stand alone stay."""
    return "\n".join(fill(line, 76, break_on_hyphens=False, break_long_words=False) for line in text.split("\n"))


def as_html(text, paragraph="<p>{}</p>"):
    lines = [line for line in text.split("\n") if line.strip()]
    start = lines.index("Special Issue No 24")
    body = "".join(paragraph.format(line.replace("&", "&amp;").replace("\u00a0", "&nbsp;")) for line in lines[start:])
    return f"<html><head><title>Embassy - Special Issue No 24</title></head><body>{body}</body></html>"


def with_list(text):
    html = as_html(text)
    items = re.compile(r"<p>•(?:&nbsp;| )*(.*?)</p>")
    first = items.search(html).start()
    last = [match.end() for match in items.finditer(html)][-1]
    listed = items.sub(r"<li>\1</li>", html[first:last])
    return f"{html[:first]}<ul>{listed}</ul>{html[last:]}"


def in_tables(text):
    """The page laid out by tables: labels in cells, the text in one cell beside an empty one."""
    html = as_html(text)
    html = html.replace(
        "<p>Category: General</p><p>Posted by: admin</p>",
        "<table><tr><td>Category:</td><td>General</td></tr><tr><td>Posted by:</td><td>admin</td></tr></table>",
    )
    html = html.replace("<body>", "<body><table width='100%'><tr><td width='20'></td><td>")
    return html.replace("</body>", "</td></tr></table></body>")


TEXTS = {
    "without labels": (lambda text: text.replace(LABELS, ""), {"category": "", "author": ""}),
    "without a category": (lambda text: text.replace("Category: General\n", ""), {"category": ""}),
    "without an author": (lambda text: text.replace("Posted by: admin\n", ""), {"author": ""}),
    "labels on one line": (lambda text: text.replace(LABELS, "Category: General | Posted by: admin\n"), {}),
    "values under their labels": (lambda text: text.replace(LABELS, "Category:\nGeneral\nPosted by:\nadmin\n"), {}),
    "labels in Russian": (lambda text: text.replace(LABELS, "Категория: General\nАвтор: admin\n"), {}),
    "labels at the foot": (
        lambda text: text.replace(LABELS, "").replace(
            "News Bulletin of the Emb", f"{LABELS}\nNews Bulletin of the Emb"
        ),
        {},
    ),
    "day before month": (lambda text: text.replace(DATED, "Special Issue No 24, 22 December 2008"), {}),
    "short month": (lambda text: text.replace(DATED, "Special Issue № 24, Dec. 22, 2008"), {}),
    "numeric date": (lambda text: text.replace(DATED, "22.12.2008"), {}),
    "date as a label": (lambda text: text.replace(DATED, "").replace(LABELS, f"{LABELS}Date: 2008-12-22\n"), {}),
    "no title line": (lambda text: text.replace(DATED + "\n", ""), {"date": None}),
    "bullets as dots": (bullets("· "), {}),
    "bullets as dashes": (bullets("- "), {}),
    "bullets as stars": (bullets("* "), {}),
    "bullets on lines of their own": (bullets("•\n"), {}),
    "broken lines": (wrapped, {}),
    "Windows line ends": (lambda text: text.replace("\n", "\r\n"), {}),
    "without blank lines": (lambda text: re.sub(r"\n{2,}", "\n", text), {}),
    "nothing around it": (lambda text: text[text.index("Special Issue No 24") :], {}),
}


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_of_another_form_loses_nothing(name):
    change, different = TEXTS[name]
    page = read(change(OLD_PAGE))
    wanted = dict(zip(("series", "number", "date", "category", "author"), FACTS, strict=True)) | different
    assert {key: getattr(page, key) for key in wanted} == wanted
    assert page.contacts == (CONTACT,)
    assert lists_of(page) == [8]
    assert_same_words(page, body_of())


@pytest.mark.parametrize("form", [as_html, with_list, in_tables])
def test_a_web_page_of_the_same_words_gives_the_same(form):
    page = read_html("page.html", form(OLD_PAGE))
    assert page.title == "Special Issue No 24"
    assert facts(page) == FACTS
    assert page.contacts == (CONTACT,)
    assert lists_of(page) == [8]
    assert_same_words(page, body_of())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_page_is_read_in_the_encodings_of_its_time(encoding):
    text, guess = decoded(OLD_PAGE.encode(encoding))
    assert text == OLD_PAGE
    assert guess == ("Windows-1252" if encoding == "cp1252" else "")


def test_a_web_page_is_read_as_it_says_itself():
    html = '<html><head><meta http-equiv="Content-Type" content="text/html; charset=windows-1251"></head><body>Визит</body>'
    assert "Визит" in decoded(html.encode("cp1251"), declares=True)[0]


@pytest.mark.parametrize("line", [DATED, "Special Issue No 24 of 22 December 2008", "Special Issue No 24 (22.12.2008)"])
def test_a_title_on_one_line_with_its_date_keeps_its_number_whether_its_series_is_known_or_not(line):
    text = f"{line}\nCategory: General\nPosted by: admin\n\nThe text of the issue.\n"
    new, known = read(text), read(text, series=("Special Issue",))
    assert (known.title, known.number, known.date) == ("Special Issue No 24", 24, date(2008, 12, 22))
    assert new.fingerprint == known.fingerprint


def test_two_contacts_are_two():
    second = "Consular Section of the Embassy\nContact person: Aigul Serikova\nTel.: 202-232-5488 ext. 110\nE-mail: visa@example.org\n"
    page = read(f"{OLD_PAGE.rstrip()}\n\n{second}")
    assert page.contacts == (
        CONTACT,
        OldContact(
            heading="Consular Section of the Embassy",
            person="Aigul Serikova",
            telephone="202-232-5488",
            extension="110",
            email="visa@example.org",
        ),
    )
    assert_same_words(page, body_of())


def test_a_line_of_the_contact_that_has_no_field_stays_in_the_text():
    page = read(OLD_PAGE.replace("Tel.: 202", "1401 16th Street NW\nTel.: 202"))
    assert page.contacts == (CONTACT,)
    assert "1401" in words_of(page)
    assert "1401 16th Street NW" in " ".join(page.notes)


@pytest.mark.parametrize(
    ("lines", "fields"),
    [
        ("Tel.: (202) 232-5488, ext. 104\nFax: (202) 232-5845", ("(202) 232-5488", "104", "(202) 232-5845")),
        ("Phone 202-232-5488 x 104; Fax: 202-232-5845", ("202-232-5488", "104", "202-232-5845")),
        ("Тел.: +7 (7172) 72-01-01, доб. 104", ("+7 (7172) 72-01-01", "104", "")),
    ],
)
def test_numbers_are_read_as_people_write_them(lines, fields):
    page = read(f"A visit\n\nCategory: General\n\nThe text is here.\n\n{lines}\nE-mail: press@example.org\n")
    (contact,) = page.contacts
    assert (contact.heading, contact.telephone, contact.extension, contact.fax) == ("", *fields)
    assert words_of(page) == ["The", "text", "is", "here."]


def test_a_line_of_numbers_that_is_not_understood_is_text_and_no_heading():
    page = read("A visit\n\nCategory: General\n\nIt is here.\n\nTel.: 1 or 2\nE-mail: press@example.org\n")
    assert page.contacts == (OldContact(email="press@example.org"),)
    assert "Tel.:" in words_of(page)


@pytest.mark.parametrize(("known", "title"), [(("News Bulletin",), "NEWS BULLETIN No. 7"), ((), "No. 7")])
def test_the_name_of_a_known_series_on_its_own_line_belongs_to_the_number_below(known, title):
    text = "Home\nNEWS BULLETIN\n\nNo. 7\nMarch 12, 2009\nCategory: Culture\nPosted by: admin\n\nThe text is here.\n"
    page = read(text, series=known)
    assert page.title == title
    assert (page.series, page.number) == (("News Bulletin", 7) if known else ("", None))
    assert (page.date, words_of(page)) == (date(2009, 3, 12), ["The", "text", "is", "here."])


def test_a_number_that_cannot_be_one_is_text_and_no_contact():
    page = read("A visit\n\nCategory: General\n\nThe text is here.\n\nTel.: ask at the desk\n")
    assert not page.contacts
    assert "desk" in words_of(page)


def test_a_colon_in_a_sentence_is_no_label():
    text = "A visit\n\nCategory: General\n\nAuthor: this was the first word of a long sentence that goes on and on for a while.\n"
    page = read(text)
    assert page.author == ""
    assert "sentence" in words_of(page)


def test_one_dash_begins_a_sentence_and_two_begin_a_list():
    page = read("A talk\n\nCategory: General\n\n- Good day to you, Ambassador.\n\nHe nodded.\n")
    assert words_of(page)[0] == "-"
    page = read("A talk\n\nCategory: General\n\n1. First thing.\n2. Second thing.\n")
    assert "<ol><li>First thing.</li><li>Second thing.</li></ol>" in str(page.blocks)


@pytest.mark.parametrize("text", ["", " \n\t\n", "\u200b\n"])
def test_an_empty_text_is_refused(text):
    with pytest.raises(SourceRefused, match="no text"):
        read(text)


def test_bytes_that_are_no_text_are_refused():
    with pytest.raises(SourceRefused, match="no text, or in an encoding"):
        decoded(b"\x89PNG\r\n\x1a\n\x00\x00")
