"""A browser that opens the pages of tests/pages.py, and writes down all that a visitor would rather not have had:
requests to other hosts, failed ones, and every word in the console.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response

from tests.pages import PAGES, Asker, Shown
from tests.running import RunningSite

EDITORS = frozenset(
    {"login", "dashboard", "guest-lists", "letters", "mail-check"}
)  # Wagtail's pages: only what is ours of them is in our hands
SIZES = {320: 640, 768: 1024, 1280: 800}


class Visits:
    """One tab for strangers, and one for each account that is asked for; every page opens in them, one after another."""

    def __init__(self, browser: Browser, site: RunningSite, **options: Any) -> None:
        self.site = site
        self.complaints: list[str] = []
        self.requests: list[Request] = []
        self._browser, self._options = browser, {"reduced_motion": "reduce", **options}
        self._tabs: dict[str, Page] = {}
        self._asker: Asker | None = None

    def close(self) -> None:
        for tab in self._tabs.values():
            tab.context.close()
        if self._asker:
            self._asker.request.dispose()

    @property
    def asker(self) -> Asker:
        """Asks with cookies of its own, so that no visitor's are changed."""
        if self._asker is None:
            self._context = self._browser.new_context()
            self._asker = Asker(self.site.url, self._context.request, self.site.var, self.site.passwords)
        return self._asker

    def open(self, name: str) -> tuple[Page, Response]:
        """Brings a page up. Raises NotHere where this site has none, AssertionError where it answers otherwise."""
        shown = PAGES[name](self.asker)
        page = self._tab(shown.user)
        self.complaints.clear()
        self.requests.clear()
        self._expected = shown
        response = self._get(page, shown)
        assert response.status == shown.status, f"{name}: {response.url} answers {response.status}"
        if self._options.get("java_script_enabled", True):
            page.evaluate("document.fonts.ready.then(() => true)")
        return page, response

    def _get(self, page: Page, shown: Shown) -> Response:
        response = page.goto(urljoin(self.site.url, shown.address))
        if shown.fields is not None:
            response = self._send(page, shown)
        assert response is not None
        return response

    def _send(self, page: Page, shown: Shown) -> Response | None:
        form = page.locator("main form")
        for name, value in (shown.fields or {}).items():
            form.locator(f"[name={name}]").fill(value)
        page.wait_for_timeout(shown.reading_s * 1000)
        if shown.forgets_cookies:
            page.context.clear_cookies()
        with page.expect_navigation() as sent:
            form.locator("button:not([type=button])").last.click()
        return sent.value

    def _tab(self, user: str) -> Page:
        if user not in self._tabs:
            page = self._browser.new_context(**self._options).new_page()
            if user:
                self._log_in(page, user)
            self._listen(page)
            self._tabs[user] = page
        return self._tabs[user]

    def _log_in(self, page: Page, user: str) -> None:
        page.goto(f"{self.site.url}/admin/login/")
        page.fill("[name=username]", user)
        page.fill("[name=password]", self.site.passwords[user])
        page.click("button[type=submit]")
        page.wait_for_url(f"{self.site.url}/admin/")
        # What it still loads would be broken off by the page that is asked for next, and count as failed.
        page.wait_for_load_state("networkidle")

    def _listen(self, page: Page) -> None:
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self.complaints.append(f"error in a script: {error}"))
        page.on("request", self._on_request)
        page.on("requestfailed", lambda request: self.complaints.append(f"failed: {request.url} {request.failure}"))
        page.on("response", self._on_response)

    def _on_console(self, message: ConsoleMessage) -> None:
        # Chromium says so of every page that is not answered by 200, which is what such pages are about.
        own = self._expected.status >= 400 and message.text.startswith("Failed to load resource")
        if not (own and message.location.get("url") == message.page.url):
            self.complaints.append(f"console: {message.text}")

    def _on_request(self, request: Request) -> None:
        self.requests.append(request)
        hosts = {urlsplit(urljoin(self.site.url, self._expected.address)).netloc}
        if urlsplit(request.url).scheme != "data" and urlsplit(request.url).netloc not in hosts:
            self.complaints.append(f"another host: {request.url}")

    def _on_response(self, response: Response) -> None:
        if response.status >= 400 and not response.request.is_navigation_request():
            self.complaints.append(f"{response.status}: {response.url}")


def show(page: Page, width: int, scheme: Any) -> None:
    """Makes the open page so wide, and light or dark, without loading it again."""
    page.set_viewport_size({"width": width, "height": SIZES.get(width, 800)})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
