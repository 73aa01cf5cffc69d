"""The rights of a mission's editors and managers on its list."""

from django.contrib.auth.models import Group, Permission

from core.provision import Mission, grant_rows
from newsletter.models import Subscriber


def grant(mission: Mission) -> None:
    """Lets the mission's editors see, bring in and remove its subscribers and write to them, and its managers decide.

    Safe to repeat.
    """
    grant_rows(mission.editors, Subscriber)
    mission.editors.permissions.add(*_permissions("import_subscriber", "send_issue"))
    managers_of(mission).permissions.add(*_permissions("override_mail_check"))


def _permissions(*names: str) -> list[Permission]:
    return list(Permission.objects.filter(content_type__app_label="newsletter", codename__in=names))


def managers_of(mission: Mission) -> Group:
    """Whoever decides for the mission is in this group beside that of the editors, which says what mission it is."""
    return Group.objects.get_or_create(name=f"{mission.editors.name}: managers")[0]
