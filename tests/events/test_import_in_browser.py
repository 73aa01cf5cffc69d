"""The import of a calendar file as an editor does it: by keyboard, with and without script, on a narrow screen."""

import pytest

from tests.events.ics_files import a_calendar, an_event
from tests.music.test_upload_in_browser import log_in
from tests.programs import need

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("site")]
IMPORT = "/admin/events/import/"
AXE = "async () => (await axe.run('main')).violations.map((one) => `${one.id}: ${one.nodes[0].html}`)"


def complaints(page):
    with open(need("axe"), encoding="utf-8") as file:
        page.evaluate(file.read())
    return page.evaluate(AXE)


@pytest.mark.parametrize("scripts", [True, False])
def test_a_file_is_sent_read_and_imported_by_keyboard(browser, running_site, scripts):
    context = browser.new_context(viewport={"width": 320, "height": 700}, java_script_enabled=scripts)
    page = context.new_page()
    log_in(page, running_site)
    said = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.goto(running_site.url + IMPORT)
    kind = "with" if scripts else "without"
    data = a_calendar(an_event(uid=kind, title=f"Recital {kind} script"), an_event("DURATION:x", uid=f"{kind}-bad"))
    page.set_input_files("[name=file]", {"name": "events.ics", "mimeType": "text/calendar", "buffer": data})
    if scripts:
        assert complaints(page) == []
    page.get_by_role("button", name="Read the file").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/import/*/")
    assert page.locator("main .help-info").inner_text().startswith("Nothing is written yet")
    assert page.get_by_role("heading", name="Refused: 1").is_visible()
    assert page.evaluate("() => document.querySelector('main').scrollWidth") <= 320
    if scripts:
        assert complaints(page) == []
    page.get_by_role("button", name="Import", exact=True).focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name=f"Recital {kind} script").wait_for()
    assert "was imported" in page.locator("main .help-info").inner_text()
    assert said == []
    context.close()
