"""Setting documents as PDF: what they may show, what they may take, and whether the machine can do it."""

import pytest
from pypdf import PdfReader

from core import press_library as pressing_house
from core.checks import pdf_can_be_made
from core.letterhead import STYLE, quoted
from core.mailto import mailto
from core.press import NotPressed, Sheet, press
from tests.programs import need


@pytest.fixture
def pango():
    return need("pango")


def sheet(body, **more):
    html = f'<html lang="en"><head><title>T</title></head><body>{body}</body></html>'
    return Sheet(html, more.pop("css", ""), "https://aland.example/news/a/", **more)


def text_of(made, tmp_path):
    (tmp_path / "a.pdf").write_bytes(made)
    return " ".join(page.extract_text() for page in PdfReader(tmp_path / "a.pdf").pages)


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "http://127.0.0.1:8000/",
        "https://example.com/a.png",
        "ftp://example.com/a",
        "data:image/png;base64,AAAA",
        "font:../look.py",
        "font:/etc/passwd",
        "letter:other",
        "/media/a.png",
    ],
)
def test_a_document_gets_nothing_but_what_came_with_it(pango, address):
    from core.pressing import Parts, Refused

    fetch = Parts({"letter:band": ("image/svg+xml", b"<svg/>")})
    assert fetch("letter:band").read() == b"<svg/>"
    with pytest.raises(Refused):
        fetch(address)


def test_what_is_refused_or_broken_leaves_its_text_alternative(pango, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    body = '<p>Before</p><img src="file:///etc/passwd" alt="A view"><img src="letter:one" alt="Lost"><p>After</p>'
    css = '@import "http://127.0.0.1:9/a.css"; p { background: url(file:///etc/hostname) }'
    made = press(sheet(body, css=css, pictures={"letter:one": "images/none.jpeg"}, drawings={"letter:two": "<svg"}))
    words = text_of(made, tmp_path)
    assert "Before" in words
    assert "A view" in words
    assert "After" in words
    assert b"root:" not in made


def test_the_pdf_is_tagged_names_its_language_and_has_bookmarks(pango, tmp_path):
    made = press(sheet("<h1>One</h1><h2>Two</h2><p>Text</p>"))
    (tmp_path / "a.pdf").write_bytes(made)
    catalog = PdfReader(tmp_path / "a.pdf").trailer["/Root"]
    assert catalog["/Lang"] == "en"
    assert catalog["/MarkInfo"]["/Marked"]
    assert catalog["/StructTreeRoot"]["/K"]
    assert catalog["/Outlines"]["/First"]["/Title"] == "One"


def test_a_letter_from_right_to_left_is_set(pango, tmp_path):
    body = '<p>שלום</p><p class="letter-address"><a href="https://aland.example/">https://aland.example/</a></p>'
    page = Sheet(f'<html lang="he" dir="rtl"><body>{body}</body></html>', STYLE.read_text(), "https://aland.example/")
    assert "https://aland.example/" in text_of(press(page), tmp_path)


def test_the_same_document_gives_the_same_bytes(pango):
    assert press(sheet("<p>Text</p>")) == press(sheet("<p>Text</p>"))


@pytest.mark.parametrize(("name", "value"), [("PDF_MEMORY_MB", 90), ("PDF_SECONDS", 1), ("PDF_SIZE", 100)])
def test_a_document_that_takes_too_much_is_given_up(pango, settings, name, value):
    setattr(settings, name, value)
    long = "<p>Text of a paragraph that goes on for a while</p>" * (4000 if name == "PDF_SECONDS" else 1)
    with pytest.raises(NotPressed):
        press(sheet(long))


def test_a_mark_changes_with_all_that_is_shown():
    plain = sheet("a")
    others = [sheet("b"), sheet("a", css="p{}"), sheet("a", pictures={"x": "y"}), sheet("a", drawings={"x": "y"})]
    assert len({plain.mark, *(one.mark for one in others)}) == 5
    assert plain.mark == sheet("a").mark


def test_a_machine_without_the_library_is_told_how_to_get_it(monkeypatch, caplog):
    monkeypatch.setattr(pressing_house, "find_library", lambda name: None if name == "pango-1.0" else name)
    pressing_house.missing.cache_clear()
    try:
        with caplog.at_level("INFO", logger="core.press_library"):
            found = [pdf_can_be_made(), pdf_can_be_made()]
        assert [info.id for infos in found for info in infos] == ["core.I001", "core.I001"]
        assert "pango-1.0" in found[0][0].msg
        assert "apt-get install libpango" in found[0][0].hint
        assert len(caplog.records) == 1
    finally:
        pressing_house.missing.cache_clear()


def test_no_text_ends_a_string_of_css():
    assert quoted('a"b\\c\nd</style>') == '"a\\22 b\\5c c\\a d\\3c /style>"'


def test_a_letter_carries_any_words_in_its_address():
    assert mailto("One & two\nthree", "Ә?\n\n100 %") == (
        "mailto:?subject=One%20%26%20two%20three&body=%D3%98%3F%0D%0A%0D%0A100%20%25"
    )
