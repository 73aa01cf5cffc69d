"""A visitor whose browser runs no script goes through the whole site: menu, month, search, list and music."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.pages import READING_S, Asker

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("site")]


@pytest.fixture
def page(browser, running_site) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 640})
    page = context.new_page()
    page.goto(running_site.url)
    yield page
    context.close()


def open_menu(page: Page) -> None:
    page.locator(".menu > summary").click()
    expect(page.locator(".menu-panel")).to_be_visible()


def test_the_menu_leads_to_the_months_and_from_one_to_the_next(page):
    assert not page.locator(".menu-panel").is_visible()
    open_menu(page)
    page.locator(".menu-panel nav").get_by_role("link", name="Events").click()
    this_month = page.locator("h1").inner_text()
    page.locator(".masthead-side [rel~=next]").click()
    expect(page).to_have_url(re.compile(r"/events/\d{4}/\d\d/$"))
    next_month = page.locator("h1").inner_text()
    page.locator(".masthead-side [rel~=prev]").click()
    assert page.locator("h1").inner_text() == this_month != next_month


def test_the_menu_changes_the_language(page):
    open_menu(page)
    page.locator(".menu-panel .languages").get_by_role("link", name="Қазақша").click()
    expect(page.locator("html")).to_have_attribute("lang", "kk")


def test_words_are_searched_for_by_the_form_in_the_menu(page):
    open_menu(page)
    page.locator(".menu-panel input[name=q]").fill("dombra")
    page.locator(".menu-panel .search-small button").click()
    expect(page.get_by_role("status")).to_contain_text("dombra")
    page.locator("main .list a").first.click()
    expect(page.locator("h1")).to_be_visible()


def test_an_address_joins_the_list_and_leaves_it(page, running_site):
    mailbox = f"walker-{uuid.uuid4().hex[:8]}@example.org"
    page.locator("#join input[name=email]").fill(mailbox)
    page.locator("#join button").click()
    form = page.locator("main form")
    expect(form.locator("[name=email]")).to_have_value(mailbox)
    form.get_by_label("Қазақша").check()
    form.get_by_label("English").check()
    page.wait_for_timeout(READING_S * 1000)
    form.locator("button").click()
    expect(page.get_by_role("heading", name="Please look into your mailbox")).to_be_visible()
    letter = letter_to(mailbox, page, running_site)
    page.goto(re.search(r"https?://\S*/confirm/\S+", letter).group())
    page.locator("main form button").click()
    expect(page.locator("h1")).to_have_text("You are on the list")
    page.goto(re.search(r"https?://\S*/manage/\S+", letter).group())
    page.get_by_role("button", name="Leave the list").click()
    expect(page.locator("h1")).to_have_text("You have left the list")


def letter_to(mailbox, page, site):
    asker = Asker(site.url, page.context.request, site.var)
    asker.send_mail()
    return asker.letter(mailbox)


def tab_to(page, locator):
    """Goes on with the Tab key until that has the focus."""
    for _press in range(80):
        if locator.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the Tab key does not reach {locator}")


def test_without_a_mouse_an_address_joins_chooses_changes_and_leaves(page, running_site):
    mailbox = f"keys-{uuid.uuid4().hex[:8]}@example.org"
    keys = page.keyboard
    page.goto(f"{running_site.url}/about/")
    tab_to(page, page.locator("#join input[name=email]"))
    keys.type(mailbox)
    keys.press("Enter")
    form = page.locator("main form")
    expect(form.locator("[name=email]")).to_have_value(mailbox)
    tab_to(page, form.get_by_label("Music"))
    keys.press("Space")
    tab_to(page, form.get_by_label("Each bulletin when it appears"))
    keys.press("ArrowDown")
    expect(form.get_by_label("One letter a day")).to_be_checked()
    page.wait_for_timeout(READING_S * 1000)
    tab_to(page, form.locator("button"))
    keys.press("Enter")
    expect(page.get_by_role("heading", name="Please look into your mailbox")).to_be_visible()
    letter = letter_to(mailbox, page, running_site)
    assert "Music" in letter
    page.goto(re.search(r"https?://\S*/confirm/\S+", letter).group())
    tab_to(page, page.locator("main form button"))
    keys.press("Enter")
    expect(page.locator("h1")).to_have_text("You are on the list")
    tab_to(page, page.get_by_role("link", name="See or change what comes"))
    keys.press("Enter")
    expect(page.get_by_label("Music")).to_be_checked()
    tab_to(page, page.get_by_label("Music"))
    keys.press("Space")
    tab_to(page, page.get_by_role("button", name="Save"))
    keys.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Saved.")
    expect(page.get_by_label("Music")).not_to_be_checked()
    tab_to(page, page.get_by_role("button", name="Leave the list"))
    keys.press("Enter")
    expect(page.locator("h1")).to_have_text("You have left the list")


def test_what_is_wrong_with_an_address_is_said_beside_it(page, running_site):
    page.goto(f"{running_site.url}/subscribe/")
    page.locator("main form [name=email]").fill("nobody at all")
    page.locator("main form button").click()
    expect(page.locator(".error-summary")).to_be_visible()
    field = page.locator("main form [name=email]")
    expect(field).to_have_value("nobody at all")
    described = field.get_attribute("aria-describedby").split()
    assert any(page.locator(f"#{name}.field-error").is_visible() for name in described)


def test_recordings_have_the_browsers_own_controls_and_answer_in_parts(page):
    recordings = page.locator("audio[controls]")
    assert recordings.count() == 3
    for recording in recordings.all():
        assert recording.bounding_box()["height"] >= 24
        answer = page.request.get(
            recording.evaluate("audio => audio.querySelector('source').src"), headers={"Range": "bytes=100-199"}
        )
        assert (answer.status, len(answer.body())) == (206, 100)
