"""The player's manners in a real browser: one at a time, by keyboard, and what it says when it cannot play."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("site")]


@pytest.fixture
def page(browser_context, running_site) -> Page:
    page = browser_context.new_page()
    page.goto(f"{running_site.url}/music/")
    expect(page.locator("sample-player[state]")).to_have_count(3)
    return page


def test_a_second_sample_stops_the_first(page):
    first, second = page.locator("sample-player").all()[:2]
    first.locator(".player-play").click()
    expect(first).to_have_attribute("state", "playing", timeout=20_000)
    second.locator(".player-play").click()
    expect(second).to_have_attribute("state", "playing", timeout=20_000)
    assert first.locator("audio").evaluate("audio => audio.paused")
    expect(first.locator(".player-play")).to_have_attribute("aria-label", re.compile("^Play"))
    expect(second.locator(".player-play")).to_have_attribute("aria-label", re.compile("^Pause"))


def test_the_keyboard_alone_plays_seeks_and_pauses(page):
    player = page.locator("sample-player").first
    player.locator(".player-play").focus()
    page.keyboard.press("Enter")
    expect(player).to_have_attribute("state", "playing", timeout=20_000)
    page.keyboard.press("Tab")
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    page.wait_for_function("audio => audio.currentTime > 19", arg=player.locator("audio").element_handle())
    page.keyboard.press("Space")
    expect(player).to_have_attribute("state", "idle")
    place = player.locator(".player-position").get_attribute("aria-valuetext")
    assert re.fullmatch(r"0:[12]\d of \d:\d\d", place)


def test_a_place_chosen_before_the_first_play_is_where_it_begins(page):
    player = page.locator("sample-player").first
    box = player.locator(".player-position").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    player.locator(".player-play").click()
    expect(player).to_have_attribute("state", "playing", timeout=20_000)
    length = float(player.get_attribute("data-duration"))
    assert player.locator("audio").evaluate("audio => audio.currentTime") > 0.4 * length


def test_sound_goes_off_and_on_and_has_a_level(page):
    player = page.locator("sample-player").first
    audio = player.locator("audio")
    player.locator(".player-mute").click()
    assert audio.evaluate("audio => audio.muted")
    expect(player.locator(".player-mute")).to_have_attribute("aria-label", re.compile("^Sound on"))
    player.locator(".player-level").focus()
    page.keyboard.press("End")
    page.keyboard.press("ArrowLeft")
    assert not audio.evaluate("audio => audio.muted")
    assert 0 < audio.evaluate("audio => audio.volume") < 1


def test_what_cannot_be_played_is_said_and_can_be_downloaded(page):
    def broken(route: Route) -> None:
        route.fulfill(status=200, content_type="audio/mpeg", body="no sound")

    page.route("**/music/audio/**", broken)
    player = page.locator("sample-player").first
    player.locator(".player-play").click()
    expect(player).to_have_attribute("state", "failed", timeout=20_000)
    sentence = player.locator(".player-failed")
    expect(sentence).to_be_visible()
    expect(sentence.get_by_role("link", name="Download it")).to_have_attribute("href", re.compile("^/music/audio/"))
