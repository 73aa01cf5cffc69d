"""What the tests of the old site stand on: its one real page, pages made after its form, and imports of them."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any

from legacy.archives import FolderFiles, Limits
from legacy.jobs import Job, job_for
from legacy.old_pages import Heading, OldPage, Prose, Table
from legacy.reports import Report
from legacy.runs import run
from legacy.text_pages import read_text
from tests.missions import TestMission
from tests.news.ground import make_index

OLD_PAGE = (Path(__file__).parent / "old-page.txt").read_text(encoding="utf-8")
NOW = datetime(2026, 3, 16, 12, tzinfo=UTC)
LIMITS = Limits(page=1 << 20, recording=10 << 20, total=20 << 20, files=100)
TAG = re.compile(r"<[^>]+>")
BULLET = re.compile(r"(?m)^\s*[•·*-]\s+")


def read(text: str, name: str = "old-page.txt", series: tuple[str, ...] = ()) -> OldPage:
    return read_text(name, text, series)


def words_of(page: OldPage) -> list[str]:
    """The words of the text in their order."""
    found: list[str] = []
    for block in page.blocks:
        if isinstance(block, Prose):
            found += unescape(TAG.sub(" ", block.html)).split()
        elif isinstance(block, Heading):
            found += block.text.split()
        elif isinstance(block, Table):
            found += [word for row in (block.head, *block.rows) for cell in row for word in cell.split()]
    return found


def body_of(text: str = OLD_PAGE) -> str:
    """The text of the real page between its title line and its contact."""
    start = text.index("December 22, 2008") + len("December 22, 2008")
    return text[start : text.index("News Bulletin of the Embassy")]


def words_in(text: str) -> list[str]:
    return BULLET.sub("", text).replace("\u00a0", " ").split()


def lists_of(page: OldPage) -> list[int]:
    """How many items each list of the page has."""
    lists = [
        part
        for block in page.blocks
        if isinstance(block, Prose)
        for part in re.findall(r"<[uo]l>.*?</[uo]l>", block.html)
    ]
    return [part.count("<li>") for part in lists]


def make_list(mission: TestMission, code: str = "en", source: Any = None) -> Any:
    return make_index(mission, code, source)


def folder_with(folder: Path, files: dict[str, str | bytes]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def job(index: Any, **wishes: Any) -> Job:
    return job_for(index, NOW, **wishes)


def imported(index: Any, folder: Path, **wishes: Any) -> Report:
    """An import of all files of a folder, as the command does it."""
    return run(job(index, **wishes), FolderFiles(folder, LIMITS))
