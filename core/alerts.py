"""What alerts say and when, without the database: which are on, which comes first, in which words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.language_texts import text_in
from core.words import Wording

NOTICE, WARNING, EMERGENCY = "notice", "warning", "emergency"
# The most urgent first, as they stand on a page.
ORDER = {level: place for place, level in enumerate((EMERGENCY, WARNING, NOTICE))}
NOTHING = Wording("", "")


@dataclass(frozen=True)
class Alert:
    """One alert as it is remembered. Both moments are aware; ``paths`` are the tree paths of the page that it leads
    to, by language, those that strangers may read.
    """

    uid: UUID
    level: str
    starts_at: datetime
    ends_at: datetime
    changed_at: datetime
    heading: Mapping[str, str]
    text: Mapping[str, str]
    link_words: Mapping[str, str]
    link_url: str = ""
    paths: Mapping[str, str] | None = None

    def is_on(self, now: datetime) -> bool:
        return self.starts_at <= now < self.ends_at


@dataclass(frozen=True)
class ShownAlert:
    """One alert in the words of a page; ``url`` is "" where it leads nowhere."""

    uid: UUID
    level: str
    level_name: str
    heading: Wording
    text: Wording
    url: str
    link: Wording


def alert_of(row: Any, paths: Mapping[str, str] | None = None) -> Alert:
    """The alert of a row of ``core.models.Alert``."""
    return Alert(
        uid=row.uid,
        level=row.level,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        changed_at=row.changed_at,
        heading=row.heading,
        text=row.text,
        link_words=row.link_words,
        link_url=row.link_url,
        paths=paths,
    )


def alerts_on(alerts: Iterable[Alert], now: datetime) -> list[Alert]:
    """Those that are on, the most urgent first, of one level the latest first."""
    shown = [alert for alert in alerts if alert.is_on(now)]
    return sorted(shown, key=lambda alert: (ORDER[alert.level], -alert.starts_at.timestamp(), alert.uid))


def next_turn(alerts: Iterable[Alert], now: datetime) -> datetime | None:
    """The next moment at which one begins or ends; None when nothing is ahead."""
    moments = (moment for alert in alerts for moment in (alert.starts_at, alert.ends_at) if moment > now)
    return min(moments, default=None)


def level_names() -> dict[str, str]:
    """The levels in the active language."""
    return {
        NOTICE: pgettext("level of an alert", "Notice"),
        WARNING: pgettext("level of an alert", "Warning"),
        EMERGENCY: pgettext("level of an alert", "Emergency"),
    }


def in_words(alert: Alert, main: str, url: str) -> ShownAlert:
    """The alert in the active language, else in ``main``, else in any, each text marked; ``url`` is where it leads."""
    return ShownAlert(
        uid=alert.uid,
        level=alert.level,
        level_name=level_names()[alert.level],
        heading=text_in(dict(alert.heading), main) or NOTHING,
        text=text_in(dict(alert.text), main) or NOTHING,
        url=url,
        link=text_in(dict(alert.link_words), main) or Wording(_("Read more"), ""),
    )
