"""The rights of a mission's editors and managers on its list."""

from django.contrib.auth.models import Group, Permission

from core.provision import Mission, grant_rows
from newsletter.models import Subscriber


def grant(mission: Mission) -> None:
    """Lets the mission's editors see and remove its subscribers, and its managers decide. Safe to repeat."""
    grant_rows(mission.editors, Subscriber)
    managers_of(mission).permissions.add(
        Permission.objects.get(codename="override_mail_check", content_type__app_label="newsletter")
    )


def managers_of(mission: Mission) -> Group:
    """Whoever decides for the mission is in this group beside that of the editors, which says what mission it is."""
    return Group.objects.get_or_create(name=f"{mission.editors.name}: managers")[0]
