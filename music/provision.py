"""The rights of a mission's editors on recordings."""

from core.provision import Mission, grant_collection
from music.models import AudioSample


def grant(mission: Mission) -> None:
    """Lets the mission's editors add, change, delete and choose recordings of its collection. Safe to repeat."""
    grant_collection(mission.editors, mission.collection, AudioSample)
