"""Says in plain words whether the mission's letters can arrive, and what to mend. Ends with 1 when something is red."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from wagtail.models import Site

from core.mailboxes import normalise
from newsletter.doctor.domains import domain_of, is_public_name
from newsletter.doctor.examinations import examine_domain, examine_letter, examine_site
from newsletter.doctor.findings import Finding, heaviest_first, in_words, reds


class Command(BaseCommand):
    help = (
        "Examines SPF, DKIM, DMARC, reverse DNS, encryption, leaving by one click and the address for returned "
        "letters, and keeps the result for the editors' page. Ends with 1 when something has to be mended."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--site", metavar="HOST", help="One mission; without it all of them.")
        parser.add_argument(
            "--domain", metavar="DOMAIN", help="Only what DNS says of this domain; nothing is kept. Not with --site."
        )
        parser.add_argument(
            "--message", metavar="FILE", help="Only the signature of this letter, as it was received; - reads it."
        )
        parser.add_argument("--json", action="store_true", help="The findings as JSON.")

    def handle(self, *args: Any, **options: Any) -> None:
        if sum(bool(options[name]) for name in ("site", "domain", "message")) > 1:
            raise CommandError("Give one of --site, --domain and --message.")
        found = self._found(options)
        if options["json"]:
            told = {name: [in_words(finding) for finding in findings] for name, findings in found.items()}
            self.stdout.write(json.dumps(told, indent=1, ensure_ascii=False))
        else:
            for name, findings in found.items():
                self.stdout.write("\n".join(_lines(name, findings)))
        count = sum(len(reds(findings)) for findings in found.values())
        if count:
            raise CommandError(f"To be mended: {count}.")

    def _found(self, options: dict[str, Any]) -> dict[str, list[Finding]]:
        now = timezone.now()
        if options["domain"]:
            domain = _domain(options["domain"])
            return {domain: heaviest_first(examine_domain(domain, now))}
        if options["message"]:
            return {options["message"]: heaviest_first(examine_letter(_letter(options["message"]), now))}
        return {site.hostname: heaviest_first(examine_site(site, now).found) for site in _sites(options["site"])}


def _sites(host: str | None) -> list[Site]:
    sites = Site.objects.order_by("-is_default_site", "pk")
    found = list(sites.filter(hostname=host) if host else sites)
    if not found:
        known = ", ".join(sites.values_list("hostname", flat=True)) or "none"
        raise CommandError(f"There is no such mission. Known hosts: {known}.")
    return found


def _domain(text: str) -> str:
    try:
        domain = domain_of(normalise(f"postmaster@{text}"))
    except ValidationError as error:
        raise CommandError("That is no domain. Write it as in --domain embassy.example.") from error
    if not is_public_name(domain):
        raise CommandError(f"{domain} is known on this machine or network only. Name a domain of the Internet.")
    return domain


def _letter(name: str) -> bytes:
    most = settings.LIST_SAMPLE_SIZE
    try:
        if name == "-":
            letter = sys.stdin.buffer.read(most + 1)
        else:
            with Path(name).open("rb") as file:
                letter = file.read(most + 1)
    except OSError as error:
        raise CommandError(f"{name} cannot be read: {error.strerror}.") from error
    if len(letter) > most:
        raise CommandError(f"A letter of more than {most // 1024} KB is not looked at. Take a shorter one.")
    return letter


def _lines(name: str, findings: Iterable[Finding]) -> list[str]:
    lines = [name]
    for finding in findings:
        lines += ["", f"[{finding.level.label}] {finding.title}", f"  {finding.what}"]
        lines += [f"  {finding.todo}"] if finding.todo else []
        if finding.record:
            lines.append(f"  {finding.record.name}  {finding.record.kind}  {finding.record.value}")
        lines += [f"  > {line}" for line in finding.evidence]
    return [*lines, ""]
