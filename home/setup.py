"""Setting up missions: every app grants the mission's editors the rights on its own rows."""

from core.provision import Mission
from events import provision as events
from music import provision as music
from news import provision as news
from newsletter import provision as newsletter


def grant_all(mission: Mission) -> None:
    """Gives the mission's editors the rights on the rows and files of every app. Safe to repeat."""
    for app in (music, events, news, newsletter):
        app.grant(mission)
