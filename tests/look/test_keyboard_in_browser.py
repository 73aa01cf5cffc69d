"""Without a mouse: where the keys lead, in which order, and whether one sees it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.visits import Visits, show

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("site")]

KINDS = ("home", "bulletin", "month", "programme", "search-results", "sign-up-errors")
MOST_STOPS = 250
# Of the element that has the focus: what it is, whether it is seen, and whether it comes after the one before.
STOP = """() => {
  const element = document.activeElement;
  if (element === document.body) return null;
  const style = getComputedStyle(element);
  const box = element.getBoundingClientRect();
  const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  const before = window.before;
  window.before = element;
  return {
    what: element.outerHTML.slice(0, 90),
    outline: style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth),
    seen: box.width > 0 && box.right > 0 && box.bottom > 0 && box.top < innerHeight && box.left < innerWidth,
    covered: top && (element.contains(top) || top.contains(element)) ? "" : (top || document.body).outerHTML.slice(0, 90),
    later: !before || Boolean(before.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING),
  };
}"""
REACHABLE = """() => {
  const groups = new Set();
  return [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")].filter(
    (element) => {
      if (element.tabIndex < 0 || element.disabled || element.type === "hidden") return false;
      if (!element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true })) return false;
      if (element.type !== "radio") return true;
      return !groups.has(element.name) && groups.add(element.name);
    },
  ).length;
}"""


@pytest.fixture(scope="module")
def visits(browser, running_site) -> Iterator[Visits]:
    visits = Visits(browser, running_site)
    yield visits
    visits.close()


def stops(page: Page) -> Iterator[dict[str, Any]]:
    """Everything that the key for the next one comes to, from the first link until it begins again."""
    page.keyboard.press("Shift")  # the browser now knows that keys are used
    page.evaluate("() => { window.before = null; document.querySelector('.skip').focus() }")
    first = stop = page.evaluate(STOP)
    for _number in range(MOST_STOPS):
        yield stop
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        if stop is None or stop["what"] == first["what"]:
            return
    pytest.fail("The keys do not come to the end of the page.")


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("name", KINDS)
def test_every_stop_is_seen_and_in_order(visits, name, width):
    page, _response = visits.open(name)
    show(page, width, "light")
    way = list(stops(page))
    assert len(way) == page.evaluate(REACHABLE)
    for stop in way:
        assert stop["outline"] >= 2, stop
        assert stop["seen"], stop
        assert not stop["covered"], stop
        assert stop["later"], stop


def test_the_skip_link_shows_itself_and_leads_into_the_content(visits):
    page, _response = visits.open("bulletin")
    show(page, 1280, "light")
    skip = page.locator(".skip")
    assert skip.bounding_box()["y"] < 0
    page.keyboard.press("Tab")
    assert skip.bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_the_menu_of_narrow_screens_opens_and_closes_by_key(visits):
    page, _response = visits.open("news")
    show(page, 320, "light")
    summary, panel = page.locator(".menu > summary"), page.locator(".menu-panel")
    summary.focus()
    page.keyboard.press("Enter")
    expect(panel).to_be_visible()
    page.keyboard.press("Tab")
    expect(panel.get_by_role("link", name="Bulletins")).to_be_focused()
    summary.focus()
    page.keyboard.press("Space")
    expect(panel).to_be_hidden()


def test_a_day_of_the_month_opens_by_key_and_says_its_date(visits):
    page, _response = visits.open("home")
    show(page, 1280, "light")
    day = page.locator(".month-table a").first
    month, year = page.locator(".month-name").inner_text().split()
    assert month in day.inner_text()
    assert year in day.inner_text()
    day.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/events/**")
