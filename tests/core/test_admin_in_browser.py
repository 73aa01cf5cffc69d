"""The admin in a real browser: everything that an editor opens works under the content security policy."""

import pytest
from playwright.sync_api import ConsoleMessage, Page

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("site")]
ADDRESSES = (
    "/admin/",
    "/admin/pages/",
    "/admin/images/add/",
    "/admin/documents/",
    "/admin/users/new/",
    "/admin/groups/edit/1/",
    "/admin/account/",
    "/admin/redirects/add/",
    "/admin/mail-check/",
)


@pytest.fixture
def admin(browser_context, running_site) -> tuple[Page, list[str]]:
    """A page logged in as ``admin``, and the list of complaints that its browser made so far."""
    page = browser_context.new_page()
    complaints: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if message.type == "error":
            complaints.append(f"{page.url}: {message.text}")

    page.on("console", listen)
    page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
    page.goto(f"{running_site.url}/admin/login/")
    page.fill("[name=username]", "admin")
    page.fill("[name=password]", running_site.passwords["admin"])
    page.click("button[type=submit]")
    page.wait_for_url(f"{running_site.url}/admin/")
    return page, complaints


def test_admin_pages_break_no_rule_of_the_policy(admin, running_site):
    page, complaints = admin
    for address in ADDRESSES:
        assert page.goto(running_site.url + address).status == 200
        page.wait_for_load_state("networkidle")
    assert complaints == []


def test_the_page_editor_runs_under_the_policy_with_its_inline_panels_and_choosers(admin, running_site):
    page, complaints = admin
    page.goto(f"{running_site.url}/admin/pages/")
    page.wait_for_load_state("networkidle")
    links = page.locator("a[href*='/edit/']")
    page.goto(running_site.url + links.first.get_attribute("href"))
    page.wait_for_load_state("networkidle")
    assert page.locator("form[data-edit-form]").count() == 1
    page.locator("[data-side-panel-toggle='preview'], [aria-label*='review']").first.click()
    page.wait_for_load_state("networkidle")
    assert complaints == []


def test_an_inline_script_that_is_not_wagtails_does_not_run(admin):
    page, complaints = admin
    page.evaluate(
        "() => { const s = document.createElement('script'); s.text = 'window.smuggled = 1'; document.body.append(s) }"
    )
    assert page.evaluate("() => window.smuggled") is None
    assert any("Content Security Policy" in complaint for complaint in complaints)


def test_the_colour_may_be_picked_or_typed(admin, running_site):
    page, complaints = admin
    page.goto(f"{running_site.url}/admin/settings/core/missionsettings/")
    page.wait_for_load_state("networkidle")
    page.get_by_role("tab", name="Look").click()
    text, choice = page.locator("input[data-accent]"), page.locator("input[data-accent] + input[type=color]")
    assert choice.input_value() == text.input_value().lower()
    text.fill("#006600")
    assert choice.input_value() == "#006600"
    choice.fill("#7a1f3d")
    assert text.input_value() == "#7a1f3d"
    assert complaints == []
