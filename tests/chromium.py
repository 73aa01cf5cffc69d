"""A real browser for the tests that need one: the machine's own Chromium, driven by Playwright."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.programs import need


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Ends with its module: while it lives, an event loop runs in this thread and no other may be started."""
    path = need("chromium")
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Django would take the loop of Playwright for an asynchronous view.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(
            executable_path=path,
            args=["--no-sandbox", "--autoplay-policy=no-user-gesture-required", "--mute-audio"],
        )
        yield browser
        browser.close()


@pytest.fixture
def browser_context(browser: Browser) -> Iterator[BrowserContext]:
    context: Any = browser.new_context(viewport={"width": 1280, "height": 800})
    yield context
    context.close()
