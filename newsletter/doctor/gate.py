"""Whether letters may be sent to the list: not while something is red, unless a manager has decided otherwise."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Site

from newsletter.doctor.examinations import current_of, examine_site
from newsletter.doctor.findings import Finding
from newsletter.doctor.models import MailExamination, MailOverride

logger = logging.getLogger(__name__)

MAY_OVERRIDE = "newsletter.override_mail_check"
LONGEST_REASON = 500


@dataclass(frozen=True)
class Gate:
    """``override`` is the decision that holds for what is red now; where there is one, nothing is blocked."""

    blocked: bool
    findings: tuple[Finding, ...]
    examined_at: datetime
    override: MailOverride | None


def may_send(site: Site, now: datetime) -> Gate:
    """Asked before a letter to the list is scheduled and again before it leaves.

    Examines first where the last examination is too old or was of another way of sending, which takes up to
    ``LIST_CHECK_SECONDS``: not to be called in a transaction. What cannot be judged blocks nothing.
    """
    return gate_of(current_of(site, now) or examine_site(site, now), now)


def gate_of(examination: MailExamination, now: datetime) -> Gate:
    """What an examination that is there already means at the moment."""
    red = examination.red_codes
    decided = MailOverride.objects.holding(now).filter(site=examination.site).first() if red else None
    holding = decided if decided is not None and decided.covers(red) else None
    return Gate(bool(red) and holding is None, examination.found, examination.at, holding)


def override(site: Site, user: Any, reason: str, now: datetime) -> MailOverride:
    """Lets letters be sent for ``LIST_OVERRIDE_HOURS`` in spite of what is red now; what turns red later blocks again.

    Raises PermissionDenied, or ValidationError with a sentence for whoever wrote the reason.
    """
    if not user.has_perm(MAY_OVERRIDE):
        raise PermissionDenied
    words = " ".join(reason.split())
    if not words:
        raise ValidationError(_("Write why the letters should be sent all the same."))
    if len(words) > LONGEST_REASON:
        raise ValidationError(_("Say it in fewer words: %(most)s characters at most.") % {"most": LONGEST_REASON})
    examination = current_of(site, now)
    if examination is None or not examination.red_codes:
        raise ValidationError(_("Nothing holds the letters back. Examine again if that was long ago."))
    decided: MailOverride = MailOverride.objects.create(
        site=site,
        made_by=user,
        name=user.get_full_name() or user.get_username(),
        reason=words,
        codes=sorted(examination.red_codes),
        at=now,
        until=now + timedelta(hours=settings.LIST_OVERRIDE_HOURS),
    )
    log(instance=decided, action="wagtail.create", user=user)
    logger.warning("Letters of %s may be sent in spite of the mail check: %s", site.hostname, ", ".join(decided.codes))
    return decided
