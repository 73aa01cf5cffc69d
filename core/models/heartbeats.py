"""Signs of life of the processes behind the pages. A row a process; whoever ends in peace takes its row away."""

from typing import ClassVar

from django.db import models


class Heartbeat(models.Model):
    """That a process of a kind, such as "worker", was alive at a moment."""

    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=64)
    seen_at = models.DateTimeField(db_index=True)

    hidden_because: ClassVar[str] = "That a process is alive; visitors see its work."
    wagtail_reference_index_ignore = True

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=("kind", "name"), name="core_heartbeat_unique")]

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"
