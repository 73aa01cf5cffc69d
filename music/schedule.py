"""What the music does at fixed times."""

from django.utils import timezone

from core.scheduler import every
from music.batches import forget_receipts
from music.tasks import look_after


@every(minutes=1)
def look_after_analyses() -> None:
    """Recordings that were forgotten, or whose worker died, come to their turn."""
    look_after()


@every(hours=1)
def forget_uploads() -> None:
    """Nobody sends a file again a week later because its answer was lost."""
    forget_receipts(timezone.now())
