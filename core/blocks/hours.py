"""The hours of the mission as a block of a page."""

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import StaticBlock


class HoursBlock(StaticBlock):
    """Shows what the page's context has under ``visiting``; see ``core.visiting``."""

    class Meta:
        icon = "time"
        label = _("Opening hours")
        admin_text = _("Whether the mission is open, its hours and closed days, as the mission's settings have them.")
        template = "components/blocks/hours.html"
