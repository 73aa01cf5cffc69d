"""The events app: the calendar."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    name = "events"
    verbose_name = _("Events")

    def ready(self) -> None:
        # Models can be imported only now.
        from wagtail.signals import post_page_move

        from events import signal_handlers

        post_page_move.connect(signal_handlers.part_from_old_mission, dispatch_uid="events.part")
