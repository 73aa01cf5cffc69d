"""Many recordings in a real browser: a queue that goes on after a lost line and an ended login, and sums up at the end."""

import base64
import re
from itertools import count

import pytest
from playwright.sync_api import Page, Route, expect

from tests.music import audio_files as files
from tests.music.uploading import piece

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("site")]
UPLOAD = re.compile(r"/admin/music/upload/$")
DROP = """(all) => {
    const data = new DataTransfer();
    for (const [name, text] of all) {
        const bytes = Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
        data.items.add(new File([bytes], name, { type: "audio/mpeg" }));
    }
    document.querySelector("main").dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
}"""
# The site is shared by all tests of a run, and no test may bring what another has brought.
numbers = count(1000)


def log_in(page: Page, site) -> None:
    page.goto(f"{site.url}/admin/login/")
    page.fill("[name=username]", "editor")
    page.fill("[name=password]", site.passwords["editor"])
    page.click("button[type=submit]")
    page.wait_for_url(f"{site.url}/admin/")


@pytest.fixture
def page(browser_context, running_site) -> Page:
    page = browser_context.new_page()
    log_in(page, running_site)
    page.goto(f"{running_site.url}/admin/music/upload/")
    return page


def drop(page: Page, *sent: tuple[str, bytes]) -> None:
    page.evaluate(DROP, [[name, base64.b64encode(data).decode()] for name, data in sent])


def group(page: Page, state: str):
    return page.locator(f".music-summary [data-state={state}]")


def test_each_file_is_sent_on_its_own_and_told_its_own_outcome(page):
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    whole = files.tag(files.plain("mp3", 1.0, 77), "mp3", files.RUSSIAN)
    page.set_input_files(
        "[name=recordings]",
        [
            {"name": "whole.mp3", "mimeType": "audio/mpeg", "buffer": whole},
            {"name": "zip.mp3", "mimeType": "audio/mpeg", "buffer": files.zip_named_mp3()},
        ],
    )
    page.get_by_role("button", name="Upload").press("Enter")
    expect(group(page, "new").locator("h3")).to_have_text("New: 1", timeout=20_000)
    expect(group(page, "new").get_by_role("link", name=files.RUSSIAN["title"])).to_be_visible()
    expect(group(page, "refused")).to_contain_text("ZIP archive")

    drop(page, ("<b>dropped</b>.mp3", b"not a sound"))
    expect(group(page, "refused").locator("h3")).to_have_text("Refused: 2", timeout=20_000)
    expect(group(page, "refused")).to_contain_text("<b>dropped</b>.mp3")
    page.get_by_role("button", name="Try the failed ones again").click()
    expect(group(page, "refused").locator("h3")).to_have_text("Refused: 2", timeout=20_000)
    assert complaints == []


def test_a_folder_of_twelve_goes_on_after_a_lost_line(page):
    asked = count()
    at_once: list[int] = []

    def break_one(route: Route) -> None:
        if route.request.method != "POST":
            route.continue_()
            return
        at_once.append(page.locator(".music-queue li", has_text=re.compile("Being")).count())
        if next(asked) == 4:
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route(UPLOAD, break_one)
    sent = [(f"{number}.mp3", piece(next(numbers))) for number in range(11)]
    with page.expect_request(lambda request: request.method == "POST"):
        drop(page, *sent, ("again.mp3", sent[0][1]))
    expect(page.locator(".music-queue")).to_contain_text("The connection is lost", timeout=20_000)
    expect(group(page, "new").locator("h3")).to_have_text("New: 11", timeout=60_000)
    expect(group(page, "duplicate").locator("li")).to_contain_text(["again.mp3"])
    expect(page.locator(".music-total")).to_contain_text("Files done: 12 of 12.")
    expect(page.locator(".music-spoken")).to_have_text("All files are done. New: 11, Already in the library: 1.")
    assert max(at_once) <= 2
    assert next(asked) == 13
    with page.expect_download() as saved:
        page.get_by_role("link", name="Download the summary").click()
    text = saved.value.path().read_text()
    assert text.startswith("New: 11\n0.mp3\tStored as ")
    assert "Already in the library: 1\nagain.mp3\t" in text


def test_a_folder_is_chosen_by_keyboard_and_what_is_no_recording_is_left_out(page, tmp_path):
    tapes = tmp_path / "tapes"
    (tapes / "side b").mkdir(parents=True)
    (tapes / "side b" / "1.mp3").write_bytes(piece(next(numbers)))
    (tapes / "cover.jpg").write_bytes(b"picture")
    page.set_input_files("#music-folder", tapes)
    page.get_by_role("button", name="Upload").press("Enter")
    expect(group(page, "new").locator("li b")).to_have_text("tapes/side b/1.mp3", timeout=20_000)
    expect(page.locator(".music-note")).to_contain_text("no recordings by their names: 1.")


def test_an_ended_login_waits_for_the_next_one_and_loses_nothing(page, running_site):
    page.context.clear_cookies()
    drop(page, ("late.mp3", piece(next(numbers))))
    paused = page.locator(".music-paused")
    expect(paused).to_contain_text("Your login has ended", timeout=20_000)
    other = page.context.new_page()
    log_in(other, running_site)
    paused.get_by_role("button", name="Go on").click()
    expect(group(page, "new").locator("h3")).to_have_text("New: 1", timeout=20_000)


def test_what_is_wrong_for_all_stops_the_queue_and_is_mended_once(page):
    page.get_by_text("What all of these recordings are given").click()
    page.fill("[name=language]", "Kazakh")
    drop(page, *((f"{number}.mp3", piece(next(numbers))) for number in range(5)))
    expect(group(page, "unsent").locator("h3")).to_have_text("Not sent: 5", timeout=20_000)
    expect(page.locator(".music-note")).to_contain_text("Write the code of a language")
    page.fill("[name=language]", "kk")
    page.get_by_role("button", name="Try the failed ones again").click()
    expect(group(page, "new").locator("h3")).to_have_text("New: 5", timeout=30_000)
