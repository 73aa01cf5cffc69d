"""Music as a visitor hears it: a real browser plays and seeks what the real server sends."""

import re

import pytest
from playwright.sync_api import Page, Response, expect

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("site")]
PLAYING = "from => window.heard && !heard.paused && !heard.seeking && heard.currentTime > from + 0.5"
# The one recording that sounds belongs to no place in the page.
EAR = (
    "{ const { play } = HTMLMediaElement.prototype;"
    " HTMLMediaElement.prototype.play = function () { window.heard = this; return play.call(this); }; }"
)


@pytest.fixture
def page(browser_context) -> Page:
    browser_context.add_init_script(EAR)
    return browser_context.new_page()


def player_of(page: Page, label: str):
    """The player that stands under a label, such as Music sample 2."""
    sample = page.locator("article.sample").filter(has_text=re.compile(rf"\b{label}\b"))
    expect(sample).to_have_count(1)
    return sample.locator("sample-player")


def test_a_sample_plays_and_goes_on_from_where_it_is_put(page, running_site):
    heard: list[Response] = []
    page.on("response", lambda response: heard.append(response) if "/music/audio/" in response.url else None)
    page.goto(running_site.url)
    player = player_of(page, "Music sample 2")
    assert heard == []  # nothing is fetched before somebody wants to hear it

    player.get_by_role("button", name="Play").click()
    page.wait_for_function(PLAYING, arg=0, timeout=20_000)

    length = page.evaluate("heard.duration")
    aim = int(0.8 * length)
    slider = player.locator("input.player-position")
    slider.evaluate(
        "(slider, value) => { slider.value = value; for (const name of ['input', 'change']) slider.dispatchEvent(new Event(name)); }",
        aim,
    )
    page.wait_for_function(PLAYING, arg=aim, timeout=20_000)
    assert aim < page.evaluate("heard.currentTime") < length

    assert 206 in {response.status for response in heard}
    assert {response.headers["content-type"] for response in heard} == {"audio/ogg"}
    assert all(re.fullmatch(r"bytes \d+-\d+/\d+", response.headers["content-range"]) for response in heard)


def test_without_script_three_native_players_have_working_sources(browser, running_site):
    context = browser.new_context(java_script_enabled=False)
    try:
        page = context.new_page()
        page.goto(running_site.url)
        players = page.locator("audio[controls]")
        expect(players).to_have_count(3)
        for player in players.all():
            expect(player).to_be_visible()
            source = player.locator("source").first.get_attribute("src")
            first = context.request.get(running_site.url + source, headers={"Range": "bytes=0-99"})
            assert (first.status, len(first.body())) == (206, 100)
            whole = context.request.get(running_site.url + source)
            assert whole.status == 200
            assert whole.headers["content-type"].startswith("audio/")
            assert len(whole.body()) == int(first.headers["content-range"].rpartition("/")[2])
    finally:
        context.close()


def test_a_browser_shows_no_complaint_while_it_plays(page, running_site):
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.goto(running_site.url)
    player = player_of(page, "Music sample 3")
    player.get_by_role("button", name="Play").click()
    page.wait_for_function(PLAYING, arg=0, timeout=20_000)
    assert complaints == []
