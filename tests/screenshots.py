"""Pictures of every kind of page at three widths, light and dark, in ``var/screenshots`` with a sheet to see them all.

make screenshots                          the demonstration, on a server of its own
make screenshots URL=http://127.0.0.1:8000    a site that runs already; what asks for its mail or passwords is left out
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.pages import PAGES, NotHere
from tests.programs import COMMANDS, find
from tests.running import DidNotStart, RunningSite, serve
from tests.visits import Visits, show

TARGET = Path(__file__).resolve().parent.parent / "var" / "screenshots"
WIDTHS = (320, 768, 1280)
SCHEMES = ("light", "dark")


@contextmanager
def site_of(url: str) -> Iterator[RunningSite]:
    """The site at that address, or with none a new one."""
    if url:
        yield RunningSite(url.rstrip("/"), {}, None, None)
        return
    with tempfile.TemporaryDirectory() as folder, serve(Path(folder)) as site:
        yield site


def picture(visits: Visits, name: str) -> list[str]:
    """Takes the pictures of one page; the names of the files."""
    page, _response = visits.open(name)
    files = []
    for width in WIDTHS:
        for scheme in SCHEMES:
            show(page, width, scheme)
            # Pictures that wait to be scrolled to are wanted here too.
            page.evaluate("document.querySelectorAll('img').forEach(image => image.loading = 'eager')")
            page.wait_for_function("[...document.images].every(image => image.complete)")
            files.append(f"{name}-{width}-{scheme}.png")
            page.screenshot(path=TARGET / files[-1], full_page=True, animations="disabled")
    return files


def sheet(pictures: dict[str, list[str]]) -> str:
    rows = [
        f"<h2>{escape(name)}</h2><p>"
        + "".join(f'<a href="{file}"><img src="{file}" alt="{file}" loading="lazy"></a>' for file in files)
        for name, files in pictures.items()
    ]
    style = (
        "body{font:16px sans-serif;margin:2em}p{display:flex;gap:1em;overflow:auto;align-items:start}img{width:20em}"
    )
    head = f'<meta charset="utf-8"><title>Every page</title><style>{style}</style>'
    return f"<!doctype html><html lang=en>{head}<h1>Every page</h1>{''.join(rows)}"


def take(url: str, chromium: str) -> dict[str, list[str]]:
    pictures = {}
    with site_of(url) as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        visits = Visits(browser, site)
        for name in PAGES:
            try:
                pictures[name] = picture(visits, name)
            except (NotHere, AssertionError) as reason:
                print(f"left out {name}: {reason}", flush=True)
        visits.close()
        browser.close()
    return pictures


def main(url: str = "") -> int:
    chromium = find("chromium")
    if chromium is None:
        print(f"Chromium is missing. It comes with: {COMMANDS['chromium']}", file=sys.stderr)
        return 1
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")  # what copies the database asks for it
    shutil.rmtree(TARGET, ignore_errors=True)
    TARGET.mkdir(parents=True)
    try:
        pictures = take(url, chromium)
    except DidNotStart as reason:
        print(reason, file=sys.stderr)
        return 1
    (TARGET / "index.html").write_text(sheet(pictures), encoding="utf-8")
    print(f"{sum(map(len, pictures.values()))} pictures of {len(pictures)} pages: {TARGET / 'index.html'}")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))
