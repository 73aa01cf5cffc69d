"""The life of an issue: made of a bulletin or a time, scheduled, sent, paused, cancelled. Each step is one statement
that decides, so that two presses of a button, or two processes, never both do it.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import Count
from django.utils.translation import gettext as _
from wagtail.models import Site

from core.content_version import raise_version
from core.delivery import NotSent, Wire
from core.missions import mission_of_site
from news.models import BulletinPage
from newsletter import digests
from newsletter.composing import NothingToSend
from newsletter.doctor.gate import may_send
from newsletter.models import Delivery, Issue
from newsletter.preparing import prepare
from newsletter.sending import settle_lost

logger = logging.getLogger(__name__)

STATE = Issue.State
OPEN = (STATE.DRAFT, STATE.SCHEDULED, STATE.OVERDUE)
MAIL_CHECK, NOTHING, NO_SERVER, BROKEN = "mail_check", "nothing", "no_server", "broken"
GOING = (STATE.PREPARING, STATE.SENDING, STATE.PAUSED, STATE.STOPPED)


class CannotDo(Exception):
    """The issue is not in a state in which that can be done; somebody else may have been quicker."""


def issue_of(page: BulletinPage, site: Site, user: Any, now: datetime) -> Issue:
    """The issue of a bulletin, the one that is there already or a new draft."""
    found = Issue.objects.for_site(site).filter(translation_key=page.translation_key)
    known: Issue | None = found.exclude(state=STATE.CANCELLED).first()
    if known is not None:
        return known
    facts = {
        "kind": Issue.Kind.BULLETIN,
        "title": page.title,
        "category": page.category,
        "fallback": mission_of_site(site).main_language,
        "made_by": user,
        "made_at": now,
    }
    try:
        with transaction.atomic():
            made: Issue = Issue.objects.create(site=site, translation_key=page.translation_key, **facts)
            return made
    except IntegrityError:  # two presses at the same moment
        again: Issue = found.exclude(state=STATE.CANCELLED).get()
        return again


def move(issue: Issue, away_from: tuple[str, ...], **facts: Any) -> None:
    """Changes the row if it is in one of these states. Raises CannotDo."""
    if not Issue.objects.filter(pk=issue.pk, state__in=away_from).update(**facts):
        raise CannotDo
    issue.refresh_from_db()


def schedule(issue: Issue, local_time: datetime) -> None:
    """``local_time`` is as typed, without a zone; it is one on the clocks of the mission. Raises CannotDo."""
    zone = mission_of_site(issue.site).time_zone
    due = local_time.replace(tzinfo=ZoneInfo(zone))
    move(issue, OPEN, state=STATE.SCHEDULED, local_time=local_time.isoformat(timespec="minutes"), zone=zone, due_at=due)


def unschedule(issue: Issue) -> None:
    """Raises CannotDo."""
    move(issue, (STATE.SCHEDULED, STATE.OVERDUE), state=STATE.DRAFT, due_at=None)


def send_now(issue: Issue, now: datetime) -> None:
    """Raises CannotDo."""
    move(issue, OPEN, state=STATE.PREPARING, due_at=now)


def pause(issue: Issue) -> None:
    """What is on the wire arrives; nothing else leaves. Raises CannotDo."""
    move(issue, (STATE.SENDING,), state=STATE.PAUSED)


def resume(issue: Issue) -> None:
    """Goes on where it was: with its preparation, if that had not come about. Raises CannotDo."""
    onward = STATE.SENDING if issue.started_at else STATE.PREPARING
    move(issue, (STATE.PAUSED, STATE.STOPPED), state=onward, trouble="")


def go_on_where_server_answers(line: Wire) -> bool:
    """Lets go on what stopped because the mail server was away, if it is there again: also at night."""
    stopped = Issue.objects.filter(state=STATE.STOPPED, trouble=NO_SERVER)
    if not stopped.exists():
        return False
    try:
        line.open()
    except NotSent:
        return False
    line.close()
    stopped.update(state=STATE.SENDING, trouble="")
    logger.warning("The mail server answers again, and letters to the list go on.")
    return True


def cancel(issue: Issue, now: datetime) -> None:
    """Nothing more of it leaves. Letters that wait are dropped. Raises CannotDo."""
    with transaction.atomic():
        move(issue, (*OPEN, *GOING), state=STATE.CANCELLED, finished_at=now)
        raise_version()  # it is no longer in the archive
        waiting = Delivery.objects.filter(issue=issue, state=Delivery.State.WAITING)
        waiting.update(state=Delivery.State.DROPPED, settled_at=now, holder="", held_until=None)


def show_in_archive(issue: Issue, is_shown: bool) -> None:
    """Lets visitors find a letter that went out, or no longer. Raises CannotDo."""
    with transaction.atomic():
        move(issue, (STATE.SENDING, STATE.PAUSED, STATE.STOPPED, STATE.SENT), in_archive=is_shown)
        raise_version()


def start_due(now: datetime) -> None:
    """Takes up what is due; what is late by hours asks a person first."""
    late = now - timedelta(hours=settings.LIST_OVERDUE_HOURS)
    due = Issue.objects.due(now)
    asks = due.filter(due_at__lt=late).order_by().update(state=STATE.OVERDUE)
    if asks:
        logger.error("%d letters to the list are late by hours and wait for a decision.", asks)
    due.filter(due_at__gte=late).order_by().update(state=STATE.PREPARING)


def prepare_started(now: datetime) -> None:
    """Writes the letters of what was started; what cannot go out is stopped in the open, and holds up no other."""
    for issue in Issue.objects.filter(state=STATE.PREPARING).select_related("site"):
        if may_send(issue.site, now).blocked:
            _stop(issue, MAIL_CHECK)
            continue
        try:
            prepare(issue, now)
        except NothingToSend:
            _stop(issue, NOTHING)
        except DatabaseError:  # says nothing of this letter; the next minute tries again
            raise
        except Exception:
            logger.exception("The letter %s to the list cannot be written.", issue.public_id)
            _stop(issue, BROKEN)


def _stop(issue: Issue, trouble: str) -> None:
    if Issue.objects.filter(pk=issue.pk, state=STATE.PREPARING).update(state=STATE.STOPPED, trouble=trouble):
        logger.error("A letter to the list was stopped before it left: %s", trouble)


def trouble_words(issue: Issue) -> str:
    """Why an issue was stopped, and what to do; "" for one that was not."""
    if issue.state != STATE.STOPPED:
        return ""
    known = {
        MAIL_CHECK: _("The mail check has found something red. Have it mended, or let a manager decide to send."),
        NOTHING: _("The bulletin is not public, or there is nothing to send. Publish it, then let the letter go on."),
        BROKEN: _("No letter can be made of this bulletin. Tell your administrator, then let the letter go on."),
        NO_SERVER: _(
            "The mail server does not answer. It is asked again every few minutes, and the letter goes on by itself: "
            "nobody gets it twice."
        ),
    }
    other = _("The mail server takes nothing more (%(reason)s). Have it looked at, then go on: nobody gets it twice.")
    return known.get(issue.trouble) or other % {"reason": issue.trouble}


def make_digest(site: Site, kind: str, begin: datetime, end: datetime, now: datetime) -> Issue | None:
    """The digest of a time, ready to be prepared; None where there was nothing, or it was made already."""
    issue = Issue(
        site=site,
        kind=kind,
        state=STATE.PREPARING,
        fallback=mission_of_site(site).main_language,
        period_from=begin,
        period_to=end,
        due_at=now,
        made_at=now,
    )
    if not digests.has_news(issue):
        return None
    issue.title = digests.title_of(issue)
    try:
        with transaction.atomic():
            issue.save()
    except IntegrityError:
        return None
    return issue


def counts(issues: list[Issue]) -> dict[int, dict[str, int]]:
    """How many letters of each issue are in which state, by the issue's key; one query."""
    found: dict[int, dict[str, int]] = {issue.pk: {} for issue in issues}
    rows = Delivery.objects.filter(issue__in=issues).order_by().values_list("issue", "state")
    for key, state, count in rows.annotate(count=Count("pk")):
        found[key][state] = count
    return found


def send_unknown_again(delivery: Delivery, now: datetime) -> bool:
    """A person has decided that a letter which may have arrived goes once more, under the name that it has."""
    settle_lost(now)
    stuck = Delivery.objects.filter(
        pk=delivery.pk, state__in=(Delivery.State.UNKNOWN, Delivery.State.FAILED), subscriber__state="confirmed"
    ).exclude(email="")
    afresh: dict[str, Any] = {"state": Delivery.State.WAITING, "attempts": 0, "not_before": now, "settled_at": None}
    done = bool(stuck.update(holder="", held_until=None, error="", **afresh))
    if done:
        Issue.objects.filter(pk=delivery.issue_id, state=STATE.SENT).update(state=STATE.SENDING, finished_at=None)
    return done
