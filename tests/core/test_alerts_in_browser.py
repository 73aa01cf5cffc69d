"""An alert in a page that is not loaded but takes the place of another, while music plays; and in forced colours."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.running import RunningSite

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("site")]

ALERT = (
    '<section class="alert alert-emergency" aria-labelledby="alert-1">'
    '<p id="alert-1"><span class="alert-level">Emergency:</span> <strong>Leave the building</strong></p>'
    "</section>"
)


def with_alert(route: Route) -> None:
    """The page as it will be once an editor has put up an alert."""
    answer = route.fetch()
    head, mark, rest = answer.text().partition('<a class="skip"')
    assert mark
    route.fulfill(response=answer, body=f"{head}{ALERT}{mark}{rest}")


def listening(page: Page, url: str) -> None:
    page.goto(url)
    page.locator("sample-player .player-play").first.click()
    expect(page.locator("#playing")).to_have_attribute("state", "playing", timeout=20_000)
    page.evaluate("window.same = true")


def test_an_alert_comes_and_goes_with_the_pages_while_music_plays_and_is_said_once(
    browser_context, running_site: RunningSite
):
    page = browser_context.new_page()
    page.route("**/events/", with_alert)
    page.route("**/news/", with_alert)
    listening(page, f"{running_site.url}/music/")
    nav = page.locator(".site-nav")
    said = page.locator("[role=status][data-stays]").first
    nav.get_by_role("link", name="Events").click()
    expect(page.locator("body > .alert")).to_have_text("Emergency: Leave the building")
    expect(said).to_contain_text("Emergency: Leave the building. ")
    nav.get_by_role("link", name="Bulletins").click()
    expect(page.locator("body > .alert")).to_have_count(1)
    expect(said).to_contain_text("Bulletins")
    expect(said).not_to_contain_text("Emergency")
    nav.get_by_role("link", name="Music").click()
    expect(page.locator("body > .alert")).to_have_count(0)
    assert page.evaluate("window.same === true")


def test_a_contact_alone_is_printed_as_one_card(browser: Browser, running_site: RunningSite):
    page = browser.new_page()
    page.goto(f"{running_site.url}/contacts/press-officer/")
    expect(page.get_by_role("button", name="Print this card")).to_be_visible()
    printed = page.pdf(prefer_css_page_size=True)
    assert printed.count(b"/Type /Page\n") + printed.count(b"/Type /Page/") + printed.count(b"/Type /Page ") == 1
    # 85 by 55 mm in points, rounded by the browser to whole pixels.
    box = printed.partition(b"/MediaBox [")[2].partition(b"]")[0].split()
    assert [round(float(side) / 72 * 25.4) for side in box[2:]] == [85, 55]
    page.close()
