"""What the scheduler remembers of each job, and who is at it now."""

from typing import ClassVar

from django.db import models


class ScheduledJob(models.Model):
    """One registered job by its name. Times are UTC; ``holder`` has it until ``held_until``, then anybody may."""

    name = models.CharField(max_length=100, primary_key=True)
    due_at = models.DateTimeField(db_index=True)
    holder = models.CharField(max_length=40, blank=True)
    held_until = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    late_seconds = models.PositiveIntegerField(default=0)
    failures = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=500, blank=True)

    hidden_because: ClassVar[str] = "When work is due; what comes of it is saved elsewhere."
    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return self.name
