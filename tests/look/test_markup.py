"""The HTML of every kind of page is valid. Which rules are asked stands in tests/node/.htmlvalidate.mjs."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.pages import PAGES
from tests.programs import need
from tests.visits import EDITORS, Visits

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("site")]

NODE_FOLDER = Path(__file__).resolve().parents[1] / "node"


@pytest.fixture(scope="module")
def visits(browser, running_site) -> Iterator[Visits]:
    visits = Visits(browser, running_site, java_script_enabled=False)
    yield visits
    visits.close()


def validate(folder: Path) -> list[str]:
    """What the validator says of the files in a folder. It runs once for all: most of its time is the start."""
    config = str(NODE_FOLDER / ".htmlvalidate.mjs")
    command = [need("node"), need("html-validate"), "--config", config, "--formatter", "json", str(folder / "*.html")]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.stdout.startswith("["), done.stdout + done.stderr
    return [
        f"{Path(page['filePath']).stem}:{one['line']}: {one['message']} ({one['ruleId']}, {one['selector']})"
        for page in json.loads(done.stdout)
        for one in page["messages"]
    ]


def test_every_page_is_valid_html(visits, tmp_path):
    need("html-validate")
    for name in PAGES:
        if name not in EDITORS:  # Wagtail's own markup
            _page, response = visits.open(name)
            (tmp_path / f"{name}.html").write_bytes(response.body())
    found = validate(tmp_path)
    assert not found, "\n".join(found)


def test_the_validator_finds_what_is_wrong(tmp_path):
    (tmp_path / "wrong.html").write_text("<!doctype html><html lang=en><title>x</title><p id=a><p id=a>")
    assert any("no-dup-id" in line for line in validate(tmp_path))
