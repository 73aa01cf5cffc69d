"""Reactions of the music to what Wagtail and core do; connected in apps.py."""

from typing import Any

from django.db import transaction

from core.models import MissionImage
from music.artwork import make_cover_renditions, remove_unused_cover
from music.models import AudioSample, MusicPage, ProgrammePage
from music.podcast_feeds import cut_picture
from music.preparation import sweep
from music.programmes import copy_items


def copy_items_on_publication(sender: Any, instance: ProgrammePage, **kwargs: Any) -> None:
    """A published programme hands its rows to its translations."""
    copy_items(instance)


def cut_podcast_picture(sender: Any, instance: MusicPage | ProgrammePage, **kwargs: Any) -> None:
    """The picture for directories is there before they ask."""
    cut_picture(instance)


def remove_files(sender: Any, instance: AudioSample, **kwargs: Any) -> None:
    """The files go when the row is gone for good. A signal,
    because a deleted collection takes its rows without asking them.
    """
    transaction.on_commit(lambda: instance.file.delete(save=False))
    transaction.on_commit(lambda: sweep(instance))
    cover = instance.cover
    if cover is not None and instance.cover_from_file:
        # Later, when the index of references has forgotten the sample.
        transaction.on_commit(lambda: remove_unused_cover(cover))


def keep_cover_renditions(sender: Any, instance: MissionImage, **kwargs: Any) -> None:
    """An editor cropped or replaced a picture that is a cover: Wagtail threw its renditions away,
    they are made anew.
    """
    if AudioSample.objects.filter(cover=instance).exists():
        transaction.on_commit(lambda: make_cover_renditions(instance))
