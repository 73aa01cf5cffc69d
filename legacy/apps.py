"""The legacy app: brings the old site over. Nothing but config knows it, so that one commit can take it out."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LegacyConfig(AppConfig):
    name = "legacy"
    verbose_name = _("Old site")
