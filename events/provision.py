"""Rights on the rows of the calendar: events are pages, so there is nothing to grant beyond the pages."""

from core.provision import Mission


def grant(mission: Mission) -> None:
    """Events are pages; the mission's editors have their rights by the tree."""
