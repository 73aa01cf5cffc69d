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


def test_a_button_copies_the_address_and_says_so(page, browser_context):
    browser_context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy the address").click()
    page.get_by_text("The address is copied.").wait_for()
    assert page.evaluate("navigator.clipboard.readText()").endswith(ISSUE)


def test_where_nothing_may_be_copied_the_address_stands_there_marked(page):
    page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page.evaluate("document.execCommand = () => false")
    page.get_by_role("button", name="Copy the address").click()
    page.get_by_text("Copy this address:").wait_for()
    assert page.evaluate("getSelection().toString()").endswith(ISSUE)


def test_on_paper_there_is_nothing_to_press(page):
    page.emulate_media(media="print")
    assert not page.get_by_role("heading", name="Share this page").is_visible()
    assert not page.get_by_text("Open as PDF").is_visible()
