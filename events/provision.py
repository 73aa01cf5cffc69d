"""What the editors of a mission may do with the rows of this app."""

from core.provision import Mission, grant_rows
from events.models import EventCategory, EventSeries


def grant(mission: Mission) -> None:
    grant_rows(mission.editors, EventCategory, EventSeries)
