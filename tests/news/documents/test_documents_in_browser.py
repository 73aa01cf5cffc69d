"""Documents and pasting as an editor meets them: by keyboard, without script, on a narrow screen, in a real editor."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.events.test_import_in_browser import complaints
from tests.music.test_upload_in_browser import log_in
from tests.news.documents.clipboards import CLIPBOARDS
from tests.news.documents.releases import RELEASES

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("site")]
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
INDEX = """async () => {
  const answer = await fetch('/admin/api/main/pages/?type=news.NewsIndexPage&fields=title&limit=20');
  return (await answer.json()).items.find((page) => page.title === 'Bulletins').id;
}"""
ADD_TEXT = """() => {
  const stream = document.querySelector('#body-root').rootBlock;
  stream.insert({ type: 'text', value: stream.blockDef.initialChildStates.text, id: null }, 0, {});
}"""
PASTE = """([html, text]) => {
  const data = new DataTransfer();
  data.setData('text/html', html);
  data.setData('text/plain', text);
  const editor = document.querySelector('#body-root [contenteditable=true]');
  editor.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
}"""
BODY = "() => document.querySelector('#body-root').rootBlock.getValue()"
DROP = """(bytes) => {
  const data = new DataTransfer();
  data.items.add(new File([new Uint8Array(bytes)], 'dropped.docx'));
  document.querySelector('.documents-zone').dispatchEvent(
    new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
}"""


def index_of(page: Page) -> int:
    return int(page.evaluate(INDEX))


@pytest.fixture
def desk(browser_context: Any, running_site: Any) -> Page:
    page = browser_context.new_page()
    log_in(page, running_site)
    return page


@pytest.fixture
def editor(desk: Page, running_site: Any) -> Page:
    """A new bulletin with one empty text, the caret in it."""
    desk.goto(f"{running_site.url}/admin/pages/add/news/bulletinpage/{index_of(desk)}/")
    desk.locator("#body-root .c-sf-add-button").first.wait_for()
    desk.evaluate(ADD_TEXT)
    desk.locator("#body-root [contenteditable=true]").first.click()
    return desk


def written(page: Page) -> list[dict[str, Any]]:
    """The body once the editors have written down what stands in them, which they do a moment later."""
    page.wait_for_timeout(700)
    body: list[dict[str, Any]] = page.evaluate(BODY)
    return body


def texts(block: dict[str, Any]) -> list[str]:
    return [line["text"] for line in json.loads(block["value"])["blocks"]]


@pytest.mark.parametrize("scripts", [True, False])
def test_a_document_is_chosen_sent_and_reported_by_keyboard(
    browser: Any, running_site: Any, desk: Page, scripts: bool
) -> None:
    address = f"{running_site.url}/admin/news/documents/{index_of(desk)}/"
    context = browser.new_context(viewport={"width": 320, "height": 700}, java_script_enabled=scripts)
    page = context.new_page()
    log_in(page, running_site)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.goto(address)
    content = RELEASES["everything"]().content()
    page.set_input_files("[name=documents]", {"name": "tea.docx", "mimeType": WORD, "buffer": content})
    if scripts:
        assert page.locator(".documents-chosen").inner_text() == "Chosen: tea.docx"
        assert complaints(page) == []
    page.get_by_role("button", name="Make drafts").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/documents/report/*/")
    assert "2 headings" in page.locator(".document-report").inner_text()
    assert page.evaluate("() => document.querySelector('main').scrollWidth") <= 320
    if scripts:
        assert complaints(page) == []
    page.get_by_role("link", name="Open the draft").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/edit/")
    assert said == []
    context.close()


def test_a_document_is_dropped(desk: Page, running_site: Any) -> None:
    desk.goto(f"{running_site.url}/admin/news/documents/{index_of(desk)}/")
    desk.evaluate(DROP, list(RELEASES["nested"]().content()))
    assert desk.locator(".documents-chosen").inner_text() == "Chosen: dropped.docx"
    desk.get_by_role("button", name="Make drafts").click()
    desk.wait_for_url("**/documents/report/*/")
    assert "7 items of lists" in desk.locator(".document-report").inner_text()


@pytest.mark.parametrize("name", CLIPBOARDS)
def test_a_paste_becomes_blocks(editor: Page, name: str) -> None:
    editor.evaluate(PASTE, [CLIPBOARDS[name], "plain"])
    editor.locator(".paste-note").get_by_text("Pasted.").wait_for()
    body = written(editor)
    assert [block["type"] for block in body] == ["heading", "text", "table"]
    assert texts(body[1])[1:] == ["the house", "its hall", "the garden", "a speech"]
    assert body[2]["value"]["rows"][0]["values"] == ["a saddle", "Almaty"]


def test_what_stood_around_the_caret_stays_around_the_paste(editor: Page) -> None:
    editor.keyboard.type("beforeafter")
    for _letter in "after":
        editor.keyboard.press("ArrowLeft")
    editor.evaluate(PASTE, ["<p>one</p><h2>Two</h2><p>three</p>", "plain"])
    editor.locator(".paste-note").get_by_text("Pasted.").wait_for()
    body = written(editor)
    assert [block["type"] for block in body] == ["text", "heading", "text", "text"]
    assert ["".join(texts(block)) for block in (body[0], body[2], body[3])] == ["beforeone", "three", "after"]


def test_what_is_left_out_is_said(editor: Page) -> None:
    editor.evaluate(PASTE, ["<p>words<img src='https://spy.example/a.png'></p>", "plain"])
    editor.locator(".paste-note").get_by_text("1 picture was left out").wait_for()
    assert texts(written(editor)[0]) == ["words"]


def test_without_the_server_the_editor_pastes_as_it_always_did(editor: Page) -> None:
    editor.route("**/admin/news/paste/", lambda route: route.abort())
    editor.evaluate(PASTE, ["<p>some <b>bold</b> words</p>", "plain"])
    editor.locator("#body-root").get_by_text("bold", exact=True).wait_for()
    assert texts(written(editor)[0]) == ["some bold words"]


def test_a_draft_saved_by_the_real_editor_keeps_its_body(desk: Page, running_site: Any) -> None:
    desk.goto(f"{running_site.url}/admin/news/documents/{index_of(desk)}/")
    content = RELEASES["everything"]().content()
    desk.set_input_files("[name=documents]", {"name": "same.docx", "mimeType": WORD, "buffer": content})
    desk.get_by_role("button", name="Make drafts").click()
    desk.get_by_role("link", name="Open the draft").click()
    desk.locator("#body-root [contenteditable=true]").first.wait_for()
    before = desk.evaluate(BODY)
    # A letter and its removal: the editor writes its text anew.
    desk.locator("#body-root [contenteditable=true]").first.click()
    desk.keyboard.type("x")
    desk.keyboard.press("Backspace")
    desk.locator("button[type=submit]", has_text="Save draft").click()
    desk.wait_for_load_state("load")
    desk.reload()
    desk.locator("#body-root [contenteditable=true]").first.wait_for()
    assert plain_of(desk.evaluate(BODY)) == plain_of(before)


def plain_of(body: list[dict[str, Any]]) -> list[Any]:
    """The body with the texts as the server would store them: an editor adds empty fields to blocks that it wrote."""
    return [
        [(line["key"], line["text"], line["type"], line["depth"]) for line in json.loads(block["value"])["blocks"]]
        if block["type"] == "text"
        else block["value"]
        for block in body
    ]
