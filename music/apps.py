"""The music app: registers who may do what, and listens for what happens outside of it."""

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save
from django.utils.translation import gettext_lazy as _
from wagtail.signals import page_published


class MusicConfig(AppConfig):
    name = "music"
    verbose_name = _("Music")

    def ready(self) -> None:
        # Models exist only now.
        from core.models import MissionImage
        from music import signal_handlers
        from music.models import AudioSample, MusicPage, ProgrammePage
        from music.permissions import register_policy

        register_policy()
        page_published.connect(
            signal_handlers.copy_items_on_publication, sender=ProgrammePage, dispatch_uid="music.items"
        )
        for model in (MusicPage, ProgrammePage):
            page_published.connect(
                signal_handlers.cut_podcast_picture, sender=model, dispatch_uid=f"music.podcast.{model.__name__}"
            )
        post_delete.connect(signal_handlers.remove_files, sender=AudioSample, dispatch_uid="music.files")
        post_save.connect(signal_handlers.keep_cover_renditions, sender=MissionImage, dispatch_uid="music.covers")
