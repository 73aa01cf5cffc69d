"""Analyses recordings now, as the worker does after an upload."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from music.findings import failure_text
from music.models import AudioSample, SampleAnalysis, State
from music.preparation import prepare_next
from music.tasks import analyse_again, look_after


class Command(BaseCommand):
    help = "Measures recordings that wait for it and makes their renditions. Safe to repeat and to interrupt."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--all", action="store_true", help="Also those that are done, and those that failed.")

    def handle(self, *args: Any, **options: Any) -> None:
        look_after()
        if options["all"]:
            for sample in AudioSample.objects.order_by("pk").iterator():
                analyse_again(sample)
        done = 0
        while prepare_next():
            done += 1
            left = SampleAnalysis.objects.filter(state=State.WAITING).count()
            self.stdout.write(f"{done} done, {left} waiting.")
        for analysis in SampleAnalysis.objects.filter(state=State.FAILED).select_related("sample"):
            self.stdout.write(f"{analysis.sample}: {failure_text(analysis)}")
