"""Several recordings at once in a real browser: each has its own row, progress and sentence; dropping counts too."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.music import audio_files as files

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("site")]
DROP = """([name, text]) => {
    const data = new DataTransfer();
    data.items.add(new File([text], name, { type: "audio/mpeg" }));
    document.querySelector("main").dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
}"""


@pytest.fixture
def page(browser_context, running_site) -> Page:
    page = browser_context.new_page()
    page.goto(f"{running_site.url}/admin/login/")
    page.fill("[name=username]", "editor")
    page.fill("[name=password]", running_site.passwords["editor"])
    page.click("button[type=submit]")
    page.goto(f"{running_site.url}/admin/music/upload/")
    return page


def test_each_file_is_sent_on_its_own_and_told_its_own_outcome(page):
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    whole = files.tag(files.plain("mp3", 1.0, 77), "mp3", files.RUSSIAN)
    page.set_input_files(
        "input[type=file]",
        [
            {"name": "whole.mp3", "mimeType": "audio/mpeg", "buffer": whole},
            {"name": "zip.mp3", "mimeType": "audio/mpeg", "buffer": files.zip_named_mp3()},
        ],
    )
    page.get_by_role("button", name="Upload").click()
    rows = page.locator(".music-outcomes li")
    expect(rows).to_have_count(2)
    expect(rows.nth(0)).to_have_class(re.compile("is-stored"), timeout=20_000)
    expect(rows.nth(0).get_by_role("link", name=files.RUSSIAN["title"])).to_be_visible()
    expect(rows.nth(1)).to_contain_text("ZIP archive", timeout=20_000)

    page.evaluate(DROP, ["<b>dropped</b>.mp3", "not a sound"])
    expect(rows).to_have_count(3)
    expect(rows.nth(2)).to_have_class(re.compile("is-refused"), timeout=20_000)
    expect(rows.nth(2)).to_contain_text("<b>dropped</b>.mp3")
    assert complaints == []
