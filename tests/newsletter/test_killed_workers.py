"""Real processes that are killed while they send to a real mail server: nobody is left out, nobody gets two.

The whole run is ``python -m benchmarks.mailing kill``; this is the same with fewer addresses.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.database import template
from tests.servers import postgresql

ROOT = Path(__file__).resolve().parents[2]


def run(*options: str) -> str:
    command = [sys.executable, "-m", "benchmarks.mailing", "kill", *options]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_killed_workers_and_a_killed_server_lose_no_letter_and_double_none() -> None:
    said = run("--count", "250", "--kills", "4", "--database", str(template()))
    assert "twice 0, lost without being told 0" in said


@pytest.mark.scale_out
@pytest.mark.xdist_group("scale_out")
def test_the_same_on_postgresql(tmp_path: Path) -> None:
    with postgresql(tmp_path) as url:
        said = run("--count", "250", "--kills", "4", "--postgresql", url)
    assert "twice 0, lost without being told 0" in said
