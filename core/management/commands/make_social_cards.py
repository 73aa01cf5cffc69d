"""Makes the pictures that are shown where pages are shared, and the icons of every mission. Safe to repeat."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from wagtail.models import Site

from core.icons import make_icons
from core.missions import mission_of_site
from core.social import keep_all_cards


class Command(BaseCommand):
    help = "Makes missing pictures for sharing and missing icons; after a restore, or a change of how they are drawn."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--all", action="store_true", help="Look at every page, also at those that have a card.")

    def handle(self, *args: Any, **options: Any) -> None:
        for site in Site.objects.order_by("pk"):
            make_icons(mission_of_site(site))
            keep_all_cards(site, only_missing=not options["all"])
        self.stdout.write("The pictures for sharing are in place.")
