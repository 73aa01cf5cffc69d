"""Brings the catalogues in locale/ up to date with the sources and compiles them. Run by `make catalogues`."""

from __future__ import annotations

import shutil
import subprocess
import sys

import polib

from config.bootstrap import ROOT

LOCALE = ROOT / "locale"
ELSEWHERE = (".venv", "tests", "var", "benchmarks")


def extract(languages: list[str]) -> None:
    """Writes every sentence of the sources into the catalogues; needs gettext's own programs."""
    if shutil.which("xgettext") is None:
        sys.exit("Extracting sentences needs the program xgettext: install the package gettext.")
    command = [sys.executable, "manage.py", "makemessages", "--no-obsolete", "--no-location", "--verbosity", "0"]
    for language in languages:
        command += ["--locale", language]
    for folder in ELSEWHERE:
        command += ["--ignore", folder]
    subprocess.run(command, cwd=ROOT, check=True)  # noqa: S603  # our own words


def compile_all() -> None:
    """Compiles each catalogue beside its source; what an earlier sentence had and a later one lacks is not guessed."""
    for path in sorted(LOCALE.glob("*/LC_MESSAGES/django.po")):
        catalogue = polib.pofile(str(path), wrapwidth=120)
        for entry in catalogue.fuzzy_entries():
            entry.previous_msgid = entry.previous_msgid_plural = None
            entry.flags.remove("fuzzy")
            entry.msgstr, entry.msgstr_plural = "", dict.fromkeys(entry.msgstr_plural, "")
        catalogue.save()
        catalogue.save_as_mofile(str(path.with_suffix(".mo")))


if __name__ == "__main__":
    extract([path.name for path in sorted(LOCALE.iterdir()) if path.is_dir()])
    compile_all()
