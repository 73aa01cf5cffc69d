"""The list of bulletins."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from core.models import BasePage
from news.lists import list_context, narrowed_by_query
from news.models.bulletins import BulletinPage


class NewsIndexPage(BasePage):
    """Holds the bulletins of one language, newest first."""

    intro = models.CharField(
        _("introduction"), max_length=300, blank=True, help_text=_("One or two sentences above the list.")
    )

    fixed_slug = "news"
    max_count_per_parent = 1
    shared_query = ("category", "page")
    subpage_types: ClassVar = ["news.BulletinPage"]
    content_panels: ClassVar = [*BasePage.content_panels, FieldPanel("intro")]
    search_fields: ClassVar = [*BasePage.search_fields, index.SearchField("intro")]

    class Meta:
        verbose_name = _("list of bulletins")
        verbose_name_plural = _("lists of bulletins")

    def bulletins(self) -> Any:
        """The published bulletins of this list, newest first."""
        return BulletinPage.objects.child_of(self).published().newest_first()

    def meta_description(self) -> str:
        return super().meta_description() or self.intro

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        narrowing = narrowed_by_query(request)
        return {**context, **list_context(request, self, narrowing)}
