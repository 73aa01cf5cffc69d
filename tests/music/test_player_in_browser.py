"""The player's manners in a real browser: one at a time, by keyboard, and what it says when it cannot play."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("site")]


# The one recording that sounds belongs to no place in the page.
EAR = (
    "{ const { play } = HTMLMediaElement.prototype;"
    " HTMLMediaElement.prototype.play = function () { window.heard = this; return play.call(this); }; }"
)


@pytest.fixture
def page(browser_context, running_site) -> Page:
    browser_context.add_init_script(EAR)
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
    expect(first).to_have_attribute("state", "idle")
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
    page.wait_for_function("() => heard.currentTime > 19")
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
    assert page.evaluate("heard.currentTime") > 0.4 * length


def test_sound_goes_off_and_on_and_has_a_level(page):
    player = page.locator("sample-player").first
    player.locator(".player-play").click()
    expect(player).to_have_attribute("state", "playing", timeout=20_000)
    player.locator(".player-mute").click()
    assert page.evaluate("heard.muted")
    expect(player.locator(".player-mute")).to_have_attribute("aria-label", re.compile("^Sound on"))
    player.locator(".player-level").focus()
    page.keyboard.press("End")
    page.keyboard.press("ArrowLeft")
    assert not page.evaluate("heard.muted")
    assert 0 < page.evaluate("heard.volume") < 1
    page.reload()
    expect(page.locator("#playing")).to_have_attribute("state", "playing", timeout=20_000)
    assert 0 < page.evaluate("heard.volume") < 1  # this browser has kept it


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


def press_on(page: Page, keys: str) -> None:
    page.locator("[data-part=position]").focus()
    for key in keys.split():
        page.keyboard.press(key)


def test_every_control_of_the_bar_has_a_key(page):
    page.locator("sample-player .player-play").first.click()
    bar = page.locator("#playing")
    expect(bar).to_have_attribute("state", "playing", timeout=20_000)
    press_on(page, "KeyM KeyR Period Minus")
    assert page.evaluate("[heard.loop, heard.playbackRate, heard.volume, heard.muted]") == [True, 1.25, 0.9, False]
    expect(page.locator("[data-part=loop]")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("[data-part=speed]")).to_have_value("1.25")
    press_on(page, "Digit5")
    page.wait_for_function("() => Math.abs(heard.currentTime / heard.duration - 0.5) < 0.1")
    press_on(page, "KeyJ")
    page.wait_for_function("() => heard.currentTime / heard.duration < 0.5")
    press_on(page, "KeyK")
    expect(bar).to_have_attribute("state", "idle")
    title = page.locator("[data-part=title]").inner_text()
    press_on(page, "KeyN")
    expect(page.locator("[data-part=title]")).not_to_have_text(title)
    press_on(page, "Shift+Slash")
    expect(page.locator("#playing-keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#playing-keys")).to_be_hidden()


def test_a_letter_outside_of_the_player_is_the_pages(page):
    page.locator("sample-player .player-play").first.click()
    expect(page.locator("#playing")).to_have_attribute("state", "playing", timeout=20_000)
    page.locator("header input[name=q]").first.focus()
    page.keyboard.type("km")
    expect(page.locator("header input[name=q]").first).to_have_value("km")
    assert not page.evaluate("heard.muted || heard.paused")


def test_the_address_of_a_second_is_copied_and_opens_there(page, running_site):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=running_site.url)
    page.locator(".sample-label a").first.click()
    second = 12
    page.goto(f"{page.url}#t=0:{second}")
    player = page.locator("sample-player.player-large")
    expect(player.locator(".player-position")).to_have_value(str(second))
    player.locator(".player-play").click()
    expect(player).to_have_attribute("state", "playing", timeout=20_000)
    assert page.evaluate("heard.currentTime") >= second
    page.locator(".player-share").click()
    expect(page.locator(".player-share")).to_contain_text("#t=")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(page.url.partition("#")[0])
    assert second <= int(copied.rpartition("#t=")[2]) < second + 20


RECORDED = """
(() => {
  window.acts = {}; window.states = [];
  const { setActionHandler, setPositionState } = MediaSession.prototype;
  MediaSession.prototype.setActionHandler = function (name, act) {
    if (act) window.acts[name] = act; else delete window.acts[name];
    return setActionHandler.call(this, name, act);
  };
  MediaSession.prototype.setPositionState = function (state) {
    window.states.push(state);
    return setPositionState.call(this, state);
  };
})();
"""


def test_the_lock_screen_is_told_what_plays_and_steers_it(page, running_site):
    page.context.add_init_script(RECORDED)
    page.goto(f"{running_site.url}/music/")
    assert page.evaluate("navigator.mediaSession.metadata") is None
    first = page.locator("sample-player").first
    first.locator(".player-play").click()
    expect(first).to_have_attribute("state", "playing", timeout=20_000)
    told = page.evaluate(
        "(({title, artist, artwork}) => [title, artist, artwork.map(one => one.src)])(navigator.mediaSession.metadata)"
    )
    assert told[0] == first.get_attribute("data-title")
    assert told[1] == first.get_attribute("data-artist")
    assert told[2] == [running_site.url + first.get_attribute("data-cover")]
    names = {"play", "pause", "stop", "seekto", "seekbackward", "seekforward", "nexttrack", "previoustrack"}
    assert set(page.evaluate("Object.keys(acts)")) == names
    page.evaluate("acts.pause({action: 'pause'})")
    expect(first).to_have_attribute("state", "idle")
    assert page.evaluate("navigator.mediaSession.playbackState") == "paused"
    page.evaluate("acts.play({action: 'play'})")
    expect(first).to_have_attribute("state", "playing")
    page.evaluate("acts.seekto({action: 'seekto', seekTime: 20})")
    page.wait_for_function("() => heard.currentTime >= 20")
    page.evaluate("acts.seekforward({action: 'seekforward'})")
    page.wait_for_function("() => heard.currentTime >= 30")
    page.evaluate("acts.seekbackward({action: 'seekbackward', seekOffset: 15})")
    page.wait_for_function("() => heard.currentTime < 20")
    state = page.evaluate("states.filter(Boolean).at(-1)")
    assert 10 < state["position"] < 30 < state["duration"]
    assert state["playbackRate"] == 1
    page.evaluate("acts.nexttrack({action: 'nexttrack'})")
    expect(page.locator("sample-player").nth(1)).to_have_attribute("state", "playing", timeout=20_000)
    page.evaluate("acts.previoustrack({action: 'previoustrack'})")
    expect(first).to_have_attribute("state", "playing", timeout=20_000)


def test_a_programme_is_played_from_its_first_to_its_last(page):
    page.locator(".programmes a").first.click()
    page.get_by_role("button", name="Play all").click()
    players = page.locator(".programme sample-player")
    expect(players.first).to_have_attribute("state", "playing", timeout=20_000)
    page.evaluate("heard.currentTime = heard.duration - 0.3")
    expect(players.nth(1)).to_have_attribute("state", "playing", timeout=20_000)
