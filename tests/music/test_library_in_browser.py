"""What an editor sees of the library without scrolling sideways, or down to the first field."""

import pytest
from playwright.sync_api import Page

from tests.music.test_upload_in_browser import log_in

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("site")]

LIBRARY = "/admin/music/samples/"
# By how many pixels something is wider than its place.
OVERFLOW = """() => Math.max(...["html", ".result-list"].map((place) => {
    const box = document.querySelector(place);
    return box.scrollWidth - box.clientWidth;
}))"""


@pytest.fixture
def page(browser_context, running_site) -> Page:
    page = browser_context.new_page()
    log_in(page, running_site)
    return page


@pytest.mark.parametrize("width", [1280, 1024])
@pytest.mark.parametrize("filters", ["", "?public=1"])
def test_the_list_is_as_wide_as_its_place_beside_the_open_menu(page, running_site, width, filters):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{running_site.url}{LIBRARY}{filters}")
    assert page.locator(".sidebar").bounding_box()["width"] > 150
    assert page.locator(".result-list tbody tr").count() > 2
    assert page.evaluate(OVERFLOW) <= 0


def test_the_first_fields_of_a_recording_are_in_the_first_view(page, running_site):
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{running_site.url}{LIBRARY}")
    page.get_by_role("link", name="Edit").first.click()
    title = page.get_by_label("Title", exact=True).first
    box = title.bounding_box()
    assert box["y"] + box["height"] < 800
    page.get_by_role("tab", name="Analysis and plays").click()
    assert page.get_by_role("heading", name="Analysis").is_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_the_frame_has_room_for_everything_at_280_pixels(browser, running_site, scripts):
    context = browser.new_context(viewport={"width": 280, "height": 292}, java_script_enabled=scripts)
    page = context.new_page()
    page.goto(f"{running_site.url}/music/")
    address = page.locator("a[href*='/music/samples/']").first.get_attribute("href")
    page.goto(f"{running_site.url}{address}embed/")
    for element in page.locator("main a, main audio, main button, main input, main time").all():
        box = element.bounding_box() if element.is_visible() else None
        assert box is None or (box["x"] >= 0 and box["x"] + box["width"] <= 280), element.evaluate(
            "one => one.outerHTML"
        )
    assert page.evaluate("() => [document.documentElement.scrollWidth, document.documentElement.scrollHeight]") == [
        280,
        292,
    ]
    context.close()
