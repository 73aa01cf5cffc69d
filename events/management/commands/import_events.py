"""Takes the events of a calendar file (.ics) into a mission's calendar, as the admin's page does. Safe to repeat."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from wagtail.models import Site

from events.ics_lines import FileRefused
from events.import_jobs import calendars_of, job_for, read_for
from events.import_reports import Line, Report, Result
from events.imports import run
from events.models import EventsPage


class Command(BaseCommand):
    help = (
        "Takes the events of a calendar file into a mission's calendar. They are known again by their identifiers, so "
        "that it can be repeated. Ends with 1 when an event was refused; the others are taken all the same."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--site", metavar="HOST", help="Whose calendar; needed where there are several missions.")
        parser.add_argument("--language", metavar="CODE", help="Which calendar; else that in the main language.")
        parser.add_argument("--dry-run", action="store_true", help="Says what would be done, and writes nothing.")
        parser.add_argument("--publish", action="store_true", help="New events are published, else they are drafts.")
        parser.add_argument("--overwrite", action="store_true", help="The file counts more than what editors changed.")
        parser.add_argument("--until", metavar="DAY", help="Rules without an end end on this day (2027-12-31).")
        parser.add_argument("--json", action="store_true", help="The report as JSON.")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        calendar = calendar_named(options["site"], options["language"])
        job = job_for(calendar, timezone.now(), publish=options["publish"], overwrite=options["overwrite"])
        try:
            reading = read_for(job, bytes_of(path), day_of(options["until"]))
        except FileRefused as refused:
            raise CommandError(f"{path}: {refused}") from refused
        report = run(job, reading, path.name, is_trial=options["dry_run"])
        if options["json"]:
            self.stdout.write(json.dumps(report.to_json(), indent=1, ensure_ascii=False))
        else:
            self._tell(report)
        if report.counts[Result.REFUSED]:
            raise CommandError(f"Refused: {report.counts[Result.REFUSED]}.")

    def _tell(self, report: Report) -> None:
        for line in report.lines:
            self.stdout.write(told(line))
        counts = ", ".join(f"{end}: {report.counts[end]}" for end in Result)
        self.stdout.write(f"{'Nothing was written; it would be ' if report.is_trial else ''}{counts}.")


def told(line: Line) -> str:
    place = f"line {line.number}" if line.number else "not in the file"
    return "  ".join([place, f"{line.result:9}", line.title or "(no title)", *line.reasons])


def bytes_of(path: Path) -> bytes:
    """At most one byte more than is taken: the reader says that it is too large. Raises CommandError."""
    try:
        with path.open("rb") as file:
            return file.read(settings.EVENT_IMPORT_SIZE + 1)
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.") from error


def day_of(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise CommandError(f"“{text}” is no day. Write it like 2027-12-31.") from None


def calendar_named(host: str | None, language: str | None) -> EventsPage:
    """The calendar of a mission in a language; its main one, and the only mission, where none is named."""
    hosts = list(Site.objects.order_by("hostname").values_list("hostname", flat=True))
    if host is None and len(hosts) != 1:
        raise CommandError(f"Say whose calendar it is, with --site and one of: {', '.join(hosts) or 'no mission yet'}.")
    site = Site.objects.filter(hostname=host or hosts[0]).order_by("pk").first()
    if site is None:
        raise CommandError(f"No mission is called “{host}”. There are: {', '.join(hosts)}.")
    found = calendars_of(site)
    codes = [page.locale.language_code for page in found]
    for page in found:
        if language in {None, page.locale.language_code}:
            return page
    raise CommandError(f"There is no such calendar at {site.hostname}. There are: {', '.join(codes) or 'none yet'}.")
