"""Wires core's signals."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = _("Mission")

    def ready(self) -> None:
        from django.db.models.signals import pre_save
        from wagtail.signals import page_published

        from core import seen_models
        from core.narrowing import narrow_filters
        from core.nonces import mark_choosers
        from core.signal_handlers import copy_facts_on_publication, refuse_foreign_override

        page_published.connect(copy_facts_on_publication, dispatch_uid="core.copy_facts")
        pre_save.connect(
            refuse_foreign_override, sender="wagtail_localize.SegmentOverride", dispatch_uid="core.refuse_override"
        )
        seen_models.connect()
        mark_choosers()
        narrow_filters()
