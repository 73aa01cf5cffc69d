"""Wires core's signals."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = _("Mission")

    def ready(self) -> None:
        from django.db.models.signals import post_save, pre_save
        from wagtail.signals import page_published

        from core.models import MissionImage
        from core.narrowing import narrow_filters
        from core.nonces import mark_choosers
        from core.signal_handlers import (
            copy_facts_on_publication,
            make_pictures_at_publication,
            make_pictures_at_save,
            refuse_foreign_override,
        )

        page_published.connect(copy_facts_on_publication, dispatch_uid="core.copy_facts")
        page_published.connect(make_pictures_at_publication, dispatch_uid="core.page_pictures")
        post_save.connect(make_pictures_at_save, sender=MissionImage, dispatch_uid="core.pictures")
        pre_save.connect(
            refuse_foreign_override, sender="wagtail_localize.SegmentOverride", dispatch_uid="core.refuse_override"
        )
        mark_choosers()
        narrow_filters()
