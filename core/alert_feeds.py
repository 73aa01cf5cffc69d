"""The mission's alerts as a feed: those that are on and those that are over, for readers that look by themselves."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid5

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.alerts import Alert
from core.dates import day_date
from core.feed_html import absolute_html
from core.feeds import Entry, Feed, feed_response
from core.freshness import changes_at
from core.languages import home_path
from core.missions import absolute, current_site, local_now, mission_of, name_of
from core.safe_methods import require_safe
from core.sharing import shared
from core.shown_alerts import coming_turn, recent_alerts, shown

LENGTH = 20


@require_safe
@shared()
def alerts_feed(request: HttpRequest, form: str) -> HttpResponse:
    """In the language of the address; ``form`` as ``core.feeds`` has it."""
    return feed_response(request, alert_feed(request, form, timezone.now()), form)


def alert_feed(request: HttpRequest, form: str, now: datetime) -> Feed:
    """The newest alerts that have begun. One that ends is said to be over, and counts as changed then."""
    site, language = current_site(request), get_language() or ""
    changes_at(request, coming_turn(site, now))
    home = absolute(request, home_path(language))
    entries = [_entry(alert, request, home, now) for alert in recent_alerts(site, now, LENGTH)]
    name = name_of(request)
    return Feed(
        id=uuid5(site.root_page.translation_key, f"alerts/{language}").urn,
        title=_("Alerts: %(mission)s") % {"mission": name},
        subtitle=_("What %(mission)s has to say at once, and what of it is over.") % {"mission": name},
        url=home,
        self_url=absolute(request, reverse("alerts_feed", args=[form])),
        language=language,
        # A mission that never had an alert has a feed that never changed.
        updated=max([entry.updated for entry in entries], default=local_now(mission_of(request), _beginning(request))),
        entries=entries,
    )


def _beginning(request: HttpRequest) -> datetime:
    """Since when the mission has a site."""
    page = current_site(request).root_page
    return page.first_published_at or page.latest_revision_created_at or datetime.fromtimestamp(0, tz=UTC)


def _entry(alert: Alert, request: HttpRequest, home: str, now: datetime) -> Entry:
    mission = mission_of(request)
    said = shown(alert, request)
    begin, end = local_now(mission, alert.starts_at), local_now(mission, alert.ends_at)
    is_over = not alert.is_on(now)
    changed = max(alert.changed_at, alert.starts_at, alert.ends_at if is_over else alert.starts_at)
    until = _("Over since %(moment)s.") if is_over else _("Holds until %(moment)s.")
    context = {"alert": said, "until": until % {"moment": f"{day_date(end.date())}, {end:%H:%M}"}}
    url = absolute(request, said.url) if said.url else home
    return Entry(
        id=uuid5(alert.uid, get_language() or "").urn,
        title=f"{said.level_name}: {said.heading}",
        url=url,
        summary=str(said.text),
        html=absolute_html(render_to_string("core/feed_alert.html", context), url),
        published=begin,
        updated=local_now(mission, changed),
        categories=(said.level_name,),
    )
