"""What the editors of a mission may do with the rows of this app."""

from core.provision import Mission


def grant(mission: Mission) -> None:
    """Grants nothing: events are pages, and the rights on pages come with the mission."""
