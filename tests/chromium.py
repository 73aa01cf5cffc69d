"""A real browser for the tests that need one: the machine's own Chromium, driven by Playwright."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.programs import need


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = need("chromium")
    # Playwright runs an event loop in this thread, which Django would take for an asynchronous view.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
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
