"""Registration of the e-mail list in the admin."""

from typing import Any

from django.contrib.auth.models import Permission
from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail_modeladmin.options import modeladmin_register

from newsletter.admin import SubscriberAdmin
from newsletter.doctor import views as mail_check
from newsletter.doctor.dashboard import may_look

modeladmin_register(SubscriberAdmin)


class MailCheckItem(MenuItem):
    """Below the list, for those who look after it."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_look(request.user)


@hooks.register("register_admin_menu_item")
def register_mail_check() -> MenuItem:
    return MailCheckItem(
        _("Mail check"), reverse("mail_check:index"), name="mail-check", icon_name="circle-check", order=330
    )


@hooks.register("register_admin_urls")
def register_mail_check_urls() -> list[URLResolver]:
    return [path("mail-check/", include(mail_check))]


@hooks.register("register_permissions")
def register_override_permission() -> Any:
    """Who may send in spite of the mail check is decided by group."""
    return Permission.objects.filter(content_type__app_label="newsletter", codename="override_mail_check")
