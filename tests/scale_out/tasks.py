"""A task that takes its time and leaves a mark, for workers that are killed."""

import time
from pathlib import Path

from django_tasks import task


@task(backend="background")
def slow(folder: str, number: int, seconds: float) -> None:
    """Says in a file that it began, and after a while that it ended."""
    mark = Path(folder) / f"task-{number}"
    with mark.open("a") as file:
        file.write("began\n")
    time.sleep(seconds)
    with mark.open("a") as file:
        file.write("ended\n")
