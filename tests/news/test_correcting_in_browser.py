"""An editor corrects a bulletin in the admin; visitors see the note, both texts, the feed and the archive."""

import urllib.request
from urllib.parse import urljoin

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("site")]
SLUG = "books-from-almaty"
OLD = "Novels, verse and three dictionaries may be borrowed for a month."
NEW = "Novels, verse and five dictionaries may be borrowed for a month."
WHAT, WHY = "There are five dictionaries, not three.", "Two of them stood on another shelf."


@pytest.fixture
def desk(browser_context, running_site):
    """The editor's browser, on the form of a published bulletin."""
    page = browser_context.new_page()
    page.goto(f"{running_site.url}/admin/login/")
    page.fill("[name=username]", "editor")
    page.fill("[name=password]", running_site.passwords["editor"])
    page.click("button[type=submit]")
    page.wait_for_url(f"{running_site.url}/admin/")
    page.goto(f"{running_site.url}/admin/pages/search/?q=Forty+books")
    page.get_by_role("link", name="Forty books from Almaty, open to readers").first.click()
    page.wait_for_load_state("networkidle")
    if "/edit/" not in page.url:
        page.goto(page.url.rstrip("/") + "/edit/")
        page.wait_for_load_state("networkidle")
    return page


def published(page):
    """Presses the button that publishes, wherever the editor's menu has put it."""
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Publish", exact=True).click()
    page.wait_for_load_state("networkidle")


def read(url):
    with urllib.request.urlopen(url, timeout=20) as answer:
        return answer.read().decode()


def test_a_bulletin_is_corrected_and_readers_see_what_was_wrong(desk, browser_context, running_site):
    summary = desk.locator("[name=summary]")
    assert OLD in summary.input_value()
    summary.fill(summary.input_value().replace(OLD, NEW))
    desk.get_by_label("Correction: something was wrong").check()
    published(desk)
    assert "say what was changed" in desk.locator("main").inner_text()
    desk.locator("[name=correction_changed]").fill(WHAT)
    desk.locator("[name=correction_why]").fill(WHY)
    published(desk)
    url = f"{running_site.url}/news/{SLUG}/"
    desk.goto(url)
    note = desk.locator(".correction")
    assert WHAT in note.inner_text()
    assert NEW in desk.locator(".deck").inner_text()

    note.get_by_role("link", name="Read the earlier text").click()
    desk.wait_for_url(f"{url}versions/1/")
    assert OLD in desk.locator(".deck").inner_text()
    desk.get_by_role("link", name="compare it with the corrected text").click()
    desk.wait_for_url(f"{url}versions/1/compare/")
    assert desk.locator(".comparison del").inner_text().endswith("three")
    assert desk.locator(".comparison ins").inner_text().endswith("five")
    desk.set_viewport_size({"width": 320, "height": 700})
    assert desk.evaluate("document.documentElement.scrollWidth") <= 320
    same = desk.locator(".comparison-same p").nth(1)
    assert not same.is_visible()

    feed = read(urljoin(running_site.url, "/news/feed.atom"))
    assert WHAT in feed
    assert f"/news/{SLUG}/versions/1/" in feed
    desk.goto(f"{running_site.url}/news/2025/")
    assert "Corrected on" in desk.locator("article", has_text="Forty books").inner_text()
