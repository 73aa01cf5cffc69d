"""Music goes on while a visitor walks through the site: measured inside the page, at each of its frames."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

import pytest
from playwright.sync_api import BrowserContext, Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("site")]

GAP_MS = 250
# Writes down by the clock of the page where the one recording is; `heard` is whatever began to play.
EAR = """
(() => {
  const play = HTMLMediaElement.prototype.play;
  HTMLMediaElement.prototype.play = function () { window.heard = this; return play.call(this); };
  window.places = [];
  let last = -1;
  setInterval(() => {
    const { heard } = window;
    if (!heard || (!window.places.length && !heard.currentTime)) return;
    window.places.push([performance.now(), heard.currentTime, heard.paused, heard.readyState]);
  }, 20);
})();
"""


@pytest.fixture
def context(browser_context: BrowserContext) -> BrowserContext:
    browser_context.add_init_script(EAR)
    return browser_context


def listening(context: BrowserContext, url: str) -> Page:
    page = context.new_page()
    page.goto(url)
    page.locator("sample-player .player-play").first.click()
    expect(page.locator("#playing")).to_have_attribute("state", "playing", timeout=20_000)
    page.evaluate("window.same = true")
    return page


def is_same_document(page: Page) -> bool:
    return page.evaluate("window.same === true")


def stays(page: Page, act: Callable[[], object], address: str) -> None:
    """Does something that leads to an address, and sees that the page was changed without being left."""
    before = page.evaluate("document.title + location.href")
    act()
    expect(page).to_have_url(re.compile(address))
    page.wait_for_function(
        "before => document.title + location.href !== before && !document.querySelector('main[aria-busy]')", arg=before
    )
    assert is_same_document(page), f"{address} was loaded anew"


def test_twelve_pages_in_a_row_and_no_gap(context, running_site):
    page = listening(context, f"{running_site.url}/music/")
    nav = page.locator(".site-nav")

    def search() -> None:
        page.locator("header input[name=q]").first.fill("kazakhstan")
        page.keyboard.press("Enter")

    def send() -> None:
        page.locator("#join input[name=email]").fill("listener@example.org")
        page.locator("#join button").click()

    stays(page, lambda: nav.get_by_role("link", name="Bulletins").click(), "/news/$")
    stays(page, lambda: page.locator("main a[href*='special-issue-no-24']").first.click(), "special-issue-no-24/$")
    stays(page, lambda: page.locator(".languages").first.get_by_role("link", name="KK").click(), "/kk/news/special")
    expect(page.locator("html")).to_have_attribute("lang", "kk")
    stays(page, lambda: page.locator(".languages").first.get_by_role("link", name="EN").click(), "/news/special")
    stays(page, search, r"/search/\?q=kazakhstan$")
    stays(page, lambda: page.locator("[rel=next]").first.click(), "page=2")
    stays(page, lambda: nav.get_by_role("link", name="Events").click(), "/events/$")
    stays(page, lambda: page.locator(".masthead-side [rel~=next]").click(), r"/events/\d{4}/\d\d/$")
    stays(page, lambda: page.go_back(wait_until="commit"), "/events/$")
    stays(page, lambda: page.go_forward(wait_until="commit"), r"/events/\d{4}/\d\d/$")
    stays(page, lambda: page.locator(".brand").first.click(), f"{re.escape(running_site.url)}/$")
    stays(page, send, "/subscribe/")

    places = page.evaluate("window.places")
    assert not any(paused for _now, _place, paused, _ready in places)
    assert all(after[1] >= before[1] for before, after in pairwise(places)), "it went back"
    assert longest_standstill(places) <= GAP_MS
    assert page.locator(".player-place").count() == 0


def longest_standstill(places: list[list[float]]) -> float:
    """Milliseconds for which the recording stood in one place, the time in which the page itself stood apart."""
    longest, since = 0.0, places[0]
    for before, after in pairwise(places):
        if after[1] > since[1]:
            # How much less was played than time went by.
            longest = max(longest, (after[0] - since[0]) - 1000 * (after[1] - since[1]))
            since = after
        else:
            longest = max(longest, before[0] - since[0])
    return longest


def test_title_words_focus_and_place_are_those_of_the_new_page(context, running_site):
    page = listening(context, f"{running_site.url}/music/")
    page.evaluate("scrollTo(0, 200)")
    # Clicked by script: Playwright would scroll to the link first.
    stays(page, lambda: page.evaluate("document.querySelector('.languages a[lang=kk]').click()"), "/kk/music/$")
    fresh = context.new_page()
    fresh.goto(f"{running_site.url}/kk/music/")
    head = (
        "[...document.querySelectorAll('title, meta[name=description], link[rel=canonical], link[hreflang]')]"
        ".map(one => one.outerHTML).sort()"
    )
    assert page.evaluate(head) == fresh.evaluate(head)
    assert page.evaluate("document.documentElement.dir") == fresh.evaluate("document.documentElement.dir")
    assert page.evaluate("document.activeElement.localName") == "h1"
    assert page.evaluate("scrollY") == 0
    expect(page.locator("[role=status][data-stays]")).to_have_text(page.title())
    label = fresh.locator("#playing").get_attribute("aria-label")
    expect(page.locator("#playing")).to_have_attribute("aria-label", label)
    page.go_back(wait_until="commit")
    expect(page).to_have_url(re.compile("/music/$"))
    page.wait_for_function("() => scrollY === 200")


def test_an_error_page_takes_the_place_too(context, running_site):
    page = listening(context, f"{running_site.url}/music/")
    page.evaluate("document.querySelector('.site-nav a').href = '/nowhere/'")
    stays(page, lambda: page.locator(".site-nav a").first.click(), "/nowhere/$")
    expect(page.locator("#playing")).to_have_attribute("state", "playing")


@pytest.mark.parametrize("address", ["/admin/login/", "/events/calendar.ics", "http://localhost:{port}/news/"])
def test_what_is_no_page_of_the_site_is_left_to_the_browser(context, running_site, address):
    page = listening(context, f"{running_site.url}/music/")
    target = address.format(port=running_site.url.rpartition(":")[2])
    prevented = page.evaluate(
        """address => new Promise(resolve => {
          const link = document.querySelector('.site-nav a');
          link.href = address;
          addEventListener('click', event => { resolve(event.defaultPrevented); event.preventDefault(); });
          link.click();
        })""",
        target,
    )
    assert prevented is False


def test_nothing_is_touched_before_something_plays(context, running_site):
    page = context.new_page()
    page.goto(f"{running_site.url}/music/")
    page.evaluate("window.same = true")
    page.locator(".site-nav a").first.click()
    expect(page).to_have_url(re.compile("/news/$"))
    assert not is_same_document(page)
    assert not page.locator("#playing").is_visible()


def test_a_page_that_cannot_be_fetched_is_loaded_as_always(context, running_site):
    page = listening(context, f"{running_site.url}/music/")
    page.route("**/news/", lambda route: route.abort() if route.request.resource_type == "fetch" else route.continue_())
    page.locator(".site-nav a").first.click()
    expect(page).to_have_url(re.compile("/news/$"))
    page.wait_for_function("() => window.same === undefined")
    # And what played is taken up again.
    expect(page.locator("#playing")).to_have_attribute("state", "playing", timeout=20_000)


def test_place_and_queue_are_there_after_a_reload(context, running_site):
    page = listening(context, f"{running_site.url}/music/")
    page.locator("[data-part=next]").click()
    page.wait_for_function("() => window.heard.currentTime > 2", timeout=20_000)
    title = page.locator("[data-part=title]").inner_text()
    page.reload()
    expect(page.locator("#playing")).to_have_attribute("state", "playing", timeout=20_000)
    expect(page.locator("[data-part=title]")).to_have_text(title)
    page.wait_for_function("() => window.heard.currentTime > 2", timeout=20_000)
    assert page.locator("[data-part=next]").is_enabled()
    page.locator("[data-part=close]").click()
    page.reload()
    assert not page.locator("#playing").is_visible()


def test_an_address_that_names_a_second_is_newer_than_what_the_tab_remembers(context, running_site):
    page = listening(context, f"{running_site.url}/music/samples/music-sample-1/")
    page.wait_for_function("() => window.heard.currentTime > 1", timeout=20_000)
    # As by a letter: the same page, loaded anew.
    page.goto("about:blank")
    page.goto(f"{running_site.url}/music/samples/music-sample-1/#t=40")
    expect(page.locator("#playing")).to_have_attribute("state", "playing", timeout=20_000)
    page.wait_for_function("() => window.heard.currentTime > 40.5", timeout=20_000)


def test_where_the_browser_wants_a_click_first_it_waits(context, running_site):
    context.add_init_script(
        "if (sessionStorage.getItem('playing')) HTMLMediaElement.prototype.play = "
        "() => Promise.reject(new DOMException('a click first', 'NotAllowedError'))"
    )
    page = listening(context, f"{running_site.url}/music/")
    page.wait_for_function("() => window.heard.currentTime > 1", timeout=20_000)
    page.reload()
    expect(page.locator("#playing")).to_have_attribute("state", "idle")
    expect(page.locator("[data-part=time]")).to_have_text(re.compile(r"^0:0[1-9] of"))


def test_another_tab_makes_this_one_pause(context, running_site):
    first = listening(context, f"{running_site.url}/music/")
    second = listening(context, f"{running_site.url}/")
    expect(first.locator("#playing")).to_have_attribute("state", "idle")
    expect(second.locator("#playing")).to_have_attribute("state", "playing")
    # It is loaded anew while the other plays, and does not take over.
    first.reload()
    first.wait_for_timeout(600)
    expect(second.locator("#playing")).to_have_attribute("state", "playing")
