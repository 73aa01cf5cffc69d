"""Every kind of page in a real browser, narrow and wide, light and dark: nothing for axe to find, nothing sideways,
nobody else asked, not a word in the console.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.pages import PAGES
from tests.programs import need
from tests.visits import EDITORS, Visits, show

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("site")]

MEASURES = (Path(__file__).parent / "measures.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# A change from light to dark changes colours and nothing else.
RULES_OF_COLOUR = ["color-contrast", "link-in-text-block"]
VIEWS: list[tuple[int, str, dict[str, Any]]] = [
    (1280, "light", {"type": "tag", "values": RULES}),
    (1280, "dark", {"type": "rule", "values": RULES_OF_COLOUR}),
    (320, "dark", {"type": "rule", "values": RULES_OF_COLOUR}),
    (320, "light", {"type": "tag", "values": RULES}),
]
# The editors' pages are Wagtail's: what they break beyond our reach, and where.
NOT_OURS = {
    name: {"landmark-unique"} for name in ("dashboard", "guest-lists", "mail-check")
}  # two navigations of the side bar


@pytest.fixture(scope="module")
def visits(browser, running_site) -> Iterator[Visits]:
    visits = Visits(browser, running_site)
    yield visits
    visits.close()


@pytest.fixture(scope="module")
def axe() -> str:
    return Path(need("axe")).read_text(encoding="utf-8")


def violations(page, only: dict[str, Any]) -> list[tuple[str, Any]]:
    """What axe finds in the open page: rules, each with the places and what is wrong there."""
    return page.evaluate(
        "options => axe.run(document, options).then(results => results.violations.map("
        "rule => [rule.id, rule.nodes.map(node => [node.target.join(' '), node.failureSummary])]))",
        {"runOnly": only, "resultTypes": ["violations"], "preload": False, "iframes": False},
    )


def measured(page, name: str) -> list[str]:
    return [f"{name}: {complaint}" for complaint in page.evaluate(f"measures.{name}()")]


def looks(page, name: str) -> Iterator[str]:
    """What is wrong with the open page at the width it has."""
    yield from measured(page, "sideways")
    if name not in EDITORS:
        yield from measured(page, "hidden")
        yield from measured(page, "small")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_for_everybody(visits, axe, name):
    page, _response = visits.open(name)
    page.evaluate(axe)
    page.evaluate(MEASURES)
    found = []
    for width, scheme, only in VIEWS:
        show(page, width, scheme)
        wrong = [
            f"{rule}: {places[:3]}" for rule, places in violations(page, only) if rule not in NOT_OURS.get(name, ())
        ]
        if scheme == "light":
            wrong += looks(page, name)
        found += [f"{width} {scheme}: {one}" for one in wrong]
    # Still 320 wide, which is what a window of 1280 is at 400 per cent; now with the reader's own spacing of text.
    page.evaluate("measures.spread(true)")
    found += [f"320 spread: {one}" for one in looks(page, name)]
    assert not found, "\n".join(found)
    assert visits.complaints == []
