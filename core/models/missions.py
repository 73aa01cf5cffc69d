"""What one mission says of itself on every page, per Wagtail site."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import StreamField
from wagtail.models import Collection

from core.accents import ACCENT, NOT_AN_ACCENT
from core.blocks.contacts import SocialLinkBlock, TelephoneBlock
from core.countries import country_choices
from core.emblems import make_emblem
from core.forms import MissionSettingsForm
from core.icons import make_icons
from core.models.media import MissionImage
from core.words import Worded, Wording, Words, language_choices
from core.zones import validate_zone

REGION_HELP = _("The code of a region with holidays of its own, for example BY for Bavaria. May stay empty.")


@register_setting(icon="home")
class MissionSettings(Worded, BaseSiteSetting, ClusterableModel):
    """Names, look, contacts and hours of the mission, and the collection that holds its files."""

    main_language = models.CharField(
        _("main language"),
        max_length=12,
        choices=language_choices,
        default="en",
        help_text=_("Words that are missing in another language are shown in this one."),
    )
    time_zone = models.CharField(
        _("time zone"),
        max_length=64,
        default="UTC",
        validators=[validate_zone],
        help_text=_("The zone of the mission's clock, for example America/New_York. Today and midnight follow it."),
    )
    collection = models.OneToOneField(
        Collection,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="mission_settings",
    )
    emblem = models.ForeignKey(
        MissionImage,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("emblem"),
        help_text=_("A square picture, best an SVG or PNG. Without one, a neutral sign takes its place."),
    )
    accent = models.CharField(
        _("accent colour"),
        max_length=7,
        default="#009ebf",
        validators=[RegexValidator(rf"^{ACCENT}\Z", NOT_AN_ACCENT)],
        help_text=_("All colours of the site are derived from this one. A colour too pale to read is refused."),
    )
    # The tile as core.ornament makes it of an upload; empty for the house's.
    ornament = models.TextField(_("ornament"), blank=True, default="", editable=False)
    home_country = models.CharField(
        _("country that is represented"),
        max_length=2,
        blank=True,
        choices=country_choices,
        help_text=_("Its public holidays close the mission and are marked in the calendar."),
    )
    home_region = models.CharField(_("region"), max_length=40, blank=True, help_text=REGION_HELP)
    host_country = models.CharField(
        _("country of residence"),
        max_length=2,
        blank=True,
        choices=country_choices,
        help_text=_("Its public holidays close the mission too. Which of all do not is chosen under Public holidays."),
    )
    host_region = models.CharField(_("region"), max_length=40, blank=True, help_text=REGION_HELP)
    # Keys of the holidays on which the mission is open, as core.holidays has them.
    open_holidays = models.JSONField(_("holidays without closing"), default=list, blank=True, editable=False)
    address = models.TextField(
        _("address"),
        blank=True,
        help_text=_("The postal address as it stands on an envelope."),
    )
    email = models.EmailField(
        _("e-mail"), blank=True, help_text=_("The general address, and the sender of the e-mail list.")
    )
    telephones = StreamField(
        [("telephone", TelephoneBlock())],
        blank=True,
        verbose_name=_("telephones and fax"),
    )
    social_links = StreamField(
        [("link", SocialLinkBlock())],
        blank=True,
        verbose_name=_("social networks"),
    )

    panels_names: ClassVar = [
        FieldPanel("main_language"),
        FieldPanel("time_zone"),
        InlinePanel("words", heading=_("Names in each language"), label=_("language"), min_num=1),
    ]
    panels_look: ClassVar = [
        FieldPanel("emblem"),
        FieldPanel("accent"),
        FieldPanel("ornament_file"),
        FieldPanel("house_ornament"),
    ]
    panels_contact: ClassVar = [
        MultiFieldPanel([FieldPanel("address"), FieldPanel("email")], heading=_("Addresses")),
        FieldPanel("telephones"),
        FieldPanel("social_links"),
    ]
    panels_hours: ClassVar = [
        InlinePanel(
            "hours",
            heading=_("Opening hours"),
            label=_("opening time"),
            help_text=_("One row for each opening of a service on a day of the week. 00:00 stands for midnight."),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("home_country"), FieldPanel("home_region")]),
                FieldRowPanel([FieldPanel("host_country"), FieldPanel("host_region")]),
            ],
            heading=_("Public holidays"),
        ),
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(panels_names, heading=_("Names")),
            ObjectList(panels_contact, heading=_("Contacts")),
            ObjectList(panels_hours, heading=_("Hours")),
            ObjectList(panels_look, heading=_("Look")),
        ],
        base_form_class=MissionSettingsForm,
    )

    select_related: ClassVar = ["site", "emblem", "collection"]

    class Meta:
        verbose_name = _("mission")
        verbose_name_plural = _("missions")
        permissions: ClassVar = [("belong_missionsettings", "Can edit the content of the mission")]

    @classmethod
    def base_queryset(cls) -> models.QuerySet[MissionSettings]:
        return super().base_queryset().prefetch_related("words", "hours")

    def __str__(self) -> str:
        return str(self.mission_name) or str(self.site)

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        make_emblem(self.emblem)
        make_icons(self)

    def _word(self, name: str) -> Wording:
        return self.word(name, main=self.main_language)

    @property
    def mission_name(self) -> Wording:
        return self._word("mission_name")

    @property
    def country_name(self) -> Wording:
        return self._word("country_name")

    @property
    def place_line(self) -> Wording:
        return self._word("place_line")

    @property
    def names(self) -> list[Wording]:
        """The mission's name in every language that has one."""
        return self.words_in_all("mission_name")

    @property
    def other_name(self) -> Wording | None:
        """The mission's name in another language than the active one; None where there is one name only."""
        shown = self.mission_name.text
        return next((name for name in self.names if name.text != shown), None)

    @property
    def music_heading(self) -> Wording:
        return self._word("music_heading")

    @property
    def phone_numbers(self) -> list[dict[str, Any]]:
        """The telephones, no fax among them: ``number extension uri`` and ``label`` in the active language."""
        return [
            {
                "label": block.value.label_in(get_language() or "", self.main_language),
                "number": block.value["number"],
                "extension": block.value["extension"],
                "uri": block.value.uri,
            }
            for block in self.telephones
            if not block.value.is_fax
        ]

    @property
    def fax_numbers(self) -> list[Any]:
        return [block.value for block in self.telephones if block.value.is_fax]

    @property
    def links(self) -> list[Any]:
        """The values of the social links: ``name`` and ``url``."""
        return [block.value for block in self.social_links]


class MissionWords(Words):
    """The mission's own words in one language."""

    parent = ParentalKey(MissionSettings, on_delete=models.CASCADE, related_name="words")
    mission_name = models.CharField(
        _("name of the mission"), max_length=120, help_text=_("For example: Embassy of Kazakhstan.")
    )
    country_name = models.CharField(_("name of the country"), max_length=80, help_text=_("For example: Kazakhstan."))
    place_line = models.CharField(
        _("place"),
        max_length=80,
        blank=True,
        help_text=_("The place printed on a bulletin when it names none, for example: Washington."),
    )
    music_heading = models.CharField(
        _("heading of the music"),
        max_length=80,
        blank=True,
        help_text=_("Stands over the music on the home page, for example: Kazakhstan Music."),
    )
    footer_note = models.CharField(
        _("note at the foot of every page"), max_length=200, blank=True, help_text=_("May stay empty.")
    )

    class Meta(Words.Meta):
        verbose_name = _("names")
