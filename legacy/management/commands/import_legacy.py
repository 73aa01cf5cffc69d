"""Brings pages of the old site over. Safe to repeat: what was imported before is known again and changes nothing."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from wagtail.models import Site

from core.texts import printable
from legacy.addresses import take_list
from legacy.archives import Files, FolderFiles, ZipFiles
from legacy.decoding import decoded
from legacy.jobs import Job, indexes_of, job_for, limits
from legacy.old_pages import SourceRefused
from legacy.reports import Line, Report, Result
from legacy.runs import run
from news.models import NewsIndexPage


class Command(BaseCommand):
    help = (
        "Brings the old site's pages over as bulletins: saved pages, text copies, exports of the news, recordings; one "
        "file, a folder or a zip file of them. Can be repeated. Ends with 1 when something was refused."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", type=Path, nargs="?", metavar="SOURCE", help="A file, a folder or a zip file.")
        parser.add_argument("--site", metavar="HOST", help="Whose bulletins; needed where there are several missions.")
        parser.add_argument("--language", metavar="CODE", help="Which list; else that in the main language.")
        parser.add_argument("--dry-run", action="store_true", help="Says what would be done, and writes nothing.")
        parser.add_argument("--drafts", action="store_true", help="New bulletins are drafts, else they are published.")
        parser.add_argument("--overwrite", action="store_true", help="The old page counts more than what is here.")
        parser.add_argument("--category", metavar="NAME", default="", help="For pages that name none.")
        parser.add_argument(
            "--addresses", type=Path, metavar="FILE", help="A CSV of old addresses and what each leads to."
        )
        parser.add_argument("--json", action="store_true", help="The report as JSON.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["source"] is None and options["addresses"] is None:
            raise CommandError("Name a file or folder of the old site, or a list with --addresses.")
        wishes = {name: options[name] for name in ("drafts", "overwrite", "category")}
        index = index_named(options["site"], options["language"])
        job = job_for(index, timezone.now(), is_trial=options["dry_run"], **wishes)
        report = Report((), job.is_trial)
        if options["source"] is not None:
            report = report_on(job, options["source"])
        if options["addresses"] is not None:
            lines = lines_of_list(job, options["addresses"])
            report = Report((*report.lines, *lines), job.is_trial, report.left_out)
        self._tell(report, as_json=options["json"])
        if report.counts[Result.REFUSED]:
            raise CommandError(f"Refused: {report.counts[Result.REFUSED]}.")

    def _tell(self, report: Report, *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(report.to_json(), indent=1, ensure_ascii=False))
            return
        for line in report.lines:
            self.stdout.write(printable(told(line), self.stdout.encoding))
        counts = ", ".join(f"{end}: {report.counts[end]}" for end in Result)
        start = "Nothing was written; it would be " if report.is_trial else ""
        self.stdout.write(f"{start}{counts}, left out (no pages): {report.left_out}.")


def told(line: Line) -> str:
    return "  ".join([f"{line.result:9}", line.source, line.title or "(no title)", *line.reasons])


def report_on(job: Job, source: Path) -> Report:
    """Raises CommandError where the source as a whole cannot be taken."""
    try:
        with ExitStack() as stack:
            return run(job, files_of(source, stack))
    except SourceRefused as refused:
        raise CommandError(f"{printable(str(source))}: {refused}") from refused


def files_of(source: Path, stack: ExitStack) -> Files:
    if source.is_dir():
        return FolderFiles(source, limits())
    try:
        if source.suffix.lower() == ".zip":
            return ZipFiles(stack.enter_context(source.open("rb")), limits())
        source.stat()
    except OSError as error:
        raise CommandError(f"{printable(str(source))} cannot be read: {error.strerror}.") from error
    return FolderFiles(source.parent, limits(), only=source.name)


def lines_of_list(job: Job, path: Path) -> list[Line]:
    try:
        with path.open("rb") as file:
            data = file.read(limits().page + 1)
        if len(data) > limits().page:
            raise CommandError(f"{path} is too large for a list of addresses.")
        return list(take_list(job, path.name, decoded(data)[0]))
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
    except SourceRefused as refused:
        raise CommandError(f"{path}: {refused}") from refused


def index_named(host: str | None, language: str | None) -> NewsIndexPage:
    """The list of a mission in a language; its main one, and the only mission, where none is named."""
    hosts = list(Site.objects.order_by("hostname").values_list("hostname", flat=True))
    if host is None and len(hosts) != 1:
        raise CommandError(f"Say whose pages they are, with --site and one of: {', '.join(hosts) or 'no mission yet'}.")
    site = Site.objects.filter(hostname=host or hosts[0]).order_by("pk").first()
    if site is None:
        raise CommandError(f"No mission is called “{host}”. There are: {', '.join(hosts)}.")
    found = indexes_of(site)
    codes = [page.locale.language_code for page in found]
    for page in found:
        if language in {None, page.locale.language_code}:
            return page
    raise CommandError(f"There is no such list at {site.hostname}. There are: {', '.join(codes) or 'none yet'}.")
