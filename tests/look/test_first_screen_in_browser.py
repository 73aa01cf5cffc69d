"""The five things of the page that this site follows stand on the first screen of the home page."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("site")]

HEIGHT = 900
FIVE = {
    "the name": [".brand-name"],
    "the bulletin": [
        ".lead h2",
        ".lead .kicker:text('Special Issue')",
        ".lead :text('Category:')",
        ".lead :text('Posted by')",
        ".lead .deck",
    ],
    "the events": [
        ".sheet .sheet-label",
        ".sheet .month-name",
        ".sheet .month-table tr >> nth=1",
        ".sheet .agenda-title >> nth=0",
    ],
    "the music": ["h2#music", ".samples .sample-label >> nth=0", ".samples .sample-label >> nth=2"],
    "the list": ["#join h2", "#join p >> nth=0"],
}
# Where the first line of an element ends, however many it has.
END_OF_FIRST_LINE = """element => {
  const range = document.createRange();
  range.selectNodeContents(element);
  return range.getClientRects()[0].bottom;
}"""


@pytest.fixture(scope="module")
def home(browser, running_site):
    context = browser.new_context(viewport={"width": 1440, "height": HEIGHT})
    page = context.new_page()
    page.goto(running_site.url)
    page.evaluate("document.fonts.ready.then(() => true)")
    yield page
    context.close()


@pytest.mark.parametrize("thing", FIVE)
def test_heading_and_first_line_stand_on_the_first_screen(home, thing):
    for selector in FIVE[thing]:
        element = home.locator(selector).first
        assert element.is_visible(), selector
        end = element.evaluate(END_OF_FIRST_LINE)
        assert 0 < end <= HEIGHT, f"the first line of {selector} ends at {end:.0f}"


def test_the_headings_say_what_they_are(home):
    text = home.locator("body").inner_text()
    for words in (
        "Special Issue No 24",
        "Category: General",
        "Posted by admin",
        "Join our email list",
        "Kazakhstan Music",
    ):
        assert words in text
    assert home.get_by_role("region", name="Upcoming events").count() == 1
    assert [home.locator(".sample-label").nth(index).inner_text() for index in range(3)] == [
        "Music sample 1",
        "Music sample 2",
        "Music sample 3",
    ]
