"""The events app: the calendar."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    name = "events"
    verbose_name = _("Events")

    def ready(self) -> None:
        # Models can be imported only now.
        from wagtail.signals import page_published, post_page_move

        from events import signal_handlers

        page_published.connect(signal_handlers.renew_guest_lists, dispatch_uid="events.renew_guest_lists")
        post_page_move.connect(signal_handlers.part_from_old_mission, dispatch_uid="events.part")
