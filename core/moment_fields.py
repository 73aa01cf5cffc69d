"""A moment in a form, on the clock of a mission instead of that of whoever looks."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _

from core.missions import zone_of
from core.models.missions import MissionSettings


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


def on_clock(form: Any, mission: MissionSettings, *names: str) -> None:
    """Has a form take and show the moments named on the clock of the mission, and say which clock that is."""
    clock = _("The time is that of %(zone)s.") % {"zone": mission.time_zone.replace("_", " ")}
    for name in names:
        field = form.fields.get(name)
        if field is not None:
            form.fields[name] = MomentField(
                zone=zone_of(mission),
                label=field.label,
                required=field.required,
                widget=field.widget,
                help_text=f"{field.help_text} {clock}",
            )
