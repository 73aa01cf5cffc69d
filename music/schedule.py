"""What the music does at fixed times."""

from core.scheduler import every
from music.tasks import look_after


@every(minutes=1)
def look_after_analyses() -> None:
    """Recordings that were forgotten, or whose worker died, come to their turn."""
    look_after()
