"""Registration of the import of the old site in the admin."""

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.permissions import page_permission_policy

from legacy import admin_urls


class ImportItem(MenuItem):
    """In the settings menu of those who publish pages; the page itself asks for those of a list of bulletins."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(page_permission_policy.user_has_permission(request.user, "publish"))


@hooks.register("register_settings_menu_item")
def register_import() -> MenuItem:
    return ImportItem(
        _("Import from the old site"), reverse("legacy_admin:imports"), name="old-site", icon_name="upload", order=900
    )


@hooks.register("register_admin_urls")
def register_urls() -> list[URLResolver]:
    return [path("old-site/", include(admin_urls))]
