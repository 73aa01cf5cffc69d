"""Registration of the news admin."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from core.viewsets import NamedViewSet
from news import admin_urls
from news.correction_admin import CorrectionViewSet, tell_of_corrected_source
from news.documents.buttons import buttons_for, pasting_script
from news.models import Author, Category, Series
from news.note_views import note
from news.number_report import may_see
from news.page_admin import BulletinPageViewSet
from news.signal_handlers import shed_foreign_facts


class CategoryViewSet(NamedViewSet):
    model = Category
    icon = "folder-open-inverse"
    menu_label = _("Categories")


class SeriesViewSet(NamedViewSet):
    model = Series
    icon = "list-ol"
    menu_label = _("Series")


class AuthorViewSet(NamedViewSet):
    model = Author
    icon = "user"
    menu_label = _("Authors")


class NewsGroup(ViewSetGroup):
    menu_label = _("News")
    menu_icon = "doc-full"
    menu_order = 210
    items = (
        CategoryViewSet("categories"),
        SeriesViewSet("series"),
        AuthorViewSet("authors"),
        CorrectionViewSet("corrections"),
    )


@hooks.register("register_admin_viewset")
def register_news() -> list[Any]:
    return [NewsGroup(), BulletinPageViewSet("bulletins")]


@hooks.register("register_admin_urls")
def register_news_urls() -> list[URLPattern | URLResolver]:
    return [
        path("news/correction/<int:pk>/", note, name="correction_note"),
        path("news/", include(admin_urls)),
    ]


class NumbersItem(MenuItem):
    """In the menu of those who may see series."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_see(request.user)


@hooks.register("register_reports_menu_item")
def register_numbers() -> MenuItem:
    return NumbersItem(
        _("Numbers of series"), reverse("news_admin:numbers"), name="series-numbers", icon_name="list-ol", order=940
    )


# Before the hook by which the translation editor takes over.
hooks.register("before_edit_page", tell_of_corrected_source, order=-1)


@hooks.register("after_copy_page")
def part_copy_from_old_mission(request: HttpRequest, page: Page, new_page: Page) -> None:
    """A copy in another mission's tree leaves behind what belongs to the old one."""
    shed_foreign_facts(new_page)


@hooks.register("register_page_header_buttons")
def lead_to_documents(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    yield from buttons_for(page, user)


@hooks.register("insert_editor_js")
def clean_what_is_pasted() -> SafeString:
    return pasting_script()
