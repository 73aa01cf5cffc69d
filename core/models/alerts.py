"""An alert: what stands above every page of a mission for some time, and ends by itself."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import Page, PreviewableMixin

from core.alert_form import AlertForm
from core.alerts import EMERGENCY, NOTICE, WARNING, alert_of
from core.language_texts import LanguageParagraphsField, LanguageTextsField, text_in
from core.languages import home_path
from core.models.ownership import MissionOwned
from core.panels import MissionPanel


class Alert(PreviewableMixin, MissionOwned):
    """One message in all languages. Both moments are stored in UTC and typed on the mission's clock."""

    LEVELS: ClassVar = [
        (NOTICE, pgettext_lazy("level of an alert", "Notice")),
        (WARNING, pgettext_lazy("level of an alert", "Warning")),
        (EMERGENCY, pgettext_lazy("level of an alert", "Emergency")),
    ]

    # Names the alert in feeds for ever.
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    level = models.CharField(
        _("level"),
        max_length=12,
        choices=LEVELS,
        default=NOTICE,
        help_text=_("Of several alerts the most urgent stands first. Keep “Emergency” for danger to people."),
    )
    starts_at = models.DateTimeField(
        _("from"), blank=True, db_index=True, help_text=_("Left empty, it is shown at once.")
    )
    ends_at = models.DateTimeField(
        _("until"), db_index=True, help_text=_("It ends by itself. Move the end if it lasts longer.")
    )
    heading = LanguageTextsField(
        _("heading"),
        help_text=_(
            "What is the matter, in one line. Write it in each language that you can; "
            "a language that is missing shows that of the mission."
        ),
    )
    text = LanguageParagraphsField(
        _("text"), help_text=_("What people should do, in one to three sentences. It may stay empty.")
    )
    link_page = models.ForeignKey(
        Page,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("page to read more"),
        help_text=_("Every language leads to its own translation of the page, where there is one."),
    )
    link_url = models.URLField(_("or another address"), blank=True, help_text=_("Where to read more on another site."))
    link_words = LanguageTextsField(_("words of the link"), help_text=_("Left empty, the link says “Read more”."))
    changed_at = models.DateTimeField(auto_now=True, editable=False)

    panels: ClassVar = [
        MissionPanel("site"),
        FieldPanel("level"),
        MultiFieldPanel([FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")])], heading=_("Shown")),
        FieldPanel("heading"),
        FieldPanel("text"),
        MultiFieldPanel(
            [FieldPanel("link_page"), FieldPanel("link_url"), FieldPanel("link_words")], heading=_("Read more")
        ),
    ]
    base_form_class = AlertForm

    class Meta:
        verbose_name = _("alert")
        verbose_name_plural = _("alerts")
        ordering: ClassVar = ["-starts_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="core_alert_in_order")
        ]

    def __str__(self) -> str:
        found = text_in(self.heading, settings.LANGUAGE_CODE)
        return found.text if found else str(_("Alert without words"))

    @property
    def preview_modes(self) -> list[tuple[str, str]]:
        """One for each language of the install."""
        return list(settings.LANGUAGES)

    def get_full_url(self) -> str:
        """The home page of the mission, above which the preview shows the alert."""
        return f"{self.site.root_url}{home_path(settings.LANGUAGE_CODE)}"

    full_url = property(get_full_url)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """A page of the mission with this alert on it, whatever its times are."""
        request.previewed_alert = alert_of(self)  # type: ignore[attr-defined]  # read by core.shown_alerts
        with translation.override(mode_name or settings.LANGUAGE_CODE):
            return render(request, "core/alert_preview.html")
