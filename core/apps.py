"""Wires core's signals."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = _("Mission")

    def ready(self) -> None:
        from wagtail.signals import page_published

        from core.nonces import mark_choosers
        from core.signal_handlers import copy_facts_on_publication

        page_published.connect(copy_facts_on_publication, dispatch_uid="core.copy_facts")
        mark_choosers()
