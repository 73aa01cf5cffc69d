"""What the editors of a mission may do with the rows of this app."""

from django.contrib.auth.models import Permission

from core.provision import Mission, grant_rows
from events.models import EventCategory, EventSeries


def grant(mission: Mission) -> None:
    """Lets the mission's editors sort events, and see and tend their guests. Safe to repeat."""
    grant_rows(mission.editors, EventCategory, EventSeries)
    guests = ("view_reply", "change_reply")
    rights = Permission.objects.filter(content_type__app_label="events", codename__in=guests)
    mission.editors.permissions.add(*rights)
