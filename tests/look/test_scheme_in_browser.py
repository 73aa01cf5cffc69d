"""Light or dark: the system's choice, until the visitor makes one; kept in the browser, never in a cookie."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("site")]

PAPER = "getComputedStyle(document.documentElement).backgroundColor"


@pytest.fixture
def page(browser_context, running_site):
    page = browser_context.new_page()
    page.emulate_media(color_scheme="light")
    page.goto(running_site.url)
    return page


def test_a_choice_holds_on_the_next_page_and_leaves_no_cookie(page, running_site, browser_context):
    light = page.evaluate(PAPER)
    page.get_by_role("radio", name="Dark").check()
    dark = page.evaluate(PAPER)
    assert dark != light
    page.goto(f"{running_site.url}/news/")
    assert page.evaluate(PAPER) == dark
    assert page.get_by_role("radio", name="Dark").is_checked()
    assert browser_context.cookies() == []


def test_a_chosen_light_page_stays_light_on_a_dark_device_until_the_choice_is_taken_back(page):
    light = page.evaluate(PAPER)
    page.get_by_role("radio", name="Light", exact=True).check()
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(PAPER) == light
    page.get_by_role("radio", name="As this device").check()
    assert page.evaluate(PAPER) != light
    assert page.evaluate("localStorage.length") == 0


def test_the_page_is_drawn_in_the_chosen_scheme_from_the_first_moment(page, running_site):
    page.get_by_role("radio", name="Dark").check()
    page.add_init_script(
        "document.addEventListener('readystatechange', () => {"
        " window.early ??= document.documentElement.dataset.scheme })"
    )
    page.goto(f"{running_site.url}/events/")
    assert page.evaluate("window.early") == "dark"


def test_without_script_the_choice_is_not_shown(browser, running_site):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(running_site.url)
    assert not page.locator(".scheme").is_visible()
    context.close()
