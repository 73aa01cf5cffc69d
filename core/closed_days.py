"""The days on which the mission is closed, as an iCalendar file (RFC 5545, RFC 7986) to subscribe to."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, timedelta
from uuid import uuid5

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from icalendar import Event

from core.freshness import mission_time
from core.hours import label_of
from core.ical import begun, describe, fit_text
from core.languages import home_path
from core.missions import absolute, current_site, mission_of, name_of
from core.reasons import in_words, reasons_of
from core.safe_methods import require_safe
from core.sharing import shared
from core.special_runs import Run, special_runs
from core.timetables import timetable_for

PRODUCT = "-//Embassy//Closed days//EN"
ONE_DAY = timedelta(days=1)


@require_safe
@shared()
def closed_days(request: HttpRequest) -> HttpResponse:
    """The closed days of this year and the next on the mission's clock, in the language of the address."""
    timetable = timetable_for(request)
    if not timetable.services:
        raise Http404(_("The mission has not said when it is open."))
    year = mission_time(request, timezone.now()).year
    runs = special_runs(timetable, date(year, 1, 1), date(year + 1, 12, 31))
    body = _file(request, year, [run for run in runs if run.is_closed])
    # Nothing in it knows when it was changed; the ETag follows every byte.
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(False, "closed-days.ics") or "inline"
    response["ETag"] = etag
    return get_conditional_response(request, etag, None, response) or response


def _file(request: HttpRequest, year: int, runs: list[Run]) -> bytes:
    name = _("Closed days: %(mission)s") % {"mission": name_of(request)}
    home = absolute(request, home_path(get_language() or ""))
    made = begun(PRODUCT)
    describe(made, name, home, absolute(request, request.path))
    for run in runs:
        made.add_component(_event(request, year, run))
    return bytes(made.to_ical(sorted=False))


def _event(request: HttpRequest, year: int, run: Run) -> Event:
    """All-day, and nobody's time is taken by it. The UID follows the first day and the services, not the words."""
    part = "-".join((f"closed-{run.first:%Y%m%d}", *run.services))
    made = Event()
    made.add("UID", str(uuid5(current_site(request).root_page.translation_key, part)))
    # The file names no METHOD and its rows no time of change: the stamp is that of the file's first day.
    made.add("DTSTAMP", datetime(year, 1, 1, tzinfo=UTC))
    made.add("DTSTART", run.first)
    made.add("DTEND", run.last + ONE_DAY)
    made.add("SUMMARY", _summary(request, run), parameters={"LANGUAGE": get_language()})
    made.add("STATUS", "CONFIRMED")
    made.add("TRANSP", "TRANSPARENT")
    return made


def _summary(request: HttpRequest, run: Run) -> str:
    services = ", ".join(map(label_of, run.services))
    said = _("%(service)s closed") % {"service": services} if services else _("Closed")
    reasons = in_words(reasons_of(run.plan, mission_of(request).main_language))
    return " ".join(fit_text(f"{said}: {reasons}" if reasons else said).split())
