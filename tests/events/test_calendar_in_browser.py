"""What only a browser can show of the calendar: arrow keys in the month, the visitor's own clock, the copied address."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.running import RunningSite

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("site")]


@pytest.fixture(scope="module")
def open_page(browser: Browser, running_site: RunningSite) -> Iterator:
    contexts = []

    def opened(address: str, **options) -> Page:
        options = {"viewport": {"width": 1280, "height": 800}, "reduced_motion": "reduce", **options}
        contexts.append(browser.new_context(**options))
        page = contexts[-1].new_page()
        page.goto(running_site.url + address)
        return page

    yield opened
    for context in contexts:
        context.close()


def day_with_focus(page: Page) -> str:
    return page.evaluate("document.activeElement.closest('td')?.querySelector('time')?.dateTime ?? ''")


def test_arrows_walk_through_the_days_and_enter_opens_what_takes_place(open_page):
    page = open_page("/events/2023/03/")
    first = page.locator(".month-large td[tabindex='0']")
    expect(first).to_have_count(1)
    first.focus()
    assert day_with_focus(page) == "2023-03-01"
    for key, day in (
        ("ArrowRight", "2023-03-02"),
        ("ArrowDown", "2023-03-09"),
        ("ArrowLeft", "2023-03-08"),
        ("ArrowUp", "2023-03-01"),
        ("Home", "2023-02-27"),
        ("ArrowUp", "2023-02-27"),
        ("End", "2023-03-05"),
    ):
        page.keyboard.press(key)
        assert day_with_focus(page) == day, key
    for _step in range(2):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowLeft")
    for _step in range(2):
        page.keyboard.press("ArrowLeft")
    assert day_with_focus(page) == "2023-03-16"
    page.keyboard.press("Enter")
    assert "Dombra evening of 2023" in page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.tagName") == "TD"
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.wait_for_url("**/events/dombra-evening-2023/")


def test_page_keys_turn_the_months_and_the_table_goes_on_working(open_page):
    page = open_page("/events/2023/03/")
    page.locator(".month-large td[tabindex='0']").focus()
    page.keyboard.press("PageDown")
    page.wait_for_url("**/events/2023/04/")
    expect(page.locator(".month-large td[tabindex='0']")).to_have_count(1)
    page.locator(".month-large td[tabindex='0']").focus()
    page.keyboard.press("PageUp")
    page.wait_for_url("**/events/2023/03/")


def test_every_link_of_the_table_is_still_reached_by_tab(open_page):
    page = open_page("/events/2023/03/")
    page.locator(".month-large td[tabindex='0']").focus()
    for _press in range(30):
        page.keyboard.press("Tab")
        if "Dombra evening of 2023" in page.evaluate("document.activeElement.textContent"):
            return
    pytest.fail("Tab does not reach the event")


@pytest.mark.parametrize(("zone", "hours"), [("Asia/Tokyo", "07:30 to 09:30"), ("America/New_York", "")])
def test_the_visitors_own_clock_is_shown_where_it_differs(open_page, zone, hours):
    page = open_page("/events/dombra-evening-2023/", timezone_id=zone)
    own = page.locator(".zone-own")
    expect(own).to_have_count(1 if hours else 0)
    if hours:
        assert hours in own.inner_text()
        assert "Tokyo" in own.inner_text()
        assert "17 March 2023" in own.inner_text()


def test_without_script_the_page_says_nothing_of_the_visitors_clock(open_page):
    page = open_page("/events/dombra-evening-2023/", java_script_enabled=False, timezone_id="Asia/Tokyo")
    expect(page.locator(".zone-own")).to_have_count(0)
    assert "18:30 to 20:30" in page.locator(".zones").inner_text()


def test_the_address_of_the_calendar_is_copied(open_page, running_site):
    page = open_page("/events/", permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()").endswith("/events/calendar.ics")


def test_without_script_the_address_can_be_marked_and_no_button_poses(open_page):
    page = open_page("/events/", java_script_enabled=False)
    expect(page.locator("#keep-address")).to_be_visible()
    expect(page.locator("[data-copy]")).to_be_hidden()


def test_the_form_leads_to_any_month_without_script(open_page):
    page = open_page("/events/", java_script_enabled=False)
    page.get_by_label("Month", exact=True).select_option("3")
    page.get_by_label("Year").fill("2023")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**/events/2023/03/")
