"""Makes ``.venv`` with everything that uv.lock names, and for the tests what tests/node names. Runs on the bare system
Python: it must import nothing but the standard library.

Each way in which this can fail on a strange machine ends in one sentence that says what to do.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OLDEST = (3, 11)
NO_NETWORK = (
    "Temporary failure in name resolution",
    "Failed to establish a new connection",
    "Network is unreachable",
    "dns error",
    "error sending request",
    "Failed to fetch",
    "Could not connect",
    "Connection refused",
    "ProxyError",
    "timed out",
    "ENOTFOUND",
    "EAI_AGAIN",
    "ECONNREFUSED",
    "ECONNRESET",
    "ETIMEDOUT",
)


class CannotSetUp(Exception):
    """Why the environment cannot be made, as a sentence for whoever typed the command."""


def check_python(version: tuple[int, ...], name: str) -> None:
    if version < OLDEST:
        have, need = (".".join(map(str, pair[:2])) for pair in (version, OLDEST))
        raise CannotSetUp(
            f"This site needs Python {need} or newer, and {name} is {have}: install a newer one and "
            f"name it, for example “make run PYTHON=python3.13”."
        )


def check_folder(root: Path) -> None:
    try:
        with tempfile.TemporaryFile(dir=root):
            pass
    except OSError as error:
        raise CannotSetUp(
            f"Nothing can be written to {root} ({error.strerror}): copy the site to a folder of your own "
            "and start it there."
        ) from error


def check_venv_module() -> None:
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        raise CannotSetUp(
            "Python's module for virtual environments is missing: install it, on Debian and Ubuntu with "
            "“sudo apt-get install python3-venv”, and run the command again."
        )


def wanted(root: Path, everything: bool) -> str:
    """What a finished environment is marked with: the lock, this Python, and whether the tools for tests are in."""
    parts = [(root / name).read_bytes() for name in ("pyproject.toml", "uv.lock")]
    parts.append(repr((sys.version_info[:3], str(root))).encode())
    return hashlib.sha256(b"\0".join(parts)).hexdigest() + (" everything" if everything else " site")


def is_ready(stamp: Path, mark: str) -> bool:
    """An environment with the test tools also runs the site."""
    have = stamp.read_text() if stamp.exists() else ""
    return have in {mark, mark.replace(" site", " everything")}


def run(*command: str) -> None:
    """Runs a step. What it says is shown only when it fails, and a failure for want of a network becomes a sentence."""
    environment = {**os.environ, "UV_PROJECT_ENVIRONMENT": str(ROOT / ".venv"), "UV_PYTHON_DOWNLOADS": "never"}
    environment.pop("VIRTUAL_ENV", None)
    out, err = subprocess.DEVNULL, subprocess.PIPE
    done = subprocess.run(command, cwd=ROOT, env=environment, stdout=out, stderr=err, text=True)  # noqa: S603  # our own words
    if done.returncode == 0:
        return
    if any(phrase in done.stderr for phrase in NO_NETWORK):
        raise CannotSetUp(
            "The packages could not be fetched: this machine does not reach the package index, so check its network "
            "(or its proxy settings) and run the command again; what was fetched is kept."
        )
    raise CannotSetUp(f"{done.stderr.strip()}\n“{' '.join(command)}” failed; the reason stands above.")


def make_environment(root: Path, everything: bool) -> None:
    venv = root / ".venv"
    python, uv = venv / "bin" / "python", venv / "bin" / "uv"
    print("Setting up .venv; the first time takes a minute or two.", flush=True)
    if not python.exists() or not (venv / "bin" / "pip").exists():
        check_venv_module()
        shutil.rmtree(venv, ignore_errors=True)
        run(sys.executable, "-m", "venv", str(venv))
    if not uv.exists():
        run(str(python), "-m", "pip", "install", "--quiet", "--retries", "1", "--disable-pip-version-check", "uv>=0.7")
    groups = [] if everything else ["--no-dev"]
    # Inexact: uv itself lives in this environment and is not part of the lock.
    # Compiled now, so that no start has to, however Python is set up on this machine.
    sync = ["sync", "--quiet", "--frozen", "--inexact", "--compile-bytecode", "--python", str(python), *groups]
    run(str(uv), *sync)


def node_mark(source: Path) -> str:
    """What a finished ``.venv/node`` is marked with."""
    return hashlib.sha256((source / "package-lock.json").read_bytes()).hexdigest()


def make_node_tools(root: Path) -> None:
    """Installs the pinned packages of tests/node into ``.venv/node``; no script of theirs is run."""
    source, target = root / "tests" / "node", root / ".venv" / "node"
    stamp, mark = target / ".complete", node_mark(source)
    if stamp.exists() and stamp.read_text() == mark:
        return
    target.mkdir(exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(str(source / name), str(target / name))
    npm = str(root / ".venv" / "bin" / "npm")
    quick = ["--no-audit", "--no-fund", "--no-update-notifier", "--fetch-retries=0", "--fetch-timeout=60000"]
    run(npm, "ci", "--prefix", str(target), "--ignore-scripts", "--loglevel=error", *quick)
    stamp.write_text(mark)


def add_node_tools(root: Path) -> None:
    """Only some tests need them, and those say so themselves: a failure is told and holds nothing up."""
    try:
        make_node_tools(root)
    except CannotSetUp as reason:
        print(
            f"The validator of HTML and axe are not installed, so the tests that need them are left out. {reason}",
            file=sys.stderr,
        )


def main(arguments: list[str]) -> int:
    everything = "everything" in arguments
    stamp = ROOT / ".venv" / ".complete"
    try:
        check_python(sys.version_info[:3], sys.executable)
        mark = wanted(ROOT, everything)
        if not is_ready(stamp, mark):
            check_folder(ROOT)
            make_environment(ROOT, everything)
            stamp.write_text(mark)
    except CannotSetUp as reason:
        print(reason, file=sys.stderr)
        return 1
    if everything:
        add_node_tools(ROOT)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
