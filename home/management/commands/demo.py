"""Builds the demonstration site. Run again, it adds what is missing and leaves what editors have changed."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import override

from core.social import keep_all_cards
from home.demo.build import build_first, build_second


class Command(BaseCommand):
    help = "Build the demonstration: the Embassy of Kazakhstan, and on request a second mission."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--mission", choices=["second"], help="Also build a fictitious second mission.")

    def handle(self, *args: Any, **options: Any) -> None:
        with override("en"):
            now = timezone.now()
            mission = build_first(now)
            built = [mission]
            if options["mission"] == "second":
                second = build_second(now)
                built.append(second)
                self.stdout.write(f"The second mission: {second.site.root_url}/")
            for one in built:
                # At once, as nobody may be there who works off what waits.
                keep_all_cards(one.site, only_missing=True)
        self.stdout.write("The demonstration is in place.")
