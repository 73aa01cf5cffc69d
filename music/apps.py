"""The music app: registers who may do what, and listens for what happens outside of it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from music.permissions import register_policy


class MusicConfig(AppConfig):
    name = "music"
    verbose_name = _("Music")

    def ready(self) -> None:
        register_policy()
