"""A contact is edited once and shown on many bulletins, events and pages."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel

from core.forms import MissionOwnedForm
from core.models.ownership import MissionOwned
from core.phone import tel_uri, validate_extension, validate_number
from core.words import Worded, Words


class Contact(Worded, MissionOwned, ClusterableModel):
    """A person or office to turn to."""

    name = models.CharField(
        _("name"),
        max_length=120,
        help_text=_("How editors find this contact in lists. Visitors see the words below."),
    )
    telephone = models.CharField(
        _("telephone"), max_length=40, blank=True, validators=[validate_number], help_text=_("As it should be shown.")
    )
    extension = models.CharField(_("extension"), max_length=10, blank=True, validators=[validate_extension])
    fax = models.CharField(_("fax"), max_length=40, blank=True, validators=[validate_number])
    email = models.EmailField(_("e-mail"), blank=True)
    web_site = models.URLField(_("web site"), blank=True)

    panels: ClassVar = [
        FieldPanel("site"),
        FieldPanel("name"),
        InlinePanel("words", heading=_("Words in each language"), label=_("language"), min_num=1),
        FieldRowPanel([FieldPanel("telephone"), FieldPanel("extension"), FieldPanel("fax")]),
        FieldPanel("email"),
        FieldPanel("web_site"),
    ]
    base_form_class = MissionOwnedForm

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def telephone_uri(self) -> str:
        """``tel:`` address that carries the extension; "" without a number."""
        return tel_uri(self.telephone, self.extension) if self.telephone else ""

    @property
    def web_site_name(self) -> str:
        """The web address as people say it: no scheme, no "www", no last slash."""
        return self.web_site.split("://", 1)[-1].removeprefix("www.").removesuffix("/")


class ContactWords(Words):
    """Who it is, in one language."""

    parent = ParentalKey(Contact, on_delete=models.CASCADE, related_name="words")
    heading = models.CharField(
        _("heading"),
        max_length=120,
        blank=True,
        help_text=_("The line above the contact, for example: News Bulletin of the Embassy."),
    )
    person = models.CharField(_("contact person"), max_length=120, blank=True)
    role = models.CharField(_("role"), max_length=120, blank=True)

    class Meta(Words.Meta):
        verbose_name = _("words")
