"""The editors' form of an alert: moments on the mission's clock, in order, and words in one language at least."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Site

from core.forms import MissionOwnedForm
from core.missions import mission_of_site
from core.moment_fields import on_clock


class AlertForm(MissionOwnedForm):
    """Refuses what would never be shown."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        site = self._site()
        if site is not None:
            on_clock(self, mission_of_site(site), "starts_at", "ends_at")

    def _site(self) -> Site | None:
        """The mission of the alert; None while somebody with several missions has not chosen."""
        field: Any = self.fields["site"]
        wanted = field.initial if field.disabled else self.data.get(self.add_prefix("site")) or self.instance.site_id
        return field.queryset.filter(pk=wanted).first() if str(wanted or "").isdecimal() else None

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if "starts_at" not in self.errors:
            data["starts_at"] = data.get("starts_at") or timezone.now()
        if self.is_deferred_validation:
            return data
        if "heading" not in self.errors and not data.get("heading"):
            self.add_error("heading", _("Write the heading in one language at least."))
        if data.get("link_page") and data.get("link_url"):
            self.add_error("link_url", _("Choose a page or write an address, not both."))
        self._check_end(data)
        return data

    def _check_end(self, data: dict[str, Any]) -> None:
        begin, end = data.get("starts_at"), data.get("ends_at")
        if not begin or not end:
            return
        if end <= begin:
            self.add_error("ends_at", _("The end must be after the beginning."))
        elif self.instance.pk is None and end <= timezone.now():
            self.add_error("ends_at", _("This moment is over. Nobody would see the alert."))
