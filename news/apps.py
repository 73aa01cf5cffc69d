"""The news app: bulletins and their series."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewsConfig(AppConfig):
    name = "news"
    verbose_name = _("News")

    def ready(self) -> None:
        # Models can be imported only now.
        from django.db.models.signals import post_delete, post_save, pre_delete
        from wagtail.signals import page_published, post_page_move

        from core.contact_withdrawal import contact_withdrawn
        from core.models import Contact
        from news import signal_handlers
        from news.models import Author, BulletinPage, Category, Series
        from news.permissions import register_policy

        register_policy()

        for model in (Category, Series, Author, Contact):
            pre_delete.connect(
                signal_handlers.keep_what_is_needed, sender=model, dispatch_uid=f"news.keep.{model.__name__}"
            )
        for model in (Category, Series):
            post_save.connect(signal_handlers.redraw_cards, sender=model, dispatch_uid=f"news.redraw.{model.__name__}")
        post_delete.connect(signal_handlers.free_number, sender=BulletinPage, dispatch_uid="news.free_number")
        page_published.connect(signal_handlers.keep_contact, sender=BulletinPage, dispatch_uid="news.keep_contact")
        contact_withdrawn.connect(signal_handlers.erase_contact, dispatch_uid="news.erase_contact")
        post_page_move.connect(signal_handlers.part_from_old_mission, dispatch_uid="news.part")
