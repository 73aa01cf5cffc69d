"""Saved web pages of the old site: what is content, what only arranges it, and what the page says of itself."""

from datetime import date

import pytest

from legacy.html_pages import read_fragment, read_html
from legacy.old_pages import Heading, Picture, Prose, SourceRefused, Table
from legacy.recognition import Hints
from tests.effort import assert_linear
from tests.legacy.ground import words_of

HEAD = "<h2>A visit</h2><p>Category: General</p><p>Posted by: admin</p><p>May 3, 2009</p>"


def read(body, head="", name="visit.html"):
    return read_html(name, f"<!DOCTYPE html><html><head>{head}</head><body>{HEAD}{body}</body></html>")


def prose(page):
    return "".join(block.html for block in page.blocks if isinstance(block, Prose))


def test_the_template_of_the_old_news_module_is_known():
    page = read_html(
        "index.html",
        """<html><body><div id="menu"><ul><li><a href="/">Home</a></li></ul></div><div id="content">
        <div id="NewsPostDetailDate">Dec 22, 2008</div><h3 id="NewsPostDetailTitle">Special Issue No 24</h3>
        <hr id="NewsPostDetailHorizRule"><div id="NewsPostDetailSummary"><strong>A year of reform.</strong></div>
        <div id="NewsPostDetailContent"><p>Special Issue No 24, December 22, 2008</p><p>The year 2008.</p></div>
        <div id="NewsPostDetailPrintLink"><a href="index.php?mact=News,cntnt01,print,0&amp;cntnt01articleid=24&amp;cntnt01showtemplate=false">Print</a></div>
        <div id="NewsPostDetailCategory">Category: General</div><div id="NewsPostDetailAuthor">Posted by: admin</div>
        </div></body></html>""",
    )
    assert (page.title, page.series, page.number) == ("Special Issue No 24", "Special Issue", 24)
    assert (page.date, page.category, page.author) == (date(2008, 12, 22), "General", "admin")
    assert page.lead == "A year of reform."
    assert page.identity == "article:24"
    assert words_of(page) == ["The", "year", "2008."]


def test_emphasis_and_links_stay_and_are_always_closed():
    page = read('<p>One <b>two <i>three</b> four</i> <a href="http://a.example/?b&amp;c">five <em>six</em></a>.</p>')
    assert prose(page).startswith("<p>One <b>two <i>three</i></b>")
    assert '<a href="http://a.example/?b&amp;c">five <i>six</i></a>.' in prose(page)


@pytest.mark.parametrize(
    "href", ["javascript:alert(1)", "JaVaScRiPt:x", "data:text/html,x", "vbscript:x", "http://[bad"]
)
def test_a_link_that_does_harm_becomes_text(href):
    page = read(f'<p><a href="{href}">Read this</a> on.</p>')
    assert "Read this" in prose(page)
    assert "<a" not in prose(page)


def test_what_browsers_do_not_show_is_not_taken():
    page = read(
        "<script>alert(1)</script><style>p{}</style><p style='display: none'>secret</p><!-- comment -->"
        "<p onclick='x()'>Seen.</p><form><input name=q></form><iframe src='http://x.example'></iframe>"
    )
    assert prose(page) == "<p>Seen.</p>"


def test_breaks_are_lines_and_two_of_them_end_a_paragraph():
    assert prose(read("<p>One.<br>Two.<br><br>Three.</p>")) == "<p>One.<br/>Two.</p><p>Three.</p>"


def test_text_without_any_element_around_it_is_not_lost():
    page = read_fragment("x", "First.<br><br>Second <b>part</b> of it", (), Hints(title="A visit"))
    assert prose(page) == "<p>First.</p><p>Second <b>part</b> of it</p>"


def test_four_times_the_small_pieces_of_a_line_take_four_times_the_work():
    def work(count: int) -> None:
        read("<p>" + "<b> </b>" * 3 * count + "<b>a</b> <i>b</i>" * count + "<b> </b>" * 3 * count + "</p>")

    assert_linear(work, 300)


def test_lists_of_every_kind_are_lists():
    page = read("<ol><li>First.</li><li>Second.</li></ol><p>&#8226;&nbsp;&nbsp; Third.<br>&bull; <b>Fourth</b>.</p>")
    assert prose(page) == "<ol><li>First.</li><li>Second.</li></ol><ul><li>Third.</li><li><b>Fourth</b>.</li></ul>"


def test_a_bold_line_is_a_heading():
    page = read("<p><strong>The first day</strong></p><p>It was <strong>long</strong>.</p>")
    assert page.blocks[0] == Heading("The first day", "h2")


def test_tables_of_data_stay_tables_and_those_of_layout_come_apart():
    page = read(
        "<table border=1><tr><th>Year</th><th>Growth</th></tr><tr><td>2007</td><td>9 %</td></tr></table>"
        "<table><tr><td><p>Left.</p></td><td><p>Right.</p></td></tr></table>"
    )
    assert page.blocks == (Table(("Year", "Growth"), (("2007", "9 %"),)), Prose("<p>Left.</p><p>Right.</p>"))


def test_the_heading_is_the_title_even_where_a_line_stands_between_it_and_the_labels():
    page = read_html(
        "a.html",
        "<p>Home &gt; News</p><h2>A visit</h2><p>Photographs: the Embassy</p><p>Category: General</p><p>It was long.</p>",
    )
    assert page.title == "A visit"
    assert words_of(page) == ["Photographs:", "the", "Embassy", "It", "was", "long."]
    assert "Home > News" in page.notes[0]


def test_pictures_are_noted_by_their_address_and_spacers_are_not():
    page = read('<p>Text.</p><img src="a_files/x.jpg" alt=" The  river "><img src="spacer.gif" width=1 height="1">')
    assert page.blocks[1:] == (Picture("a_files/x.jpg", "The river"),)


@pytest.mark.parametrize(
    "head",
    [
        "<!-- saved from url=(0071)http://www.kazakhembus.com/index.php?mact=News,cntnt01,detail,0&cntnt01articleid=24 -->",
        '<link rel="canonical" href="http://www.kazakhembus.com/news/24/51/A-visit.html">',
        '<meta property="og:url" content="http://www.kazakhembus.com/news/24/51/A-visit.html">',
    ],
)
def test_a_page_says_its_old_address(head):
    assert read("<p>Text.</p>", head).identity == "article:24"


def test_relative_links_lead_to_the_old_address_where_it_is_known():
    saved = "<!-- saved from url=(0030)http://www.kazakhembus.com/news/24/51/x.html -->"
    assert 'href="http://www.kazakhembus.com/visa.html"' in prose(read('<p><a href="/visa.html">Visas</a></p>', saved))
    page = read('<p><a href="/visa.html">Visas</a> are here.</p>')
    assert "<a" not in prose(page)
    assert "1 link leads nowhere" in " ".join(page.notes)


def test_links_to_other_articles_are_not_the_pages_own_address():
    page = read('<p>See <a href="/index.php?mact=News,cntnt01,detail,0&amp;cntnt01articleid=7">issue 7</a>.</p>')
    assert page.identity == "file:visit.html"


def test_a_page_nested_beyond_measure_is_refused():
    with pytest.raises(SourceRefused, match="nested too deep"):
        read("<div>" * 5000 + "x")


@pytest.mark.parametrize("text", ["", "<html></html>", "<p>&nbsp;</p>"])
def test_a_page_without_text_is_refused(text):
    with pytest.raises(SourceRefused, match="no text"):
        read_html("empty.html", text)
