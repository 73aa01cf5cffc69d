"""What the first view of a page weighs on the wire, as Chromium loads it from the server with production settings.

Sizes are those of the bodies as they came. Where the server sends a page uncompressed, which is then the business of
whoever stands in front of it, the page is compressed here as that one would (gzip, level 6).
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Response

from tests.pages import PAGES
from tests.visits import EDITORS, Visits

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("site")]

KB = 1000
FIRST_VIEW, HTML, FONTS, FONTS_KAZAKH = 60 * KB, 30 * KB, 45 * KB, 90 * KB
STYLES, SCRIPTS = 2, 4
NOT_COUNTED = {"image", "media", "font"}


@dataclass
class Weight:
    """Bytes by kind, and how many answers of each."""

    sizes: dict[str, int] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)

    def add(self, kind: str, size: int) -> None:
        self.sizes[kind] = self.sizes.get(kind, 0) + size
        self.counts[kind] = self.counts.get(kind, 0) + 1


def size_of(response: Response) -> int:
    if response.request.resource_type == "document" and "content-encoding" not in response.headers:
        return len(gzip.compress(response.body(), 6))
    return response.request.sizes()["responseBodySize"]


@pytest.fixture
def weigh(browser, running_site) -> Iterator:
    """Opens a page in a browser that has seen nothing yet."""
    opened: list[Visits] = []

    def weigh(name: str) -> Weight:
        visits = Visits(browser, running_site)
        opened.append(visits)
        page, _response = visits.open(name)
        page.wait_for_load_state("networkidle")
        weight = Weight()
        for request in visits.requests:
            response = request.response()
            if response and not request.url.startswith("data:"):
                weight.add(request.resource_type, size_of(response))
        return weight

    yield weigh
    for visits in opened:
        visits.close()


# One of each template, and what is written in Kazakh: of another page of the same kind only the HTML differs.
KINDS = [
    "home",
    "home-kk",
    "news",
    "bulletin",
    "bulletin-kk",
    "month",
    "month-kk",
    "past-events",
    "event",
    "music",
    "programme",
    "programme-kk",
    "sample",
    "search-results",
    "sign-up",
    "sign-up-kk",
    "standard",
    "error-404",
    "error-500",
]


@pytest.mark.parametrize("name", KINDS)
def test_a_first_view_is_light(weigh, name):
    weight = weigh(name)
    shown = {kind: size for kind, size in weight.sizes.items() if kind not in NOT_COUNTED}
    assert set(shown) >= {"document", "stylesheet"}
    assert weight.sizes["document"] <= HTML
    assert sum(shown.values()) <= FIRST_VIEW, shown
    assert weight.counts.get("stylesheet", 0) <= STYLES
    assert weight.counts.get("script", 0) <= SCRIPTS
    assert weight.sizes.get("font", 0) <= (FONTS_KAZAKH if name.endswith("-kk") else FONTS), weight.sizes


def test_the_html_of_every_page_is_light(browser, running_site):
    visits = Visits(browser, running_site, java_script_enabled=False)
    sizes = {name: size_of(visits.open(name)[1]) for name in PAGES if name not in EDITORS}
    visits.close()
    assert {name: size for name, size in sizes.items() if size > HTML} == {}


def test_style_and_script_come_compressed(running_site, browser_context):
    page = browser_context.new_page()
    with page.expect_response("**/*.css") as style, page.expect_response("**/*.js") as script:
        page.goto(running_site.url)
    for response in (style.value, script.value):
        assert response.headers["content-encoding"] in {"br", "gzip"}
        assert "immutable" in response.headers["cache-control"]
