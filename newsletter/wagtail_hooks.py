"""Registration of the e-mail list in the admin."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import Permission
from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page
from wagtail_modeladmin.options import modeladmin_register

from news.models import BulletinPage
from newsletter import import_admin_urls, issue_admin_urls
from newsletter.admin import STOPPED, SubscriberAdmin
from newsletter.doctor import views as mail_check
from newsletter.doctor.dashboard import may_look
from newsletter.import_admin import may_import
from newsletter.issue_admin import may_send

modeladmin_register(SubscriberAdmin)


@hooks.register("register_admin_urls")
def register_letter_urls() -> list[URLResolver]:
    return [path("letters/", include(issue_admin_urls)), path("list-import/", include(import_admin_urls))]


class LettersItem(MenuItem):
    """In the menu of those who may send."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_send(request.user)


@hooks.register("register_admin_menu_item")
def register_letters_item() -> MenuItem:
    return LettersItem(_("Letters"), reverse("letters:index"), name="letters", icon_name="mail", order=329)


class ImportItem(MenuItem):
    """In the menu of those who may bring in addresses."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_import(request.user)


@hooks.register("register_admin_menu_item")
def register_import_item() -> MenuItem:
    address = reverse("subscriber_imports:start")
    return ImportItem(_("Import addresses"), address, name="import-addresses", icon_name="upload", order=331)


@hooks.register("register_permissions")
def register_list_permissions() -> Any:
    """Who may see addresses, bring in others, and send letters, is decided by group, each by itself."""
    wanted = ("view_subscriber", "change_subscriber", "delete_subscriber", "import_subscriber", "send_issue")
    return Permission.objects.filter(content_type__app_label="newsletter", codename__in=wanted)


@hooks.register("register_page_header_buttons")
def lead_to_letter(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """From a bulletin that visitors read to its letter."""
    if page.pk and page.live and page.specific_class is BulletinPage and may_send(user):
        yield Button(
            _("Send to the list"), reverse("letters:of_bulletin", args=[page.pk]), icon_name="mail", priority=14
        )


class MailCheckItem(MenuItem):
    """Below the list, for those who look after it."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_look(request.user)


@hooks.register("register_admin_menu_item")
def register_mail_check() -> MenuItem:
    return MailCheckItem(
        _("Mail check"), reverse("mail_check:index"), name="mail-check", icon_name="circle-check", order=332
    )


@hooks.register("register_admin_urls")
def register_mail_check_urls() -> list[URLResolver]:
    return [path("mail-check/", include(mail_check))]


@hooks.register("register_permissions")
def register_override_permission() -> Any:
    """Who may send in spite of the mail check is decided by group."""
    return Permission.objects.filter(content_type__app_label="newsletter", codename="override_mail_check")


@hooks.register("register_log_actions")
def register_list_actions(actions: Any) -> None:
    actions.register_action(STOPPED, _("Stop letters to an address"), _("Stopped letters to this address"))
