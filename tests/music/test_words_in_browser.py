"""Words in a real browser: the line that is heard is marked, a click or Enter on a line plays it, chapters are steps."""

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("site")]
PLAYING = "from => window.heard && !heard.paused && !heard.seeking && heard.currentTime > from"
EAR = (
    "{ const { play } = HTMLMediaElement.prototype;"
    " HTMLMediaElement.prototype.play = function () { window.heard = this; return play.call(this); }; }"
)
SONG = "/music/samples/music-sample-1/"


@pytest.fixture
def page(browser_context) -> Page:
    browser_context.add_init_script(EAR)
    return browser_context.new_page()


def line_of(page: Page, text: str):
    return page.locator("a.words-line").filter(has_text=text)


def is_inside(page: Page, text: str) -> bool:
    """Whether a line stands within the frame of its box."""
    line, box = line_of(page, text).bounding_box(), page.locator(".words-box").bounding_box()
    return box["y"] <= line["y"] and line["y"] + line["height"] <= box["y"] + box["height"] + 1


def test_the_line_follows_and_a_click_or_enter_jumps(page, running_site):
    page.set_viewport_size({"width": 1000, "height": 420})
    page.goto(running_site.url + SONG)
    assert page.locator(".words-box [aria-current]").count() == 0

    line_of(page, "Алыстан").click()
    page.wait_for_function(PLAYING, arg=15, timeout=20_000)
    assert page.evaluate("heard.currentTime") < 20
    expect(line_of(page, "Алыстан")).to_have_attribute("aria-current", "true")
    assert page.url.endswith(SONG)

    # What comes next is marked by itself, and what was is not.
    page.evaluate("heard.currentTime = 20")
    expect(line_of(page, "Жұлдыздар")).to_have_attribute("aria-current", "true", timeout=5000)
    expect(page.locator(".words-box [aria-current]")).to_have_count(1)

    # In the pause between the verses no line is.
    page.evaluate("heard.currentTime = 25.6")
    expect(page.locator(".words-box [aria-current]")).to_have_count(0)

    # By keyboard; the line comes into sight inside of its box, and the page stays where it is.
    line_of(page, "Домбырам").focus()
    page.keyboard.press("Enter")
    page.wait_for_function(PLAYING, arg=40, timeout=20_000)
    expect(line_of(page, "Домбырам")).to_have_attribute("aria-current", "true")
    stands = page.evaluate("scrollY")
    page.evaluate("document.querySelector('.words-box').scrollTop = 0")
    page.evaluate("heard.currentTime = 45.9")
    expect(line_of(page, "Кең дала")).to_have_attribute("aria-current", "true", timeout=5000)
    page.wait_for_timeout(1000)
    assert is_inside(page, "Кең дала")
    assert page.evaluate("scrollY") == stands


def test_who_reads_elsewhere_is_left_there(page, running_site):
    page.set_viewport_size({"width": 1000, "height": 420})
    page.goto(running_site.url + SONG)
    line_of(page, "Таң атты").click()
    page.wait_for_function(PLAYING, arg=4, timeout=20_000)
    page.locator(".words-box").hover()
    page.mouse.wheel(0, 2000)
    page.wait_for_function("() => document.querySelector('.words-box').scrollTop > 50")
    page.evaluate("heard.currentTime = 9.4")
    expect(line_of(page, "Шық басқан")).to_have_attribute("aria-current", "true", timeout=5000)
    page.wait_for_timeout(600)
    assert page.evaluate("document.querySelector('.words-box').scrollTop") > 50


def test_chapters_are_marked_named_in_the_bar_and_stepped_through_with_keys(page, running_site):
    page.goto(running_site.url + SONG)
    page.locator(".chapters a").nth(1).click()
    page.wait_for_function(PLAYING, arg=14, timeout=20_000)
    expect(page.locator(".chapters [aria-current]")).to_have_text("0:14 Ән")
    expect(page.locator("#playing [data-part=artist]")).to_contain_text("Ән")
    page.locator("sample-player.player-large .player-play").focus()
    page.keyboard.press("BracketRight")
    page.wait_for_function(PLAYING, arg=46, timeout=20_000)
    expect(page.locator(".chapters [aria-current]")).to_contain_text("Қайтарым")
    page.keyboard.press("BracketLeft")
    expect(page.locator(".chapters [aria-current]")).to_contain_text("Ән")


def test_a_result_of_the_search_opens_at_its_second_also_while_something_plays(page, running_site):
    page.goto(f"{running_site.url}/search/?q=домбырам")
    page.get_by_role("main").get_by_role("link", name="Дала таңы").click()
    expect(line_of(page, "Домбырам")).to_have_attribute("aria-current", "true")
    assert is_inside(page, "Домбырам")
    page.locator("sample-player.player-large .player-play").click()
    page.wait_for_function(PLAYING, arg=40, timeout=20_000)

    # The page is swapped now, not loaded.
    page.evaluate("window.stays = true")
    page.get_by_role("search").get_by_role("searchbox").first.fill("жұлдыздар")
    page.keyboard.press("Enter")
    page.get_by_role("main").get_by_role("link", name="Дала таңы").click()
    expect(line_of(page, "Жұлдыздар")).to_have_attribute("aria-current", "true")
    assert page.evaluate("window.stays && !heard.paused && heard.currentTime < 30")


def test_without_script_a_line_is_the_address_of_its_second(browser, running_site):
    context = browser.new_context(java_script_enabled=False)
    try:
        page = context.new_page()
        page.goto(running_site.url + SONG)
        line_of(page, "Домбырам").click()
        assert page.url.endswith(f"{SONG}#t=40")
        expect(page.get_by_text("My dombra, add your song to mine,")).to_be_visible()
    finally:
        context.close()
