"""What a visitor asked the system for, and paper: no motion, forced colours, print."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("site")]

MEASURES = (Path(__file__).parent / "measures.js").read_text(encoding="utf-8")
BULLETIN = "/news/special-issue-no-24/"


@pytest.fixture(scope="module")
def page(browser, running_site) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    yield page
    context.close()


@pytest.mark.parametrize("address", ["/", BULLETIN, "/events/", "/music/"])
def test_who_wants_no_motion_gets_none(page, running_site, address):
    page.goto(running_site.url + address)
    page.evaluate(MEASURES)
    page.emulate_media(reduced_motion="no-preference")
    assert page.evaluate("measures.moving()") != []
    page.emulate_media(reduced_motion="reduce")
    assert page.evaluate("measures.moving()") == []
    page.emulate_media(reduced_motion="no-preference")


@pytest.mark.parametrize(
    "selector", [".brand", ".site-nav li a", ".button-sun", ".lead .button", ".month-table a", "#join input", "summary"]
)
def test_focus_is_seen_in_forced_colours(page, running_site, selector):
    page.set_viewport_size({"width": 320 if selector == "summary" else 1280, "height": 800})
    page.emulate_media(forced_colors="active")
    page.goto(running_site.url)
    element = page.locator(selector).first
    element.scroll_into_view_if_needed()
    box = element.bounding_box()
    around = {
        "x": max(0, box["x"] - 8),
        "y": max(0, box["y"] - 8),
        "width": box["width"] + 16,
        "height": box["height"] + 16,
    }
    page.mouse.move(0, 0)
    before = page.screenshot(clip=around, animations="disabled", caret="hide")
    page.keyboard.press("Shift")  # from now on the browser takes the visitor for one who uses keys
    element.focus()
    assert page.screenshot(clip=around, animations="disabled", caret="hide") != before
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    page.emulate_media(forced_colors="none")


def test_forced_colours_keep_the_borders_of_buttons_and_drop_the_ornament(page, running_site):
    page.set_viewport_size({"width": 1280, "height": 800})
    page.emulate_media(forced_colors="active")
    page.goto(running_site.url)
    assert page.evaluate("getComputedStyle(document.body, '::before').display") == "none"
    for selector in (".button-sun", ".lead .button", ".search-small button"):
        width = page.locator(selector).first.evaluate("button => parseFloat(getComputedStyle(button).borderTopWidth)")
        assert width >= 1, selector
    page.emulate_media(forced_colors="none")


def test_on_paper_a_bulletin_is_a_letter(page, running_site):
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(running_site.url + BULLETIN)
    page.emulate_media(media="print")
    for gone in (
        ".site-nav",
        ".menu",
        ".header-tools",
        ".breadcrumbs",
        ".contents",
        ".series-nav",
        ".related",
        ".low-data",
        ".footer-columns",
        "audio",
    ):
        assert not any(element.is_visible() for element in page.locator(gone).all()), gone
    for shown in (".site-header .emblem", ".brand-name", ".brand-other", "h1", ".contact-card"):
        assert page.locator(shown).first.is_visible(), shown
    address = page.locator(".site-footer .print-only")
    assert address.is_visible()
    assert address.inner_text() == running_site.url + BULLETIN
    assert (
        page.evaluate("getComputedStyle(document.querySelector('.site-header'), '::after').backgroundImage") != "none"
    )
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") in {
        "rgba(0, 0, 0, 0)",
        "rgb(255, 255, 255)",
    }
    assert page.evaluate("getComputedStyle(document.querySelector('.footer-line')).breakInside") == "avoid"
    page.emulate_media(media="screen")
