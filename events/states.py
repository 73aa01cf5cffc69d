"""What became of an event: as planned, postponed, moved online, cancelled, sold out. Pure."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """The states of an event, which are facts of all its languages."""

    SCHEDULED = "scheduled", _("As planned")
    POSTPONED = "postponed", _("Postponed")
    ONLINE = "online", _("Moved online")
    CANCELLED = "cancelled", _("Cancelled")
    SOLD_OUT = "sold_out", _("Sold out")


# Nobody comes at the hours that are said.
OFF = frozenset({State.POSTPONED, State.CANCELLED})


def is_off(state: str) -> bool:
    return state in OFF


def state_word(state: str) -> str:
    """The word for visitors; "" for an event that is as planned."""
    return "" if state == State.SCHEDULED else str(State(state).label)
