"""Whether an alert is on, in words for editors, on the clock of its mission."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from core.dates import moment_words
from core.missions import local_now
from core.models import Alert, MissionSettings


def state_of(alert: Alert, mission: MissionSettings, now: datetime) -> str:
    """ "Now shown, until today, 18:00", "From tomorrow, 09:00", "Over since yesterday, 18:00"."""
    begin, end = (moment_words(local_now(mission, moment), now) for moment in (alert.starts_at, alert.ends_at))
    if now < alert.starts_at:
        return _("From %(moment)s") % {"moment": begin}
    if now < alert.ends_at:
        return _("Now shown, until %(moment)s") % {"moment": end}
    return _("Over since %(moment)s") % {"moment": end}
