"""Work of the music for the background: thin, what it calls runs the same from a command or a test."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from music.models import AudioSample, SampleAnalysis, State
from music.preparation import IDLE, clear_workshop, prepare_next, release

# After pictures and what else an editor is waiting for.
LATER = -10
PORTION = 500


@task(backend="background", priority=LATER)
def prepare_audio() -> None:
    """Analyses the recording that waits longest, whichever asked, and sees to it that the next one follows."""
    if prepare_next():
        call_worker()


def request_analysis(sample: AudioSample) -> None:
    """Asks the worker to analyse a recording that it does not know yet."""
    if SampleAnalysis.objects.get_or_create(sample=sample)[1]:
        call_worker()


def analyse_again(sample: AudioSample) -> None:
    """Asks for all of it once more; the pages keep what they show until something else is found."""
    SampleAnalysis.objects.get_or_create(sample=sample)
    idle = SampleAnalysis.objects.filter(sample=sample).exclude(state=State.RUNNING)
    afresh = {"attempts": 0, "step": "", "reason": "", "content_hash": "", "asked_at": timezone.now()}
    idle.update(state=State.WAITING, **afresh, **IDLE)
    call_worker()


def call_worker() -> None:
    """Puts one task into the queue where recordings wait and none is there. One that runs does not count: its worker
    may be dead.
    """
    ready = DBTaskResult.objects.ready().filter(task_path=prepare_audio.module_path)
    if SampleAnalysis.objects.filter(state=State.WAITING).exists() and not ready.exists():
        prepare_audio.enqueue()


def look_after() -> None:
    """Gives back what dead workers held, finds recordings that nobody asked for, and calls the worker if need be."""
    release(timezone.now())
    unknown = AudioSample.objects.filter(analysis=None).order_by("pk")[:PORTION]
    SampleAnalysis.objects.bulk_create([SampleAnalysis(sample=sample) for sample in unknown], ignore_conflicts=True)
    clear_workshop()
    call_worker()
