"""The alerts of a request's mission: remembered for all its pages, which change when one begins or ends."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language
from wagtail.models import Page, Site

from core.alerts import Alert, ShownAlert, alert_of, alerts_on, in_words, next_turn
from core.freshness import changes_at
from core.languages import page_address
from core.memory import remembered
from core.missions import current_site, mission_of
from core.models import Alert as AlertRow
from core.querysets import restricted
from core.skeleton import skeleton


def shown_alerts(request: HttpRequest, now: datetime) -> list[ShownAlert]:
    """What stands above a page; the page holds until the next alert begins or ends."""
    site = current_site(request)
    rows = AlertRow.objects.for_site(site).filter(ends_at__gt=now)
    known = remembered(("alerts", site.pk), lambda: read_alerts(rows))
    changes_at(request, next_turn(known, now))
    previewed: Alert | None = getattr(request, "previewed_alert", None)
    others = [alert for alert in alerts_on(known, now) if previewed is None or alert.uid != previewed.uid]
    return [shown(alert, request) for alert in ([previewed] if previewed else []) + others]


def shown(alert: Alert, request: HttpRequest) -> ShownAlert:
    """The alert in the words of a page, with the way to the page that it names."""
    main = mission_of(request).main_language
    return in_words(alert, main, alert.link_url or _address(alert, request, main))


def _address(alert: Alert, request: HttpRequest, main: str) -> str:
    """Of the page's translations the one in the active language, else in the mission's, else any; "" for none."""
    paths = alert.paths or {}
    code = next((code for code in (get_language() or "", main, *paths) if code in paths), None)
    return page_address(skeleton(request), paths[code]) if code else ""


def read_alerts(rows: Any) -> tuple[Alert, ...]:
    """Rows as they are remembered: one query, and one more where any leads to a page."""
    found = list(rows.select_related("link_page"))
    paths = _paths_of({row.link_page.translation_key for row in found if row.link_page})
    return tuple(alert_of(row, paths[row.link_page.translation_key] if row.link_page else None) for row in found)


def _paths_of(keys: set[Any]) -> dict[Any, dict[str, str]]:
    """The tree paths of the pages with those translation keys that strangers may read, by key and language."""
    paths: dict[Any, dict[str, str]] = defaultdict(dict)
    if keys:
        pages = Page.objects.filter(translation_key__in=keys).live().filter(~restricted()).order_by()
        for key, code, path in pages.values_list("translation_key", "locale__language_code", "url_path"):
            paths[key][code] = path
    return paths


def recent_alerts(site: Site, now: datetime, most: int) -> tuple[Alert, ...]:
    """The newest alerts that have begun, over or not."""
    return read_alerts(AlertRow.objects.for_site(site).filter(starts_at__lte=now).order_by("-starts_at", "-pk")[:most])


def coming_turn(site: Site, now: datetime) -> datetime | None:
    """The next moment at which an alert of the site begins or ends."""
    rows = AlertRow.objects.for_site(site).filter(ends_at__gt=now).values_list("starts_at", "ends_at")
    return min((moment for row in rows for moment in row if moment > now), default=None)
