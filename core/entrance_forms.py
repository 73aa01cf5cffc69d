"""The forms before the login, in plain words; what they do is Wagtail's and Django's."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import auth
from wagtail.models import Site

from core.branding import host_mission


class EntranceForm(auth.LoginForm):
    """The login, with what a browser needs to fill it in."""

    error_messages = {
        **auth.LoginForm.error_messages,
        "invalid_login": _("The user name and the password do not match. Capital and small letters count."),
    }

    def __init__(self, request: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        name, password, remember = (self.fields[field] for field in ("username", "password", "remember"))
        name.label, password.label = _("User name"), _("Password")
        remember.label = _("Keep me logged in on this computer")
        name.error_messages["required"] = _("Write your user name.")
        password.error_messages["required"] = _("Write your password.")
        name.widget.attrs |= {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        password.widget.attrs["autocomplete"] = "current-password"
        for field in (name, password):
            field.widget.attrs.pop("placeholder", None)


class NewPasswordForm(auth.PasswordResetForm):
    """Asking for a new password. The letter speaks for the mission of the host, and leads back to that host.

    The link is made from the site's own row: a forged Host header leads nobody elsewhere.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        email = self.fields["email"]
        email.label = _("E-mail address")
        email.help_text = _("The one that your account has. A letter with a link will arrive there.")
        email.error_messages["required"] = _("Write your e-mail address.")
        email.widget.attrs["autocomplete"] = "email"

    def save(self, *args: Any, request: Any = None, **kwargs: Any) -> None:
        mission, site = host_mission(request), Site.find_for_request(request)
        kwargs["extra_email_context"] = {
            **(kwargs.get("extra_email_context") or {}),
            "root_url": site.root_url if site else f"{request.scheme}://{request.get_host()}",
            "mission_name": str(mission.mission_name) if mission else request.get_host(),
        }
        super().save(*args, request=request, **kwargs)
