"""The events app: the calendar."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    name = "events"
    verbose_name = _("Events")

    def ready(self) -> None:
        # Models can be imported only now.
        from django.db.models.signals import pre_delete
        from wagtail.signals import page_published, page_unpublished, post_page_move, pre_page_move

        from events import signal_handlers
        from events.models import EventCategory, EventSeries

        for model in (EventCategory, EventSeries):
            pre_delete.connect(
                signal_handlers.keep_what_is_needed, sender=model, dispatch_uid=f"events.keep.{model.__name__}"
            )
        page_published.connect(signal_handlers.renew_guest_lists, dispatch_uid="events.renew_guest_lists")
        page_unpublished.connect(signal_handlers.remember_unpublished, dispatch_uid="events.unpublished")
        pre_page_move.connect(signal_handlers.remember_moved, dispatch_uid="events.moved")
        post_page_move.connect(signal_handlers.part_from_old_mission, dispatch_uid="events.part")
