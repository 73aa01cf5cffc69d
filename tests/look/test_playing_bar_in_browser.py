"""The bar of what plays, on every width and in every scheme: nothing for axe to find, nothing sideways, nothing hidden by it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.look.test_pages_in_browser import MEASURES, RULES, violations
from tests.programs import need
from tests.visits import show

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("site")]

HEIGHT = 61


@pytest.fixture
def page(browser_context, running_site):
    page = browser_context.new_page()
    page.goto(f"{running_site.url}/music/")
    page.locator("sample-player .player-play").first.click()
    expect(page.locator("#playing")).to_have_attribute("state", "playing", timeout=20_000)
    page.evaluate(Path(need("axe")).read_text(encoding="utf-8"))
    page.evaluate(MEASURES)
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_the_bar_is_for_everybody(page, width, scheme):
    show(page, width, scheme)
    found = [violations(page, {"type": "tag", "values": RULES})]
    assert page.locator("#playing").bounding_box()["height"] == HEIGHT
    more = page.locator("[data-part=more]")
    if more.is_visible():
        more.click()
    page.locator("[data-part=keys]").click()
    found.append(violations(page, {"type": "tag", "values": RULES}))
    assert found == [[], []]
    assert page.evaluate("measures.sideways()") == []
    assert page.evaluate("measures.small()") == []


def test_the_end_of_the_page_is_not_under_the_bar(page):
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    page.wait_for_function("() => scrollY + innerHeight >= document.documentElement.scrollHeight - 1")
    end = page.locator(".site-footer").bounding_box()
    assert end["y"] + end["height"] <= page.locator("#playing").bounding_box()["y"] + 1


def test_every_control_of_the_bar_has_a_name(page):
    controls = page.locator("#playing :is(button, input, select)")
    for control in controls.all():
        assert control.get_attribute("aria-label")
    expect(page.locator("[data-part=position]")).to_have_attribute("aria-valuetext", re.compile(r"\d:\d\d of \d:\d\d"))


def test_closing_takes_the_bar_away_and_the_focus_to_the_text(page):
    page.locator("[data-part=close]").click()
    expect(page.locator("#playing")).to_be_hidden()
    assert page.evaluate("document.activeElement.id") == "main"
    assert page.evaluate("sessionStorage.getItem('playing')") is None
