"""Replying without a mouse and without a script on a narrow screen; and an editor at the guest list and the door."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.pages import READING_S, Asker
from tests.programs import need

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("site")]


@pytest.fixture
def page(browser, running_site) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 640})
    yield context.new_page()
    context.close()


@pytest.fixture
def asker(browser, running_site) -> Iterator[Asker]:
    context = browser.new_context()
    yield Asker(running_site.url, context.request, running_site.var, running_site.passwords)
    context.close()


def press_to(page: Page, selector: str) -> None:
    """Goes from one stop to the next until the focus is on what is named."""
    wanted = page.locator(selector)
    for _stop in range(80):
        page.keyboard.press("Tab")
        if page.locator(f"{selector}:focus").count():
            return
    pytest.fail(f"No key leads to {wanted}.")


def test_a_guest_replies_and_cancels_by_keys_alone(page: Page, asker: Asker, running_site) -> None:
    mailbox = f"guest-{uuid.uuid4().hex[:8]}@example.org"
    page.goto(running_site.url + asker.reply_form().removesuffix("reply/"))
    press_to(page, "a[href$='/reply/']")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/reply/$"))
    press_to(page, "[name=name]")
    page.keyboard.type("Aigul")
    page.keyboard.press("Tab")
    page.keyboard.type("nobody at all")
    page.keyboard.press("Enter")
    expect(page.locator(".error-summary")).to_be_visible()
    expect(page.locator("[name=name]")).to_have_value("Aigul")
    press_to(page, "[name=email]")
    page.keyboard.press("Control+A")
    page.keyboard.type(mailbox)
    page.keyboard.press("Tab")
    page.keyboard.press("Control+A")
    page.keyboard.type("3")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.wait_for_timeout(READING_S * 1000)
    press_to(page, "main form button")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Thank you for your reply")).to_be_visible()
    asker.send_mail()
    letter = asker.letter(mailbox)
    assert "Your reply is for 3 persons." in letter
    page.goto(re.search(r"https?://\S*/events/reply/\S+", letter).group())
    expect(page.locator("main form")).to_contain_text("You have a place.")
    press_to(page, "main form button")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Your reply is cancelled.")


def test_an_editor_enters_a_guest_and_prints_the_list(browser, asker: Asker, running_site) -> None:
    asker.reply()
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.goto(f"{running_site.url}/admin/login/?next=/admin/guests/")
    page.fill("[name=username]", "editor")
    page.fill("[name=password]", running_site.passwords["editor"])
    page.click("button[type=submit]")
    page.wait_for_url(f"{running_site.url}/admin/guests/")
    page.locator("main table a").first.click()
    expect(page.get_by_role("heading", name="Enter a reply by hand")).to_be_visible()
    page.evaluate(Path(need("axe")).read_text(encoding="utf-8"))
    wrong = page.evaluate(
        "axe.run('.guests').then(results => results.violations.map(rule => [rule.id, rule.nodes[0].html]))"
    )
    assert wrong == []
    page.locator(".guests-form [name=name]").focus()
    page.keyboard.type("By telephone")
    page.keyboard.press("Enter")
    expect(page.get_by_text("The reply is kept.")).to_be_visible()
    page.get_by_role("link", name="List for the door").click()
    row = page.get_by_role("row", name="By telephone")
    expect(row.locator(".door-box")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator(".door-way")).to_be_hidden()
    page.set_viewport_size({"width": 320, "height": 640})
    page.emulate_media(media="screen")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    context.close()
