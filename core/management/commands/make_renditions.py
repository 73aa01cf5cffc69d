"""Makes the files of pictures now, as the worker does after a publication."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from core.models import MissionImage
from core.picture_uses import FRAMED, WHOLE
from core.renditions import make_all, make_first, uses_of


class Command(BaseCommand):
    help = "Makes what is missing of the pictures that pages show. Safe to repeat."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--all", action="store_true", help="Also of the pictures that no page shows.")

    def handle(self, *args: Any, **options: Any) -> None:
        shown = uses_of()
        images = MissionImage.objects.order_by("pk")
        if not options["all"]:
            images = images.filter(pk__in=shown)
        total, made = images.count(), 0
        for number, image in enumerate(images.iterator(), start=1):
            uses = {FRAMED, WHOLE} if options["all"] else shown[image.pk]
            files = make_first(image) + make_all(image, uses)
            made += files
            self.stdout.write(f"{number} of {total}: {image.title}, {files} made")
        self.stdout.write(f"{made} files were made.")
