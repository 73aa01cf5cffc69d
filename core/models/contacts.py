"""A contact is edited once and shown on many bulletins, events and pages."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel

from core.contact_form import ContactForm
from core.contact_slugs import LONGEST, slug_from
from core.models.ownership import MissionOwned
from core.panels import MissionPanel
from core.phone import tel_uri, validate_extension, validate_number
from core.words import Worded, Words


class Contact(Worded, MissionOwned, ClusterableModel):
    """A person or office to turn to."""

    name = models.CharField(
        _("name"),
        max_length=120,
        help_text=_("How editors find this contact in lists. Visitors see the words below."),
    )
    slug = models.SlugField(
        _("address"),
        max_length=LONGEST,
        blank=True,
        help_text=_("The word in the web address of the card. Left empty, it is made from the name."),
    )
    # Names the contact in address books for ever.
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    telephone = models.CharField(
        _("telephone"), max_length=40, blank=True, validators=[validate_number], help_text=_("As it should be shown.")
    )
    extension = models.CharField(_("extension"), max_length=10, blank=True, validators=[validate_extension])
    fax = models.CharField(_("fax"), max_length=40, blank=True, validators=[validate_number])
    email = models.EmailField(_("e-mail"), blank=True)
    web_site = models.URLField(_("web site"), blank=True)
    changed_at = models.DateTimeField(auto_now=True, editable=False)
    # Set while nothing of the contact is shown anywhere; see core.contact_withdrawal.
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    panels: ClassVar = [
        MissionPanel("site"),
        FieldPanel("name"),
        InlinePanel("words", heading=_("Words in each language"), label=_("language"), min_num=1),
        FieldRowPanel([FieldPanel("telephone"), FieldPanel("extension"), FieldPanel("fax")]),
        FieldPanel("email"),
        FieldPanel("web_site"),
        FieldPanel("slug"),
    ]
    base_form_class = ContactForm

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("site", "slug"),
                name="core_contact_slug_once",
                violation_error_message=_("This address is already taken. Choose another word."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        self._complete()

    def save(self, *args: Any, **kwargs: Any) -> None:
        self._complete()
        super().save(*args, **kwargs)

    def _complete(self) -> None:
        """Makes the slug where there is none."""
        if not self.slug and self.site_id:
            others = Contact.objects.filter(site=self.site_id).exclude(pk=self.pk)
            self.slug = slug_from(self.name, set(others.values_list("slug", flat=True)))

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None

    @classmethod
    def addresses(cls, slug: str) -> list[str]:
        """The public addresses of a contact with that slug, below the home page of a language."""
        return [f"contacts/{slug}.vcf", f"contacts/{slug}/"]

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
