"""When the mission is open: its week, and the days that are not like the week."""

from __future__ import annotations

from datetime import date, time
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from core.dates import span_of_days
from core.forms import MissionOwnedForm
from core.language_texts import LanguageTextsField
from core.models.missions import MissionSettings
from core.models.ownership import MissionOwned
from core.panels import MissionPanel

MIDNIGHT = time()
# Midnight stands for the end of the day.
IN_ORDER = Q(closes__gt=F("opens")) | Q(closes=MIDNIGHT)
NOT_IN_ORDER = _("The closing time must be after the opening time. 00:00 stands for midnight.")


class Service(models.TextChoices):
    """The parts of a mission that keep hours of their own, in the order in which they are shown."""

    CHANCERY = "chancery", _("Chancery")
    CONSULAR = "consular", _("Consular section")
    VISAS = "visas", _("Visa section")
    PASSPORTS = "passports", _("Passport section")
    NOTARY = "notary", _("Legalisation and notary")
    TRADE = "trade", _("Trade section")
    CULTURE = "culture", _("Cultural section")
    EDUCATION = "education", _("Education section")
    PRESS = "press", _("Press office")
    DEFENCE = "defence", _("Defence attaché's office")
    TELEPHONE = "telephone", _("Telephone line")


class OpeningHours(models.Model):
    """One opening time of a service on one weekday (0 is Monday); a day without a row is closed."""

    DAYS: ClassVar = [
        (0, _("Monday")),
        (1, _("Tuesday")),
        (2, _("Wednesday")),
        (3, _("Thursday")),
        (4, _("Friday")),
        (5, _("Saturday")),
        (6, _("Sunday")),
    ]

    parent = ParentalKey(MissionSettings, on_delete=models.CASCADE, related_name="hours")
    service = models.CharField(_("service"), max_length=20, choices=Service, default=Service.CHANCERY)
    weekday = models.PositiveSmallIntegerField(_("day"), choices=DAYS)
    opens = models.TimeField(_("opens"))
    closes = models.TimeField(_("closes"))

    panels: ClassVar = [
        FieldPanel("service"),
        FieldRowPanel([FieldPanel("weekday"), FieldPanel("opens"), FieldPanel("closes")]),
    ]

    class Meta:
        ordering: ClassVar = ["service", "weekday", "opens"]
        verbose_name = _("opening time")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=IN_ORDER, name="core_hours_close_after_open", violation_error_message=NOT_IN_ORDER
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens:%H:%M}"


class SpecialDay(MissionOwned):
    """A day, or several, on which the mission is closed, or open otherwise than in the week."""

    class Kind(models.TextChoices):
        """As in ``core.openness``, which says what they do."""

        CLOSED = "closed", _("Closed")
        HOURS = "hours", _("Other hours; closed on public holidays")
        HOLIDAY_HOURS = "holiday_hours", _("Other hours, on public holidays too")
        OPEN = "open", _("Open as usual, on public holidays too")

    WITH_HOURS: ClassVar = (Kind.HOURS, Kind.HOLIDAY_HOURS)

    first_day = models.DateField(_("day"))
    last_day = models.DateField(_("last day"), blank=True)
    kind = models.CharField(
        _("what holds"),
        max_length=20,
        choices=Kind,
        default=Kind.CLOSED,
        help_text=_("Other hours over several days count on those on which the service is open in the week."),
    )
    opens = models.TimeField(_("opens"), null=True, blank=True)
    closes = models.TimeField(_("closes"), null=True, blank=True)
    service = models.CharField(
        _("service"),
        max_length=20,
        choices=[("", _("The whole mission")), *Service.choices],
        blank=True,
        default="",
        help_text=_("Of several special days the shorter time goes before the longer one."),
    )
    reason = LanguageTextsField(
        _("reason"), help_text=_("One line in each language, shown to visitors, for example: Day of mourning.")
    )
    changed_at = models.DateTimeField(auto_now=True, editable=False)

    panels: ClassVar = [
        MissionPanel("site"),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("first_day"), FieldPanel("last_day")])],
            heading=_("Days"),
            help_text=_("For a single day the last one is left empty."),
        ),
        FieldPanel("kind"),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("opens"), FieldPanel("closes")])],
            heading=_("Other hours"),
            help_text=_("Only where other hours hold. 00:00 stands for midnight as the end of the day."),
        ),
        FieldPanel("service"),
        FieldPanel("reason"),
    ]
    base_form_class = MissionOwnedForm

    class Meta:
        verbose_name = _("special day")
        verbose_name_plural = _("special days")
        ordering: ClassVar = ["-first_day", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="core_special_day_in_order"),
            models.CheckConstraint(
                condition=Q(kind__in=("closed", "open"), opens=None, closes=None)
                | Q(Q(kind__in=("hours", "holiday_hours"), opens__isnull=False, closes__isnull=False) & IN_ORDER),
                name="core_special_day_hours",
            ),
        ]

    def __str__(self) -> str:
        return f"{span_of_days(self.first_day, self.last_day)}: {self.get_kind_display()}"

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """Completes what may be left out before the rules of the table are asked."""
        self.last_day = self.last_day or self.first_day
        if self.kind not in self.WITH_HOURS:
            self.opens = self.closes = None
        super().full_clean(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        if isinstance(self.first_day, date) and isinstance(self.last_day, date) and self.last_day < self.first_day:
            raise ValidationError({"last_day": _now("The last day must not be before the first.")})
        if self.kind not in self.WITH_HOURS:
            return
        if self.opens is None or self.closes is None:
            raise ValidationError({"opens": _now("Say from when until when it is open on these days.")})
        if self.closes <= self.opens and self.closes != MIDNIGHT:
            raise ValidationError({"closes": NOT_IN_ORDER})
