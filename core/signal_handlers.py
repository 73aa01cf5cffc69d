"""Reactions of core to what Wagtail does; connected in apps.py."""

import json
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail_localize.models import TranslationSource

from core.facts import copy_facts
from core.models.media import MissionImage
from core.models.pages import BasePage
from core.picture_tasks import page_published, picture_saved
from core.references import model_at, owned_elsewhere, owner_site_id
from core.renditions import FOCAL_POINT

# A save of other fields alone leaves what a picture looks like as it is.
LOOK = frozenset({"file", *FOCAL_POINT})


def copy_facts_on_publication(sender: Any, instance: Any, **kwargs: Any) -> None:
    """A published source page hands its facts to its translations."""
    if isinstance(instance, BasePage):
        copy_facts(instance)


def refuse_foreign_override(sender: Any, instance: Any, **kwargs: Any) -> None:
    """A translation may put another picture, contact or recording in the place of the source's: its mission's own.

    The translation editor's own view takes any key, so this stands before the row itself. Raises PermissionDenied.
    """
    key = str(json.loads(instance.data_json))
    source = TranslationSource.objects.filter(object_id=instance.context.object_id).first()
    if source is None or not key.isdecimal():
        return
    page = source.get_source_instance()
    model = model_at(page, instance.context.path)
    thing = model._default_manager.filter(pk=key).first() if model else None
    if thing is not None and owned_elsewhere(thing, owner_site_id(page)):
        raise PermissionDenied(_("This belongs to another mission. Choose one of your own."))


def make_pictures_at_save(sender: Any, instance: MissionImage, raw: bool = False, **kwargs: Any) -> None:
    """A picture that was uploaded, replaced or given another focal point is made fit to be shown.

    After the transaction, as Wagtail throws the old renditions of a replaced file away only after the save.
    """
    fields = kwargs.get("update_fields")
    if not raw and (fields is None or LOOK & set(fields)):
        transaction.on_commit(lambda: picture_saved(instance))


def make_pictures_at_publication(sender: Any, instance: Any, **kwargs: Any) -> None:
    """The pictures of a page are made when it is published, before visitors ask for them."""
    if isinstance(instance, BasePage):
        transaction.on_commit(lambda: page_published(instance))
