"""The site as visitors get it: a server process with production settings, the demonstration and files of its own."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError

import pytest

from tests.database import template

ROOT = Path(__file__).resolve().parent.parent
PATIENCE_S = 120


@dataclass(frozen=True)
class RunningSite:
    """Where it answers, what the accounts' passwords are, and what the server wrote."""

    url: str
    passwords: dict[str, str]
    log: Path


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
    pytest.fail(f"The server did not start:\n{log.read_text()}", pytrace=False)


@pytest.fixture(scope="session")
def running_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSite]:
    """Tests that use it belong into one worker: mark them ``xdist_group("site")``."""
    folder, port = tmp_path_factory.mktemp("site"), free_port()
    url, log = f"http://127.0.0.1:{port}", folder / "server.log"
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
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
        pytest.fail(f"setup_site failed:\n{said.stdout}{said.stderr}", pytrace=False)
    command = [sys.executable, "-m", "uvicorn", "config.asgi:application", "--port", str(port)]
    with log.open("w") as output:
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=output)
        try:
            wait_for(f"{url}/health/ready", server, log)
            yield RunningSite(url, passwords_in(said.stdout), log)
        finally:
            server.terminate()
            server.wait(timeout=30)
