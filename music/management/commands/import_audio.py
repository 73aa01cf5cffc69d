"""Takes the recordings of a folder into a mission's library, as the upload page does. Safe to repeat and to interrupt:
each file is stored whole or not at all, and what is there already is recognised by its bytes.
"""

from __future__ import annotations

import json
from argparse import ArgumentParser, BooleanOptionalAction
from collections import Counter
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.files import File
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from wagtail.models import Collection, Site

from core.missions import collections_under, mission_of_site, zone_of
from core.models import MissionSettings
from core.texts import printable
from music.batch_forms import BatchForm
from music.batches import Batch, Outcome, State, look, take, unreadable
from music.folders import Found, contents_of, opened
from music.models import AudioSample
from music.refusals import Refused

TEXTS = ("artist", "album", "copyright", "language", "tags", "permission-from", "permission-until")


class Command(BaseCommand):
    help = (
        "Takes all recordings of a folder into a mission's library. What is there already, by its bytes, is left "
        "alone, so that it can be repeated. Ends with 1 when a file was refused; the others are stored all the same."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--mission", metavar="HOST", help="Whose library; needed where there are several.")
        parser.add_argument("--collection", metavar="NAME", help="A collection of the mission; else its own.")
        parser.add_argument("--user", metavar="NAME", help="The account that is noted as the uploader.")
        parser.add_argument("--dry-run", action="store_true", help="Says what would be done, and stores nothing.")
        parser.add_argument("--recursive", action=BooleanOptionalAction, default=True, help="Folders inside, too.")
        parser.add_argument("--public", action="store_true", help="Visitors hear the recordings at once.")
        parser.add_argument(
            "--json", action="store_true", help="The report as JSON; progress goes to the error output."
        )
        for name in TEXTS[:4]:
            parser.add_argument(f"--{name}", default="", help="For recordings whose file says nothing of it.")
        parser.add_argument("--tags", default="", help="For all recordings, separated by commas.")
        for name in TEXTS[5:]:
            parser.add_argument(
                f"--{name}", default="", metavar="TIME", help="On the mission's clock: 2026-03-22 18:00."
            )

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        if not folder.is_dir():
            raise CommandError(f"{printable(str(folder))} is no folder. Name one that holds recordings.")
        mission = mission_named(options["mission"])
        with timezone.override(zone_of(mission)):
            batch = batch_of(mission, options)
        contents = contents_of(folder, recursive=options["recursive"])
        outcomes = self._take_all(contents.recordings, batch, options)
        counts = Counter(outcome.state for outcome in outcomes)
        if options["json"]:
            self.stdout.write(json.dumps(report(outcomes, contents.left_out, dry_run=options["dry_run"]), indent=1))
        else:
            self.stdout.write(summary(counts, contents.left_out, dry_run=options["dry_run"]))
        if counts[State.REFUSED]:
            raise CommandError(f"Refused: {counts[State.REFUSED]}.")

    def _take_all(self, found: list[Found], batch: Batch, options: dict[str, Any]) -> list[Outcome]:
        out = self.stderr if options["json"] else self.stdout
        seen: dict[str, str] | None = {} if options["dry_run"] else None
        outcomes = []
        for number, one in enumerate(found, 1):
            outcome = outcome_of(one, batch, seen)
            outcomes.append(outcome)
            line = f"{number}/{len(found)}  {outcome.state:9}  {outcome.name}{_why(outcome)}"
            out.write(printable(line, out.encoding), style_func=str)
        return outcomes


def outcome_of(found: Found, batch: Batch, seen: dict[str, str] | None) -> Outcome:
    """What became of one file; with `seen`, what would."""
    if found.is_outside:
        return Outcome(found.name, State.REFUSED, reason=Refused("outside").message)
    if found.error is not None:
        return unreadable(found.name, found.error)
    try:
        stream = opened(found)
    except OSError as error:
        return unreadable(found.name, error)
    with stream:
        file = File(stream, name=found.name)
        return take(batch, file) if seen is None else look(batch, file, seen)


def mission_named(host: str | None) -> MissionSettings:
    """The mission of a host name; the only one where none is named. Raises CommandError."""
    hosts = list(Site.objects.order_by("hostname").values_list("hostname", flat=True))
    if host is None and len(hosts) != 1:
        raise CommandError(
            f"Say whose library it is, with --mission and one of: {', '.join(hosts) or 'no mission yet'}."
        )
    site = Site.objects.filter(hostname=host or hosts[0]).order_by("pk").first()
    if site is None:
        raise CommandError(f"No mission is called “{host}”. There are: {', '.join(hosts)}.")
    mission = mission_of_site(site)
    if mission.collection is None:
        raise CommandError(f"{site.hostname} has no collection. Choose one under Settings, Mission.")
    return mission


def collection_named(mission: MissionSettings, name: str | None) -> Collection:
    """The mission's collection of that name, its own without one. Raises CommandError."""
    own: Any = mission.collection
    if name is None:
        return own
    found = list(collections_under(own.path).filter(name=name)[:2])
    if len(found) == 1:
        return found[0]
    if found:
        raise CommandError(f"There are several collections called “{name}”. Rename one of them first.")
    known = ", ".join(collections_under(own.path).order_by("path").values_list("name", flat=True))
    raise CommandError(f"The mission has no collection called “{name}”. There are: {known}.")


def batch_of(mission: MissionSettings, options: dict[str, Any]) -> Batch:
    """The batch that the options describe, checked as the page's form is. Raises CommandError."""
    collection = collection_named(mission, options["collection"])
    user = None
    if options["user"]:
        user = get_user_model().objects.filter(username=options["user"]).first()
        if user is None:
            raise CommandError(f"There is no account called “{options['user']}”.")
    typed = {name.replace("-", "_"): options[name.replace("-", "_")] for name in TEXTS}
    form = BatchForm({"public": options["public"], **typed}, collections=Collection.objects.filter(pk=collection.pk))
    if form.errors:
        raise CommandError(" ".join(f"{name}: {' '.join(map(str, said))}" for name, said in form.errors.items()))
    return Batch(collection, AudioSample.objects.for_site(mission.site), user, form.cleaned_data)


def _why(outcome: Outcome) -> str:
    if outcome.state is State.REFUSED:
        return f": {outcome.reason}"
    if outcome.state is State.DUPLICATE:
        return f": as {outcome.twin or outcome.sample}"
    return ""


def summary(counts: Counter[State], left_out: int, *, dry_run: bool) -> str:
    said = ", ".join(f"{state}: {counts[state]}" for state in State)
    return f"{'Nothing was stored; it would be ' if dry_run else ''}{said}, left out (no recordings): {left_out}."


def report(outcomes: list[Outcome], left_out: int, *, dry_run: bool) -> dict[str, Any]:
    """For programs: {"dry_run", "new", "duplicate", "refused", "left_out", "files": [{"name", "state", …}]}."""
    counts = Counter(outcome.state for outcome in outcomes)
    files = [
        {
            "name": outcome.name,
            "state": str(outcome.state),
            "sample": outcome.sample.pk if outcome.sample else None,
            "twin": outcome.twin,
            "reason": outcome.reason,
        }
        for outcome in outcomes
    ]
    return {"dry_run": dry_run, **{str(s): counts[s] for s in State}, "left_out": left_out, "files": files}
