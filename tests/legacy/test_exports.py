"""Exports of the old site's news: feeds, and the rows of its tables; whatever is hostile in them is refused."""

from datetime import date

import pytest

from legacy.exports import read_export
from legacy.old_pages import OldPage, SourceRefused

TABLES = """<?xml version="1.0" encoding="utf-8"?><pma_xml_export version="1.0"><database name="cms">
<table name="cms_module_news_categories"><column name="news_category_id">1</column><column name="news_category_name">General</column></table>
<table name="cms_users"><column name="user_id">1</column><column name="username">admin</column></table>
<table name="cms_module_news"><column name="news_id">24</column><column name="news_category_id">1</column>
<column name="news_title">Special Issue No 24</column><column name="news_data">&lt;p&gt;The year &lt;b&gt;2008&lt;/b&gt;.&lt;/p&gt;</column>
<column name="news_date">2008-12-22 00:00:00</column><column name="summary">&lt;p&gt;A year.&lt;/p&gt;</column>
<column name="status">published</column><column name="author_id">1</column></table></database></pma_xml_export>"""
DUMP = """<mysqldump><database><table_data name="cms_module_news"><row><field name="news_id">24</field>
<field name="news_title">Special Issue No 24</field><field name="news_data">The year 2008.</field>
<field name="news_date">2008-12-22</field><field name="status">draft</field></row></table_data></database></mysqldump>"""
RSS = """<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>News</title><link>http://old.example/</link><description>All</description><item><title>Special Issue No 24</title>
<link>http://old.example/news/24/51/Special-Issue.html</link><pubDate>Mon, 22 Dec 2008 23:30:00 -0500</pubDate>
<category>General</category><dc:creator>admin</dc:creator><description>A year.</description>
<content:encoded><![CDATA[<p>The year <b>2008</b>.</p>]]></content:encoded></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>News</title><entry><title>Special Issue No 24</title>
<id>http://old.example/index.php?mact=News,cntnt01,detail,0&amp;cntnt01articleid=24</id><published>2008-12-22T10:00:00Z</published>
<author><name>admin</name></author><category term="General"/><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">
<p>The year <b>2008</b>.</p></div></content></entry></feed>"""


def pages(xml):
    return list(read_export("news.xml", xml.encode()))


@pytest.mark.parametrize("xml", [TABLES, RSS, ATOM])
def test_every_export_gives_the_same_article(xml):
    (page,) = pages(xml)
    assert (page.title, page.series, page.number) == ("Special Issue No 24", "Special Issue", 24)
    assert (page.date, page.category, page.author) == (date(2008, 12, 22), "General", "admin")
    assert page.identity == "article:24"
    assert "<p>The year <b>2008</b>.</p>" in str(page.blocks)


def test_a_dump_of_the_table_alone_is_read_too():
    (page,) = pages(DUMP)
    assert (page.identity, page.is_draft, page.category) == ("article:24", True, "")
    assert "<p>The year 2008.</p>" in str(page.blocks)


def test_summaries_are_summaries():
    assert pages(TABLES)[0].lead == pages(RSS)[0].lead == "A year."


def test_an_article_without_text_does_not_stop_the_others():
    found = pages(f"<news><row><title>Empty</title><body>&lt;p&gt;&lt;/p&gt;</body></row>{DUMP}</news>")
    assert [isinstance(one, OldPage) for one in found] == [False, True]


LAUGHS = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><rss><item><title>&b;</title></item></rss>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss><item><title>&a;</title><description>x</description></item></rss>'


@pytest.mark.parametrize(
    ("xml", "sentence"),
    [
        (LAUGHS, "document type or entities"),
        (OUTSIDE, "document type or entities"),
        ("<rss><item>", "no whole XML"),
        ("", "no whole XML"),
        ("<html><body/></html>", "holds no articles"),
        (
            "<entry><title>t</title><content>" + "<a>" * 2000 + "x" + "</a>" * 2000 + "</content></entry>",
            "nested|no articles",
        ),
    ],
)
def test_what_is_hostile_or_damaged_is_refused(xml, sentence):
    try:
        found = pages(xml)
    except SourceRefused as refused:
        found = [("", str(refused))]
    assert len(found) == 1
    assert any(word in found[0][1] for word in sentence.split("|"))
