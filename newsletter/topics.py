"""What readers choose from, and what a letter is of."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Topic(models.TextChoices):
    """Bulletins can be narrowed to categories; the other topics are whole."""

    BULLETINS = "bulletins", _("Bulletins")
    EVENTS = "events", _("Events")
    MUSIC = "music", _("Music")
    ALERTS = "alerts", _("Alerts")
    CONSULAR = "consular", _("Consular news")
