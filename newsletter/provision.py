"""The rights of a mission's editors on its list."""

from django.contrib.auth.models import Permission

from core.provision import Mission, grant_rows
from newsletter.models import Subscriber


def grant(mission: Mission) -> None:
    """Lets the mission's editors see, bring in and remove its subscribers, and write to them. Safe to repeat."""
    grant_rows(mission.editors, Subscriber)
    more = ("import_subscriber", "send_issue")
    mission.editors.permissions.add(*Permission.objects.filter(content_type__app_label="newsletter", codename__in=more))
