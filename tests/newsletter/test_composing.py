"""What a letter says: the bulletin or the digest itself, whole, in the reader's language, in both of its parts."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from wagtail.models import PageViewRestriction

from core.models import MissionWords
from core.renditions import make_first
from news.models import BulletinPage
from newsletter.composing import Composed, NothingToSend, compose, languages
from newsletter.mime import MARK
from newsletter.models import Issue
from newsletter.preparing import prepare
from tests.core.test_serving import make_image
from tests.events.ground import make_calendar, make_event
from tests.missions import Missions, TestMission
from tests.music.asking import make_sample
from tests.news.ground import make_bulletin, make_category, make_contact, make_index, make_series, text_block
from tests.newsletter.letters import NOON, make_issue, make_reader

LINK = re.compile(r'href="([^"]+)"')
SHOWN_LINK = re.compile(r"<(https?://[^>]+)>|(?<!<)(https?://[^\s>]+)")


def as_json(*blocks: tuple[str, Any]) -> str:
    return json.dumps([{"type": kind, "value": value} for kind, value in blocks])


def letter(mission: TestMission, language: str = "en", **facts: Any) -> Composed:
    facts.setdefault("category", make_category(mission))
    page = make_bulletin(make_index(mission), **facts)
    return compose(make_issue(mission, page=page, index=page), language, "")


def links(composed: Composed) -> tuple[set[str], set[str]]:
    """Of the HTML and of the plain text."""
    return set(LINK.findall(composed.html)), {one or other for one, other in SHOWN_LINK.findall(composed.text)}


def test_a_letter_is_the_bulletin_itself_with_its_number_and_contact(missions: Missions) -> None:
    mission = missions.first
    found = letter(
        mission,
        title="A year of reform",
        series=make_series(mission),
        number=24,
        summary="What has changed.",
        contact=make_contact(mission),
        body=[text_block("<p>The <b>text</b> &amp; more.</p><ul><li>one</li></ul>")],
    )
    assert found.subject == "Special Issue No 24: A year of reform"
    for words in ("A year of reform", "What has changed.", "Zhanbolat Ussenov", "202-232-5488"):
        assert words in found.html
        assert words in found.text
    assert "The text & more." in found.text
    assert "* one" in found.text
    assert "December 22, 2008" in found.text
    assert '<html lang="en">' in found.html


def test_both_parts_lead_to_the_same_places(missions: Missions) -> None:
    found = letter(
        missions.first,
        body=[text_block('<p><a href="/about/">Us</a> <a href="https://un.example/x?y=1&amp;z=2">UN</a></p>')],
        contact=make_contact(missions.first),
    )
    html, text = links(found)
    assert {address.replace("&amp;", "&") for address in html} == text
    assert "https://un.example/x?y=1&z=2" in text
    assert "http://aland.example/about/" in text
    assert any(MARK in address for address in text)
    assert all(address.startswith(("http://", "https://")) for address in text)


def test_pictures_are_our_own_with_their_words_and_a_recording_is_a_link(missions: Missions) -> None:
    image = make_image(missions.first)
    make_first(image)
    sample = make_sample(missions.first)
    body = as_json(
        ("image", {"image": image.pk, "alt": "The steppe at dawn", "caption": "", "credit": ""}),
        ("audio_sample", sample.pk),
        ("text", '<p>Text <img src="https://elsewhere.example/pixel.gif" alt="x"></p>'),
    )
    page = make_bulletin(make_index(missions.first), category=make_category(missions.first), body=body)
    found = compose(make_issue(missions.first, page=page, index=page), "en", "")
    sources = re.findall(r'<img[^>]*src="([^"]+)"', found.html)
    assert sources
    assert all(source.startswith("http://aland.example/media/") for source in sources)
    assert "elsewhere" not in found.html
    assert 'alt="The steppe at dawn"' in found.html
    assert "[The steppe at dawn]" in found.text
    assert "<audio" not in found.html
    assert "srcset" not in found.html
    assert "/music/samples/dala-tany/" in found.html


def test_a_letter_fetches_no_style_and_runs_nothing(missions: Missions) -> None:
    html = letter(missions.first, body=[text_block("<p>Text</p>")]).html
    assert not re.search(r"<(?:script|link|iframe|form|object)\b|@import|url\(|\son\w+=", html)
    assert "prefers-color-scheme:dark" in html
    assert '<meta name="color-scheme" content="light dark">' in html


def test_tables_keep_their_cells_and_headings(missions: Missions) -> None:
    columns = [{"type": "text", "heading": "Day"}, {"type": "text", "heading": "Open"}]
    body = [("table", {"columns": columns, "rows": [{"values": ["Monday", "9 to 12"]}], "caption": "Hours"})]
    page = make_bulletin(make_index(missions.first), category=make_category(missions.first), body=as_json(*body))
    found = compose(make_issue(missions.first, page=page, index=page), "en", "")
    assert "Day | Open\nMonday | 9 to 12" in found.text
    for piece in ("<th", "Monday</td>", "Hours"):
        assert piece in found.html


def test_a_long_bulletin_is_cut_between_its_parts_and_leads_on(missions: Missions, settings: Any) -> None:
    settings.LIST_LETTER_KB = 10
    body = [text_block(f"<p>Part {number}. {'word ' * 200}</p>") for number in range(20)]
    found = letter(missions.first, body=body)
    assert len(found.html.encode()) <= 10 * 1024
    assert "Part 0." in found.html
    assert "Part 19." not in found.html + found.text
    assert "Read the rest on our site" in found.html
    assert "Read the rest on our site <http://aland.example/news/" in found.text


def test_a_short_bulletin_is_not_cut(missions: Missions) -> None:
    assert "Read the rest" not in letter(missions.first, body=[text_block("<p>Short</p>")]).html


def test_who_speaks_another_language_gets_the_one_for_all_others(missions: Missions) -> None:
    issue = make_issue(missions.first)
    for code in ("en", "kk"):
        make_reader(missions.first, f"{code}@example.org", language=code)
    assert languages(issue) == ["en"]
    prepare(issue, NOON)
    assert dict(issue.deliveries.values_list("email", "language")) == {"en@example.org": "en", "kk@example.org": "en"}


def test_a_translated_bulletin_goes_out_in_each_of_its_languages(missions: Missions) -> None:
    mission = missions.first
    index = make_index(mission)
    page = make_bulletin(index, title="Reform", category=make_category(mission))
    kazakh = make_index(mission, "kk", source=index)
    make_bulletin(kazakh, title="Реформа жылы", translation_key=page.translation_key)
    issue = make_issue(mission, page=page, index=index)
    assert languages(issue) == ["en", "kk"]
    words = MissionWords.objects.filter(parent=mission.mission, language="kk").first()
    found = compose(issue, "kk", "")
    assert '<html lang="kk">' in found.html
    assert "Реформа жылы" in found.subject
    assert words is None or words.language == "kk"
    assert "/kk/" in found.text


@pytest.mark.parametrize("state", ["unpublished", "restricted", "elsewhere"])
def test_what_visitors_cannot_read_is_no_letter(missions: Missions, state: str) -> None:
    issue = make_issue(missions.first)
    page = BulletinPage.objects.get()
    if state == "unpublished":
        page.unpublish()
    elif state == "restricted":
        PageViewRestriction.objects.create(page=page, restriction_type="login")
    else:
        issue.site = missions.second.site
    with pytest.raises(NothingToSend):
        languages(issue)
    with pytest.raises(NothingToSend):
        compose(issue, "en", "")


@pytest.mark.parametrize("in_archive", [True, False])
def test_the_way_to_the_archive_is_there_where_the_letter_is(missions: Missions, in_archive: bool) -> None:
    issue = make_issue(missions.first, in_archive=in_archive)
    assert ("/subscribe/archive/" in compose(issue, "en", "").html) is in_archive


def weekly(mission: TestMission) -> Issue:
    end = NOON
    return Issue.objects.create(
        site=mission.site, kind="weekly", title="Week", fallback="en", made_at=end, state="preparing",
        period_from=end - timedelta(days=7), period_to=end,
    )  # fmt: skip


def test_a_digest_tells_bulletins_events_and_recordings_with_links(missions: Missions) -> None:
    mission = missions.first
    category = make_category(mission)
    page = make_bulletin(make_index(mission), title="The bulletin", category=category, summary="Its deck.")
    BulletinPage.objects.filter(pk=page.pk).update(first_published_at=NOON - timedelta(days=1))
    make_event(make_calendar(mission.home["en"]), title="The concert", start_date=(NOON + timedelta(days=3)).date())
    sample = make_sample(mission)
    type(sample).objects.update(created_at=NOON - timedelta(days=2))
    issue = weekly(mission)
    found = compose(issue, "en", f"b{category.pk},e,m")
    for words in ("The bulletin", "Its deck.", "The concert", "Дала таңы"):
        assert words in found.html
        assert words in found.text
    html, text = links(found)
    assert html == text
    assert all(address.startswith("http://aland.example/") for address in text)
    only_music = compose(issue, "en", "m")
    assert "The concert" not in only_music.html
    assert "Дала таңы" in only_music.text


def test_another_mission_s_news_is_in_no_digest(missions: Missions) -> None:
    page = make_bulletin(make_index(missions.second), title="Theirs", category=make_category(missions.second))
    BulletinPage.objects.filter(pk=page.pk).update(first_published_at=NOON - timedelta(days=1))
    assert "Theirs" not in compose(weekly(missions.first), "en", f"b{page.category_id},e,m").html
