"""The player's own count in a real browser: what has sounded, once, and nothing of what was skipped."""

import sqlite3
import time

import pytest
from playwright.sync_api import Page, Request, Route, expect

from tests.music import audio_files as files

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("site")]
# Chromium as people use it; with its own name it would be taken for the robot that it is here.
AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
SECONDS = 4.0


@pytest.fixture
def told() -> list[Request]:
    return []


@pytest.fixture
def asked() -> list[str]:
    return []


@pytest.fixture
def page(browser, running_site, told, asked):
    context = browser.new_context(viewport={"width": 1280, "height": 800}, user_agent=AGENT)
    page = context.new_page()
    sound = files.plain("mp3", SECONDS, 91)

    def short(route: Route) -> None:
        asked.append(route.request.url)
        first = int(route.request.headers.get("range", "bytes=0-").removeprefix("bytes=").partition("-")[0])
        where = {"Accept-Ranges": "bytes", "Content-Range": f"bytes {first}-{len(sound) - 1}/{len(sound)}"}
        route.fulfill(status=206, content_type="audio/mpeg", headers=where, body=sound[first:])

    page.route("**/music/audio/**", short)
    page.on("request", lambda request: told.append(request) if request.url.endswith("/music/plays") else None)
    page.goto(f"{running_site.url}/music/")
    yield page
    context.close()


def counts(site, programme: bool) -> list[tuple[str, int]]:
    with sqlite3.connect(f"file:{site.var / 'db.sqlite3'}?mode=ro", uri=True) as database:
        sign = "<>" if programme else "="
        return database.execute(f"SELECT way, number FROM music_playcount WHERE programme {sign} ''").fetchall()


def wait_for_count(site, **narrowed) -> list[tuple[str, int]]:
    end = time.monotonic() + 15
    while not (found := counts(site, **narrowed)) and time.monotonic() < end:
        time.sleep(0.2)
    return found


def play_to_the_end(page: Page, player) -> None:
    player.locator(".player-play").click()
    expect(player).to_have_attribute("state", "playing", timeout=20_000)
    expect(player).to_have_attribute("state", "idle", timeout=20_000)


def test_half_of_a_recording_counts_once_and_what_is_skipped_does_not(page, running_site, told, asked):
    player = page.locator("sample-player").first
    player.locator(".player-play").click()
    expect(player).to_have_attribute("state", "playing", timeout=20_000)
    player.locator(".player-position").focus()
    page.keyboard.press("End")
    expect(player).to_have_attribute("state", "idle", timeout=20_000)
    assert told == []

    play_to_the_end(page, player)
    play_to_the_end(page, player)
    assert [request.method for request in told] == ["POST"]
    assert told[0].response().status == 204
    assert wait_for_count(running_site, programme=False) == [("player", 1)]
    assert all("by=player" in address for address in asked)

    page.reload()
    play_to_the_end(page, page.locator("sample-player").first)
    assert len(told) == 2
    page.wait_for_timeout(4000)
    assert counts(running_site, programme=False) == [("player", 1)]


def test_what_is_heard_in_a_programme_counts_for_the_programme(page, running_site, told):
    page.goto(
        running_site.url + page.locator("main a[href^='/music/']:not([href*='samples'])").first.get_attribute("href")
    )
    player = page.locator(".programme sample-player").nth(1)
    player.locator(".player-play").click()
    expect(player).to_have_attribute("state", "playing", timeout=20_000)
    page.wait_for_timeout(int(SECONDS * 1000))
    assert told
    assert "programme=" in (told[0].post_data or "")
    assert wait_for_count(running_site, programme=True)[0][0] == "player"


def test_nothing_is_told_where_the_browser_asks_for_that(page, told):
    page.add_init_script("Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { value: true })")
    page.reload()
    play_to_the_end(page, page.locator("sample-player").first)
    assert told == []
