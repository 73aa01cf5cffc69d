"""The newsletter app: the e-mail list; news and events do not know it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewsletterConfig(AppConfig):
    name = "newsletter"
    verbose_name = _("E-mail list")

    def ready(self) -> None:
        # Imported here: models can only be loaded once all apps are known.
        from core.letter_heads import carry
        from newsletter.letters import LETTERS, heads

        for letter in LETTERS:
            carry(letter.kind, heads)
        # They lie beside what works with them, where Django does not look by itself.
        from core.contact_withdrawal import contact_withdrawn
        from newsletter import signal_handlers
        from newsletter.doctor import models  # noqa: F401

        contact_withdrawn.connect(signal_handlers.take_contact_out, dispatch_uid="newsletter.take_contact_out")
