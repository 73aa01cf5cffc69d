"""The site as visitors get it: a server process with production settings, the demonstration and files of its own.

It differs from an install in one address, of tests/faults.py, which breaks on purpose.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError

import pytest

from config.launch import server_command
from tests.database import template

ROOT = Path(__file__).resolve().parent.parent
PATIENCE_S = 120


@dataclass(frozen=True)
class RunningSite:
    """Where it answers, what the accounts' passwords are, what the server wrote, the folder of its files, its process."""

    url: str
    passwords: dict[str, str]
    log: Path | None
    var: Path | None
    pid: int | None = None


class DidNotStart(Exception):
    """What the set-up or the server said before it gave up."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def passwords_in(text: str) -> dict[str, str]:
    pairs = (line.split() for line in text.splitlines() if line.startswith("  "))
    return {pair[0]: pair[1] for pair in pairs if len(pair) == 2 and pair[0] in {"admin", "editor"}}


def wait_for(url: str, server: subprocess.Popen, log: Path) -> None:
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end and server.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except (URLError, OSError):
            time.sleep(0.1)
    raise DidNotStart(f"The server did not start:\n{log.read_text()}")


@contextmanager
def serve(folder: Path) -> Iterator[RunningSite]:
    """Builds the demonstration in ``folder`` and serves it while the context lasts. Raises DidNotStart."""
    port = free_port()
    url, log = f"http://127.0.0.1:{port}", folder / "server.log"
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.site_settings",
        "EMBASSY_ENV_FILE": os.devnull,
        "EMBASSY_VAR": str(folder / "var"),
        "SECRET_KEY": "used-by-one-test-run-only-" + "0123456789" * 3,
        "ALLOWED_HOSTS": "127.0.0.1,localhost,second.localhost",
        "BASE_URL": url,
    }
    (folder / "var").mkdir()
    shutil.copy(template(), folder / "var" / "db.sqlite3")
    setup = [sys.executable, "manage.py", "setup_site"]
    said = subprocess.run(setup, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if said.returncode:
        raise DidNotStart(f"setup_site failed:\n{said.stdout}{said.stderr}")
    command = server_command("run", "127.0.0.1", port)
    with log.open("w") as output:
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=output)
        try:
            wait_for(f"{url}/health/ready", server, log)
            yield RunningSite(url, passwords_in(said.stdout), log, folder / "var", server.pid)
        finally:
            server.terminate()
            server.wait(timeout=30)


@pytest.fixture(scope="session")
def running_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSite]:
    """Tests that use it belong into one worker: mark them ``xdist_group("site")``."""
    try:
        with serve(tmp_path_factory.mktemp("site")) as site:
            yield site
    except DidNotStart as reason:
        pytest.fail(str(reason), pytrace=False)
