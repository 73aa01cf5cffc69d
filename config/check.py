"""Everything that ``make check`` asks. Runs all steps, then says which failed; it changes no file."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile

from config.bootstrap import ROOT
from config.budgets import over_budget

BIN = ROOT / ".venv" / "bin"
PYTHON = sys.executable
STEPS: list[tuple[str, list[str]]] = [
    ("format", [PYTHON, "-m", "ruff", "format", "--check", "--quiet", "."]),
    ("lint", [PYTHON, "-m", "ruff", "check", "--quiet", "."]),
    ("templates", [str(BIN / "djlint"), "templates", "--lint", "--quiet"]),
    ("types", [PYTHON, "-m", "mypy", "."]),
    ("migrations", [PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"]),
    (
        "architecture and promises",
        [PYTHON, "-m", "pytest", "-q", "tests/test_architecture.py", "tests/test_promises.py"],
    ),
    ("deployment", [PYTHON, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]),
]
# What an owner would set; the values only have to be of the right kind.
DEPLOYED = {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "SECRET_KEY": "only-for-this-check-" + "".join(map(chr, range(48, 123))),
    "ALLOWED_HOSTS": "embassy.example",
    "BASE_URL": "https://embassy.example",
}


def run(name: str, command: list[str], environment: dict[str, str]) -> bool:
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)  # noqa: S603  # our own words
    print(f"{'ok  ' if done.returncode == 0 else 'FAIL'} {name}", flush=True)
    if done.returncode:
        print(done.stdout + done.stderr, flush=True)
    return done.returncode == 0


def tracked_files() -> list[str]:
    """Names of the files that belong to the site, whether or not they are committed yet."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()  # noqa: S603  # our own words


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        own = {"EMBASSY_ENV_FILE": os.devnull, "EMBASSY_VAR": folder, "PYTHONWARNINGS": "default"}
        environment = {**os.environ, **own}
        failed = []
        for name, command in STEPS:
            extra = DEPLOYED if name == "deployment" else {"DJANGO_SETTINGS_MODULE": "config.settings.test"}
            if not run(name, command, {**environment, **extra}):
                failed.append(name)
    for warning in over_budget(ROOT, [ROOT / name for name in tracked_files() if (ROOT / name).is_file()]):
        print(f"over budget: {warning}")
    print(f"Failed: {', '.join(failed)}." if failed else "All checks passed.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
