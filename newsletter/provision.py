"""The rights of a mission's editors on its list."""

from core.provision import Mission, grant_rows
from newsletter.models import Subscriber


def grant(mission: Mission) -> None:
    """Lets the mission's editors see and remove its subscribers. Safe to repeat."""
    grant_rows(mission.editors, Subscriber)
