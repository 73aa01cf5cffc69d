"""What the music does at fixed times."""

from django.conf import settings
from django.utils import timezone

from core.scheduler import every
from music.batches import forget_receipts
from music.play_counts import day_of, forget_listeners, sum_up_months
from music.tasks import look_after


@every(minutes=1)
def look_after_analyses() -> None:
    """Recordings that were forgotten, or whose worker died, come to their turn."""
    look_after()


@every(hours=1)
def forget_uploads() -> None:
    """Nobody sends a file again a week later because its answer was lost."""
    forget_receipts(timezone.now())


@every(minutes=5)
def forget_who_listened() -> None:
    """Soon after midnight (UTC) nobody can tell any more whose the hashes of yesterday were."""
    forget_listeners(day_of(timezone.now()))


@every(hours=24)
def sum_up_plays() -> None:
    """Old play counts are kept by month."""
    sum_up_months(day_of(timezone.now()), settings.PLAYS_KEEP_DAYS)
