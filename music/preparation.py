"""Brings what is computed of a recording up to date: measured first, then each rendition, each step kept for itself.

The rows say what is done; a step that was interrupted at any point is done again and leaves nothing half.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from music.confinement import Failed, run
from music.loudness import gain_db, is_close
from music.models import AudioSample, SampleAnalysis, SampleRendition, State
from music.recipes import RECIPES, Recipe
from music.storage import WORKSHOP, rendition_path, renditions_folder

# Renewed while the work goes on; who does not renew it is taken for dead.
LEASE = timedelta(seconds=90)
TRIES = 2
STALE = timedelta(days=1)
FINDINGS = ("duration_ms", "peaks", "loudness", "loudness_range", "true_peak", "damaged_parts", "content_hash")
IDLE: dict[str, Any] = {"holder": "", "lease_until": None}


class Lost(Exception):
    """Somebody else has the work by now, or the sample is gone."""


def take() -> SampleAnalysis | None:
    """The recording that waits longest, held by the caller from now on; None where none waits."""
    waiting = SampleAnalysis.objects.filter(state=State.WAITING).order_by("asked_at", "pk")
    for pk in waiting.values_list("pk", flat=True)[:20]:
        # One statement decides, so that two workers never both have it.
        holder, until = uuid4().hex, timezone.now() + LEASE
        held = {"holder": holder, "lease_until": until, "attempts": F("attempts") + 1}
        if SampleAnalysis.objects.filter(pk=pk, state=State.WAITING).update(state=State.RUNNING, reason="", **held):
            return _held(pk, holder)
    return None


def _held(pk: int, holder: str) -> SampleAnalysis | None:
    found: SampleAnalysis | None = SampleAnalysis.objects.select_related("sample").filter(pk=pk, holder=holder).first()
    return found


def prepare_next() -> bool:
    """Does all that is to do for the recording that waits longest; whether there was one."""
    analysis = take()
    if analysis is None:
        return False
    try:
        _prepare(analysis)
    except Lost:
        return True
    except Failed as failed:
        _give_back(analysis, failed)
    return True


def release(now: datetime) -> int:
    """Gives back what was held too long; the number of rows. After too many tries the file counts as what killed."""
    lapsed = SampleAnalysis.objects.filter(state=State.RUNNING, lease_until__lt=now)
    given_up = lapsed.filter(attempts__gte=TRIES).update(state=State.FAILED, reason="worker", **IDLE)
    back: int = lapsed.update(state=State.WAITING, **IDLE)
    return int(given_up) + back


def _mine(analysis: SampleAnalysis) -> Any:
    return SampleAnalysis.objects.filter(pk=analysis.pk, holder=analysis.holder, state=State.RUNNING)


def _keep(analysis: SampleAnalysis, **also: Any) -> None:
    """Renews the lease. Raises Lost."""
    if not _mine(analysis).update(lease_until=timezone.now() + LEASE, **also):
        raise Lost


def _begin(analysis: SampleAnalysis, step: str) -> None:
    """Goes on to a step. Each has its own tries: only what does not get further is given up."""
    if step != analysis.step:
        analysis.step, analysis.attempts = step, 1
    _keep(analysis, step=step, attempts=analysis.attempts)


def _give_back(analysis: SampleAnalysis, failed: Failed) -> None:
    over = failed.for_good or analysis.attempts >= TRIES
    state = {"state": State.FAILED, "reason": failed.reason} if over else {"state": State.WAITING}
    _mine(analysis).update(**state, **IDLE)


def _prepare(analysis: SampleAnalysis) -> None:
    sample = analysis.sample
    if not sample.file.storage.exists(str(sample.file.name)):
        raise Failed("missing", for_good=True)
    if not analysis.is_current:
        _begin(analysis, "measure")
        _measure(analysis)
    gain = gain_db(analysis.loudness, analysis.true_peak)
    for recipe in RECIPES.values():
        if not _is_there(sample, recipe, gain):
            _begin(analysis, recipe.kind)
            _make(analysis, recipe, gain)
    sweep(sample)
    _mine(analysis).update(state=State.DONE, step="", **IDLE)


def _measure(analysis: SampleAnalysis) -> None:
    sample = analysis.sample
    job = {"work": "measure", "source": sample.file.path}
    found = run(job, lambda: _keep(analysis))
    found |= {"peaks": bytes.fromhex(found["peaks"]), "content_hash": sample.sha256}
    with transaction.atomic():
        _keep(analysis)
        for name in FINDINGS:
            setattr(analysis, name, found[name])
        # A save, not an update: pages show it.
        analysis.save(update_fields=FINDINGS)
        # Beside the sample's own save, as nobody edited it and its bytes are what they were.
        AudioSample.objects.filter(pk=sample.pk).update(duration=found["duration_ms"] / 1000)


def _is_there(sample: AudioSample, recipe: Recipe, gain: float) -> bool:
    made = SampleRendition.objects.filter(
        sample=sample, kind=recipe.kind, source_hash=sample.sha256, recipe=recipe.mark(gain)
    ).first()
    return made is not None and made.file.storage.exists(made.file.name)


def _make(analysis: SampleAnalysis, recipe: Recipe, gain: float) -> None:
    sample = analysis.sample
    with _bench(sample) as folder:
        made = folder / f"made.{recipe.extension}"
        job = {"work": "encode", "source": sample.file.path, "target": str(made)}
        wish = {"kind": recipe.kind, "gain_db": gain, "is_close": is_close(analysis.true_peak, gain)}
        found = run({**job, **wish}, lambda: _keep(analysis))
        with made.open("rb") as stream:
            content_hash = hashlib.file_digest(stream, "sha256").hexdigest()
        size = made.stat().st_size
        with transaction.atomic():
            _keep(analysis)
            rendition, _new = SampleRendition.objects.update_or_create(
                sample=sample,
                kind=recipe.kind,
                defaults={
                    "source_hash": sample.sha256, "recipe": recipe.mark(gain), "content_hash": content_hash,
                    "codec": recipe.codec, "bit_rate": recipe.bit_rate, "size": size, "gain_db": found["gain_db"],
                    "file": rendition_path(SampleRendition(sample=sample, content_hash=content_hash), made.name),
                },
            )  # fmt: skip
            # Within the transaction: a file without a row is swept away, a row without a file would be a lie.
            _put(made, Path(rendition.file.path))


def _put(made: Path, place: Path) -> None:
    """Moves a whole file to its place in one step of the file system."""
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with made.open("rb") as stream:
            os.fsync(stream.fileno())
        made.replace(place)
    except OSError as error:
        raise Failed("storage", for_good=False) from error


@contextmanager
def _bench(sample: AudioSample) -> Iterator[Path]:
    """A folder for unfinished files, on the disk where they will lie."""
    folder = Path(sample.file.storage.path(WORKSHOP)) / uuid4().hex
    try:
        folder.mkdir(parents=True)
    except OSError as error:
        raise Failed("storage", for_good=False) from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def clear_workshop() -> None:
    """Removes what killed workers have left of unfinished files."""
    root = Path(AudioSample._meta.get_field("file").storage.path(WORKSHOP))
    for folder in root.glob("*"):
        if folder.stat().st_mtime < time.time() - STALE.total_seconds():
            shutil.rmtree(folder, ignore_errors=True)


def sweep(sample: AudioSample) -> None:
    """Removes files of the sample's renditions that no row knows; all of them when the sample is gone."""
    storage = sample.file.storage
    folder = Path(storage.path(renditions_folder(sample)))
    known = {
        Path(name).name for name in SampleRendition.objects.filter(sample=sample.pk).values_list("file", flat=True)
    }
    for file in folder.glob("*"):
        if file.name not in known:
            file.unlink(missing_ok=True)
