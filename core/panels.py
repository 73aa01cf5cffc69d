"""Panels of the admin's forms that all apps may use."""

from __future__ import annotations

from wagtail.admin.panels import FieldPanel


class MissionPanel(FieldPanel):
    """Asks whose row it is; who has one mission only is not asked."""

    class BoundPanel(FieldPanel.BoundPanel):
        def is_shown(self) -> bool:
            return bool(super().is_shown()) and not (self.bound_field and self.bound_field.is_hidden)
