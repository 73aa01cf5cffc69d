"""What is kept of the mail check: a mission's last examination, and who decided to send in spite of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import MissionOwned
from core.models.ownership import MissionOwnedQuerySet
from newsletter.doctor.findings import Finding, from_json, reds


class MailExamination(MissionOwned):
    """The last one of a mission. ``fingerprint`` says which way of sending was examined."""

    hidden_because: ClassVar[str] = "How the mission's mail is set up is for its editors."

    at = models.DateTimeField(_("examined"))
    fingerprint = models.CharField(max_length=64)
    findings = models.JSONField(default=list)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("mail check")
        verbose_name_plural = _("mail checks")
        default_permissions: ClassVar = ()
        constraints: ClassVar = [models.UniqueConstraint(fields=["site"], name="newsletter_examination_once")]

    def __str__(self) -> str:
        return f"{self.site} {self.at:%Y-%m-%d %H:%M}"

    @property
    def found(self) -> tuple[Finding, ...]:
        return from_json(self.findings)

    @property
    def red_codes(self) -> frozenset[str]:
        return frozenset(finding.code for finding in reds(self.found))


class OverrideQuerySet(MissionOwnedQuerySet):
    """Decisions by when they hold."""

    def holding(self, now: datetime) -> Self:
        return self.filter(at__lte=now, until__gt=now).order_by("-at", "-pk")


class MailOverride(MissionOwned):
    """Somebody decided to send although the check forbids it. Holds for what was known then (``codes``)."""

    hidden_because: ClassVar[str] = "A decision of the mission's managers."

    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, verbose_name=_("decided by"), related_name="+"
    )
    name = models.CharField(_("decided by"), max_length=255)
    reason = models.CharField(_("reason"), max_length=500)
    codes = models.JSONField(default=list)
    at = models.DateTimeField(_("decided"))
    until = models.DateTimeField(_("holds until"))

    objects: ClassVar[Any] = OverrideQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("decision to send in spite of the mail check")
        verbose_name_plural = _("decisions to send in spite of the mail check")
        default_permissions: ClassVar = ()
        permissions: ClassVar = [("override_mail_check", _("Can send letters although the mail check forbids it"))]

    def __str__(self) -> str:
        return self.reason

    def covers(self, codes: Iterable[str]) -> bool:
        return set(codes) <= set(self.codes)
