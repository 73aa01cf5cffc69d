"""Keeps the index up with rows that belong to a thing found: Wagtail indexes the thing itself before they are saved."""

from __future__ import annotations

from typing import Any

from django.db import models
from modelsearch.index import Indexed
from modelsearch.tasks import insert_or_update_object_task


def index_owner_of_words(sender: type[models.Model], instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """What a language says of a recording was saved or removed."""
    if not raw:
        _index(instance.parent)


def index_owner_of_text(sender: type[models.Model], instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """Lyrics of a recording, or their translation, were saved or removed."""
    if not raw:
        _index(instance.sample)


def index_owner_of_tag(sender: type[models.Model], instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """A thing was tagged, or a tag taken from it; None is a thing that is gone itself."""
    if not raw and isinstance(instance.content_object, Indexed):
        _index(instance.content_object)


def _index(thing: models.Model) -> None:
    insert_or_update_object_task.enqueue(thing._meta.app_label, str(thing._meta.model_name), str(thing.pk))
