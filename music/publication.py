"""What an editor is told of a page whose recordings visitors cannot hear, or soon will not."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from core.references import references_of
from music.models import AudioSample, ProgrammePage


def shown_samples(page: Any) -> list[AudioSample]:
    """The recordings that a page names, each once, in its order."""
    if isinstance(page, ProgrammePage):
        order = [item.sample_id for item in page.items.all()]
        found = AudioSample.objects.in_bulk(order)
        return [found[pk] for pk in dict.fromkeys(order) if pk in found]
    return [thing for _name, thing in references_of(page) if isinstance(thing, AudioSample)]


def hidden_samples(page: Any) -> list[AudioSample]:
    """The recordings that a page shows although they are not public."""
    return [sample for sample in shown_samples(page) if not sample.public]


def ending_before(now: datetime) -> datetime:
    """A permission that ends before this moment ends soon."""
    return now + timedelta(days=settings.MUSIC_PERMISSION_WARNING_DAYS)


def permission_text(sample: AudioSample, now: datetime) -> str:
    """A sentence on a permission that is over, ends soon or has not begun; "" for one that nobody need think of."""
    begin, end = sample.permission_from, sample.permission_until
    if end is not None and end <= now:
        return _("The permission for “%(title)s” ended on %(day)s: visitors do not hear it any more.") % {
            "title": sample,
            "day": _day(end),
        }
    if end is not None and end <= ending_before(now):
        return _("The permission for “%(title)s” ends on %(day)s.") % {"title": sample, "day": _day(end)}
    if begin is not None and begin > now:
        return _("The permission for “%(title)s” begins on %(day)s: visitors do not hear it before.") % {
            "title": sample,
            "day": _day(begin),
        }
    return ""


def permission_warnings(page: Any, now: datetime) -> list[str]:
    """The sentences for all recordings of a page that are public."""
    told = (permission_text(sample, now) for sample in shown_samples(page) if sample.public)
    return [sentence for sentence in told if sentence]


def _day(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M %Z}"
