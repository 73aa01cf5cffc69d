"""The abstract base of every page type. Wagtail's swappable page model stays unused."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page, PageViewRestriction

from core.forms import BasePageForm
from core.missions import mission_of_site, site_of
from core.models.media import MissionImage
from core.querysets import MissionPageManager, is_all_open
from core.sharing import share
from core.social_card import Face

if TYPE_CHECKING:
    from core.models.missions import MissionSettings


class BasePage(Page):
    """A page of a mission.

    ``facts`` names the fields that are edited on the source page only: on publication they are copied to the
    translations, whose forms show them read-only. ``fixed_slug`` is the slug that a page type must keep.
    """

    social_image = models.ForeignKey(
        MissionImage,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture for sharing"),
        help_text=_(
            "Shown where somebody shares the address of this page. Left empty, a picture is made from the title."
        ),
    )

    # The drawn card in the storage of renditions; "" while there is none. Only core.social writes it.
    social_card = models.CharField(max_length=100, blank=True, default="", editable=False)

    facts: ClassVar[tuple[str, ...]] = ()
    fixed_slug: ClassVar[str] = ""
    # Parameters of the address on which the page depends; asked with others, it is made for that visitor alone.
    shared_query: ClassVar[tuple[str, ...]] = ()
    search_kind: ClassVar[str | Promise] = _("Page")

    # Groups are editors, of all missions: their list is not for one mission's eyes, and visitors have no accounts.
    private_page_options: ClassVar = ["password", "login"]

    exclude_fields_in_copy: ClassVar = ["social_card"]

    promote_panels: ClassVar = [*Page.promote_panels, FieldPanel("social_image")]

    objects = MissionPageManager()
    base_form_class = BasePageForm

    class Meta:
        abstract = True

    def source(self) -> BasePage:
        """The page that holds the facts: the one in the mission's main language, else the oldest."""
        pages = list(
            type(self).objects.filter(translation_key=self.translation_key).select_related("locale").order_by("pk")
        )
        if len(pages) < 2:
            return self
        site = site_of(pages[0])
        main = mission_of_site(site).main_language if site else ""
        for page in pages:
            if page.locale.language_code == main:
                return page
        return pages[0]

    def is_source(self) -> bool:
        """Whether the facts are edited here. A page that is not saved yet is its own source."""
        return self.pk is None or self.source().pk == self.pk

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """As Wagtail's; where all pages below are of one type, the one that is asked for comes in one query."""
        models = type(self).allowed_subpage_models()
        if path_components and len(models) == 1:
            below = models[0].objects.child_of(self).filter(slug=path_components[0]).select_related("locale")
            page = below.order_by().first()
            if page is not None:
                page._cached_parent_obj = self
                return page.route(request, path_components[1:])
        return super().route(request, path_components)

    def get_view_restrictions(self) -> Any:
        """As Wagtail's; asks nothing where no page is restricted."""
        return PageViewRestriction.objects.none() if is_all_open() else super().get_view_restrictions()

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        share(request, *self.shared_query)
        response: HttpResponseBase = super().serve(request, *args, **kwargs)
        return response

    @property
    def search_date(self) -> date | None:
        """The date shown in search results; None where a date says nothing."""
        return None

    def search_excerpt(self) -> str:
        """Plain text to show in search results when no matching words are found."""
        return self.search_description

    def meta_description(self) -> str:
        """What the page says of itself to search engines and where it is shared, in plain text; may be ""."""
        return self.search_description or self.search_excerpt()

    def social_face(self, mission: MissionSettings) -> Face:
        """What the card says that is drawn for sharing the page; called in the page's language."""
        return Face(self.title)

    def with_content_json(self, content: dict[str, Any]) -> BasePage:
        """As Wagtail's; the card belongs to the page, not to a revision."""
        page: BasePage = super().with_content_json(content)
        page.social_card = self.social_card
        return page

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        if self.fixed_slug and not getattr(self, "slug", ""):
            self.slug = self.fixed_slug
        super().full_clean(*args, **kwargs)
