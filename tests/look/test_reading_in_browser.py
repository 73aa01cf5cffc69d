"""A long bulletin: its contents say where the reader is, fold on a phone, and a button prints."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("site")]

ISSUE = "/news/special-issue-no-24/"


@pytest.fixture
def page(browser_context, running_site):
    page = browser_context.new_page()
    page.goto(running_site.url + ISSUE)
    return page


def test_the_heading_that_is_read_is_marked_in_the_contents(page):
    marked = page.locator(".contents [aria-current]")
    assert marked.count() == 0
    heading = page.locator(".columns-text h2").nth(2)
    heading.evaluate("heading => heading.scrollIntoView({block: 'start'})")
    marked.wait_for()
    assert marked.inner_text() == heading.inner_text()
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    last = page.locator(".contents a").last.inner_text()
    page.wait_for_function("text => document.querySelector('.contents [aria-current]')?.innerText === text", arg=last)


def test_the_contents_fold_on_a_phone_and_close_behind_a_jump(page):
    page.set_viewport_size({"width": 320, "height": 700})
    first = page.locator(".contents a").first
    assert not first.is_visible()
    page.get_by_text("In this issue").first.click()
    first.click()
    assert not first.is_visible()
    assert "#" in page.url


def test_the_contents_stand_open_beside_the_text_where_there_is_room(page):
    assert page.locator(".contents a").first.is_visible()
    assert not page.locator(".contents summary").is_visible()


def test_a_button_prints_the_letter(page):
    page.evaluate("window.print = () => { window.printed = true }")
    page.get_by_role("button", name="Print as a letter").click()
    assert page.evaluate("window.printed")
