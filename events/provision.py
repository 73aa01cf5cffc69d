"""What the editors of a mission may do with the rows of this app."""

from django.contrib.auth.models import Permission

from core.provision import Mission


def grant(mission: Mission) -> None:
    """Lets the mission's editors see and tend its guests. Events are pages, whose rights come with the mission."""
    wanted = ("view_reply", "change_reply")
    rights = Permission.objects.filter(content_type__app_label="events", codename__in=wanted)
    mission.editors.permissions.add(*rights)
