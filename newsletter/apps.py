"""The newsletter app: the e-mail list; news and events do not know it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewsletterConfig(AppConfig):
    name = "newsletter"
    verbose_name = _("E-mail list")

    def ready(self) -> None:
        # They lie beside what works with them, where Django does not look by itself.
        from newsletter.doctor import models  # noqa: F401
