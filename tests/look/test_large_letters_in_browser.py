"""Whoever has set larger letters in the browser sees every page without scrolling sideways."""

import pytest
from playwright.sync_api import sync_playwright

from tests.programs import need

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("site")]

LARGE = 24  # pixels, where 16 are usual
ADDRESSES = ("/", "/news/", "/news/special-issue-no-24/", "/events/", "/music/kazakhstan-music/", "/subscribe/")


def test_letters_of_one_and_a_half_the_size_fit(running_site):
    arguments = ["--no-sandbox", f"--blink-settings=defaultFontSize={LARGE}"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=need("chromium"), args=arguments)
        too_wide = {}
        for width in (320, 1280):
            page = browser.new_page(viewport={"width": width, "height": 800})
            for address in ADDRESSES:
                assert page.goto(running_site.url + address).status == 200
                assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == f"{LARGE}px"
                reach = page.evaluate("document.documentElement.scrollWidth")
                if reach > width:
                    too_wide[width, address] = reach
        browser.close()
    assert too_wide == {}
