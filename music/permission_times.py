"""The moments of a permission in forms: on the clock of the mission whose recording it is, and the form says which."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Collection

from core.missions import mission_of_site, site_of_collection, zone_of

NAMES = ("permission_from", "permission_until")


class MomentField(forms.DateTimeField):
    """A moment that is typed and shown on one clock, whoever looks. An hour that the clock skips is refused."""

    def __init__(self, *, zone: tzinfo, **options: Any) -> None:
        super().__init__(**options)
        self.zone = zone

    def to_python(self, value: Any) -> datetime | None:
        with timezone.override(self.zone):
            return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        with timezone.override(self.zone):
            return super().prepare_value(value)


def put_on_clock(form: Any, collection: Collection | None) -> None:
    """Has a form take and show the moments on the clock of the mission that owns ``collection``."""
    site = site_of_collection(collection) if collection else None
    if site is None:
        return
    mission = mission_of_site(site)
    clock = _("The time is that of %(zone)s.") % {"zone": mission.time_zone.replace("_", " ")}
    for name in NAMES:
        field = form.fields.get(name)
        if field is not None:
            form.fields[name] = MomentField(
                zone=zone_of(mission),
                label=field.label,
                required=False,
                widget=field.widget,
                help_text=f"{field.help_text} {clock}",
            )
