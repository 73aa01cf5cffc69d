"""Fills the first mission with any number of bulletins, events and samples, to measure the site under load."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import override
from wagtail.models import Site

from core.missions import mission_of_site
from core.models import MissionSettings
from events.models import EventsPage
from home.demo.build import build_first
from home.demo.progress import Progress
from home.demo.scale import HIGHEST, scale
from news.models import NewsIndexPage


class Command(BaseCommand):
    help = (
        "Make N bulletins, N events and N recordings, spread over twenty years, on the first mission. Run again, it "
        "adds what is missing up to N. Nothing of it has an earlier version or a picture for sharing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--scale", metavar="N", required=True, help=f"How many of each, from 1 to {HIGHEST}.")

    def handle(self, *args: Any, **options: Any) -> None:
        text = str(options["scale"])
        if not (text.isascii() and text.isdecimal() and 1 <= int(text[:9]) <= HIGHEST):
            raise CommandError(f"--scale takes a whole number from 1 to {HIGHEST}, not “{text}”.")
        now = timezone.now()
        with override("en"):
            mission = _first_mission()
            if mission is None:
                self.stdout.write("Building the demonstration first …")
                mission = build_first(now).settings
            made = scale(mission, int(text), now, Progress(self.stderr._out))
        if not any(made.values()):
            self.stdout.write(f"{int(text)} of each are there already; nothing was made.")
            return
        said = ", ".join(f"{count} {name}" for name, count in made.items())
        self.stdout.write(f"Made on {mission.site.hostname}: {said}.")


def _first_mission() -> MissionSettings | None:
    """The mission of the default site, if it is whole and has lists to fill."""
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    lists = (NewsIndexPage, EventsPage)
    if site is None or not all(model.objects.child_of(site.root_page).exists() for model in lists):
        return None
    mission = mission_of_site(site)
    return mission if mission.collection else None
