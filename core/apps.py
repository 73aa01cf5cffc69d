"""Wires core's signals."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = _("Mission")

    def ready(self) -> None:
        from django.core.checks import register
        from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
        from wagtail.models import PageViewRestriction
        from wagtail.signals import page_published, page_unpublished, post_page_move

        from core import seen_models, signal_handlers
        from core.checks import pdf_can_be_made
        from core.models import MissionImage, MissionSettings
        from core.narrowing import narrow_filters
        from core.nonces import mark_choosers
        from core.social import page_types

        page_published.connect(signal_handlers.copy_facts_on_publication, dispatch_uid="core.copy_facts")
        page_published.connect(signal_handlers.make_pictures_at_publication, dispatch_uid="core.page_pictures")
        page_published.connect(signal_handlers.ask_for_card, dispatch_uid="core.ask_for_card")
        page_unpublished.connect(signal_handlers.drop_card, dispatch_uid="core.drop_card")
        post_page_move.connect(signal_handlers.redraw_moved, dispatch_uid="core.redraw_moved")
        for model in page_types():
            post_delete.connect(signal_handlers.remove_card, sender=model, dispatch_uid=f"core.card.{model.__name__}")
        for signal, handler, sender in (
            (pre_save, signal_handlers.refuse_foreign_override, "wagtail_localize.SegmentOverride"),
            (post_save, signal_handlers.redraw_mission, MissionSettings),
            (post_save, signal_handlers.make_pictures_at_save, MissionImage),
            (post_save, signal_handlers.keep_emblem, MissionImage),
            (pre_delete, signal_handlers.keep_emblem, MissionImage),
            (post_save, signal_handlers.hide_cards, PageViewRestriction),
            (post_delete, signal_handlers.draw_opened, PageViewRestriction),
        ):
            signal.connect(handler, sender=sender, dispatch_uid=f"core.{handler.__name__}")
        register(pdf_can_be_made)
        seen_models.connect()
        mark_choosers()
        narrow_filters()
