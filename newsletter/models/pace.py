"""How fast all workers together send: the moment from which the next letter may leave."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Pace(models.Model):
    """One row. Whoever takes letters moves ``free_at`` on by the time that they are worth."""

    hidden_because: ClassVar[str] = "The clock of the workers."

    free_at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return f"{self.free_at}"
