"""Rights on the subscribers of a mission."""

from core.provision import Mission


def grant(mission: Mission) -> None:
    """Lets the mission's editors see and remove its subscribers."""
