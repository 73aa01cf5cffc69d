"""What a result quotes is what a reader of the page reads."""

import re

from tests.missions import visitor
from tests.news.ground import make_bulletin, make_index


def test_an_excerpt_holds_no_tags_and_no_series(missions):
    index = make_index(missions.first)
    bulletin = make_bulletin(index, title="The harbour", body=[("text", "<p>A long account of the tide.</p>")])
    bulletin.tags.add("moonlight")
    bulletin.save()
    html = visitor(missions.first).get("/search/", {"q": "moonlight"}).content.decode()
    assert "The harbour" in html
    quoted = re.search(r'entry-excerpt">(.*?)</p>', html, re.DOTALL)[1]
    assert "A long account" in quoted
    assert "moonlight" not in quoted
