"""Starts the site: settings file, database, accounts, then server, worker and scheduler. Run inside ``.venv``."""

from __future__ import annotations

import os
import subprocess
import sys

from config.bootstrap import ROOT
from config.install import CannotStart, check_port, read_port, write_env
from config.supervisor import Program, Supervisor

SETTINGS = {"run": "config.settings.production", "dev": "config.settings.dev"}

# Visitors first: on a small machine the start of the others would hold up the first page.
HEAD_START_S = 4.0


def server_command(mode: str, host: str, port: int) -> list[str]:
    """One process: what it holds in memory is then the truth for every visitor."""
    command = [sys.executable, "-m", "uvicorn", "config.asgi:application", "--host", host, "--port", str(port)]
    if mode == "dev":
        return [*command, "--reload", "--reload-dir", str(ROOT)]
    # A listener's stream must not hold up the end of the process.
    ending = ["--timeout-graceful-shutdown", "5"]
    protocol = ["--http", "core.shortcut:KeptPageProtocol"]
    options = ["--workers", "1", "--lifespan", "on", "--no-access-log", "--no-server-header"]
    return [*command, *options, *protocol, *ending]


def programs(mode: str, host: str, port: int) -> tuple[Program, ...]:
    """All that a running site consists of; the first is what visitors reach."""
    # The server gives running requests and streams 5 s itself.
    server = Program("The server", tuple(server_command(mode, host, port)), grace_s=8)
    worker = Program("The worker", (sys.executable, "manage.py", "background_worker"), grace_s=10, after_s=HEAD_START_S)
    scheduler = Program("The scheduler", (sys.executable, "manage.py", "scheduler"), grace_s=10, after_s=HEAD_START_S)
    return server, worker, scheduler


def start(mode: str) -> int:
    """Runs the site until it is stopped; its exit code."""
    host = os.environ.get("HOST") or "127.0.0.1"
    port = read_port(os.environ.get("PORT") or "8000")
    check_port(host, port)
    try:
        write_env(ROOT / ".env", host, port)
    except OSError as error:
        raise CannotStart(
            f"The file .env cannot be written ({error.strerror}): make the folder {ROOT} writable."
        ) from error
    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS[mode]
    os.environ["EXPECTED_PROCESSES"] = "worker,scheduler"  # both run beside the server: see programs()
    setup = [sys.executable, "manage.py", "setup_site"]
    if mode == "dev":
        setup.append("--without-static")
    if subprocess.call(setup, cwd=ROOT) != 0:  # noqa: S603  # our own words
        raise CannotStart("The site was not started; the reason stands above.")
    os.chdir(ROOT)
    return Supervisor(programs(mode, host, port)).run()


if __name__ == "__main__":
    try:
        sys.exit(start(sys.argv[1]))
    except CannotStart as reason:
        sys.exit(str(reason))
