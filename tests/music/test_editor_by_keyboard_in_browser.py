"""An evening's work of an editor without a mouse: recordings, their misread titles, and the programme they are for."""

import re

import pytest
from playwright.sync_api import Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from tests.music import audio_files as files
from tests.music.test_upload_in_browser import log_in

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("site")]

MOST_STEPS = 250
# As they were written, and as a program reads them that takes Windows-1251 for Latin-1.
TITLES = ("Песня о домбре", "Вечер в степи", "Колыбельная Алатау")
MISREAD = tuple(title.encode("cp1251").decode("latin-1") for title in TITLES)

IS_AT = """([selector, text]) => {
    const at = document.activeElement;
    const said = at.textContent + (at.labels?.[0]?.textContent ?? "");
    return at.matches(selector) && said.includes(text);
}"""


class Keyboard:
    """Only keys. Reaches things with Tab, as somebody does who has nothing else."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def is_at(self, selector: str, text: str = "") -> bool:
        return bool(self.page.evaluate(IS_AT, [selector, text]))

    def reach(self, selector: str, text: str = "") -> None:
        for _step in range(MOST_STEPS):
            if self.is_at(selector, text):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{MOST_STEPS} steps do not lead to {selector} {text}")

    def press(self, selector: str, text: str = "", key: str = "Enter") -> None:
        self.reach(selector, text)
        self.page.keyboard.press(key)

    def write(self, selector: str, words: str) -> None:
        self.reach(selector)
        self.page.keyboard.type(words)


def delete(page: Page, address: str) -> None:
    """Answers the form that asks whether something shall go."""
    asked = page.request.get(address)
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', asked.text())
    assert token, f"{address} answers {asked.status} without a form"
    answer = page.request.post(address, form={"csrfmiddlewaretoken": token[1]}, headers={"Referer": address})
    assert answer.ok, f"{address} answers {answer.status}"


@pytest.fixture
def tidy(page, running_site):
    """What was made goes again, however far it came: the other tests know what the site holds."""
    made: list[str] = []
    yield made
    pages = page.request.get(f"{running_site.url}/admin/api/main/pages/?slug=an-evening-by-keyboard").json()["items"]
    programmes = [
        f"/admin/pages/{one['id']}/delete/" for one in pages if one["meta"]["slug"] == "an-evening-by-keyboard"
    ]
    for address in (*programmes, *made):
        delete(page, f"{running_site.url}{address}")


@pytest.fixture
def page(browser_context, running_site) -> Page:
    page = browser_context.new_page()
    # From the first listener on Chromium leaves choosers to the test; asked for only then, it may be too late.
    page.on("filechooser", lambda _chooser: None)
    log_in(page, running_site)
    return page


def twelve(folder) -> list:
    """Files of an evening: three whose titles are misread, nine that are right."""
    made = []
    for number in range(12):
        title = MISREAD[number] if number < 3 else f"Evening piece {number}"
        path = folder / f"{number}.mp3"
        path.write_bytes(files.tag(files.plain("mp3", 0.3, 7000 + number), "mp3", {**files.RUSSIAN, "title": title}))
        made.append(path)
    return made


def choose_files(keys: Keyboard, paths: list) -> None:
    """Opens the chooser by its key; Chromium may miss the first one while it still takes over the dialogue."""
    for _try in range(3):
        keys.reach("[name=recordings]")
        try:
            with keys.page.expect_file_chooser(timeout=8_000) as chooser:
                keys.page.keyboard.press("Space")
        except PlaywrightTimeout:
            continue
        chooser.value.set_files(paths)
        return
    raise AssertionError("The chooser of files does not open.")


def choose(keys: Keyboard, place: int, title: str) -> None:
    """Adds a row to the programme and puts a recording into it."""
    keys.press("#id_items-ADD")
    keys.press(f"#id_items-{place}-sample-chooser [data-chooser-action-choose]")
    expect(keys.page.locator(".modal-content")).to_be_visible(timeout=20_000)
    expect(keys.page.locator(".modal-content a", has_text=title)).to_be_visible(timeout=20_000)
    chosen = keys.page.locator(f"#id_items-{place}-sample-chooser")
    for _try in range(3):
        keys.press(".modal-content a", title)
        try:
            expect(chosen).to_contain_text(title, timeout=8_000)
        except AssertionError:
            # Wagtail's dialogue draws its list anew once it is there; a key that met the old one was lost.
            if keys.page.locator(".modal-content").is_visible():
                continue
            expect(chosen).to_contain_text(title, timeout=20_000)
        return
    raise AssertionError(f"The dialogue does not take “{title}”.")


def test_twelve_files_three_repairs_and_a_programme_without_a_mouse(page, running_site, tidy, tmp_path):
    keys = Keyboard(page)
    page.goto(f"{running_site.url}/admin/music/upload/")
    page.wait_for_load_state("networkidle")
    choose_files(keys, twelve(tmp_path))
    keys.press("summary")
    keys.press("[name=public]", key="Space")
    keys.press("button", "Upload")
    expect(page.locator(".music-summary [data-state=new] h3")).to_have_text("New: 12", timeout=90_000)
    links = page.locator(".music-summary [data-state=new] a[href*='/edit/']").all()
    tidy += [link.get_attribute("href").replace("/edit/", "/delete/") for link in links]
    assert len(tidy) == 12

    page.goto(f"{running_site.url}/admin/music/samples/")
    keys.press("a", "Repair of titles")
    expect(page.get_by_role("heading", name="Repair of titles")).to_be_visible()
    for misread, title in zip(MISREAD, TITLES, strict=True):
        row = page.locator("tr", has_text=misread).filter(has_text=title)
        keys.press(f"#{row.locator('[name=repair]').get_attribute('id')}", key="Space")
    keys.press("button[value=apply]")
    expect(page.get_by_text(re.compile("3 "))).not_to_have_count(0, timeout=30_000)

    pages = page.request.get(f"{running_site.url}/admin/api/main/pages/?slug=music").json()["items"]
    parent = next(
        one["id"] for one in pages if one["meta"]["type"] == "music.MusicPage" and one["meta"]["locale"] == "en"
    )
    page.goto(f"{running_site.url}/admin/pages/add/music/programmepage/{parent}/")
    keys.write("[name=title]", "An evening by keyboard")
    for place, title in enumerate(TITLES):
        choose(keys, place, title)
    keys.press("button", "More actions") if page.get_by_role("button", name="More actions").count() else keys.press(
        "footer [data-w-dropdown-target=toggle]"
    )
    keys.press("[name=action-publish]")
    expect(page.get_by_text("published")).not_to_have_count(0, timeout=30_000)
    page.goto(f"{running_site.url}/music/an-evening-by-keyboard/")
    expect(page.locator(".programme .sample-label")).to_have_text(list(TITLES))
