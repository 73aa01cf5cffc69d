"""Reactions of core to what Wagtail does; connected in apps.py."""

import json
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page, Site
from wagtail_localize.models import TranslationSource

from core.facts import copy_facts
from core.missions import site_id_of
from core.models import BasePage, MissionImage, MissionSettings
from core.picture_tasks import page_published, picture_saved
from core.references import model_at, owned_elsewhere, owner_site_id
from core.renditions import FOCAL_POINT
from core.social import drop_cards, remove_file
from core.tasks import make_card, make_cards

# A save of other fields alone leaves what a picture looks like as it is.
LOOK = frozenset({"file", *FOCAL_POINT})


def copy_facts_on_publication(sender: Any, instance: Any, **kwargs: Any) -> None:
    """A published source page hands its facts to its translations."""
    if isinstance(instance, BasePage):
        copy_facts(instance)


def ask_for_card(sender: Any, instance: Any, **kwargs: Any) -> None:
    """A published page gets its picture for sharing, in the background."""
    if isinstance(instance, BasePage):
        transaction.on_commit(lambda: make_card.enqueue(instance.pk))


def drop_card(sender: Any, instance: Any, **kwargs: Any) -> None:
    """A page that is no longer public has no card either."""
    if isinstance(instance, BasePage):
        drop_cards(instance)


def remove_card(sender: Any, instance: BasePage, **kwargs: Any) -> None:
    """The card of a deleted page goes with it."""
    remove_file(instance.social_card)


def redraw_moved(sender: Any, instance: Any, url_path_before: str, url_path_after: str, **kwargs: Any) -> None:
    """Pages that were moved to another mission are drawn as its own."""
    if _site_at(url_path_before) != _site_at(url_path_after):
        _redraw(_site_at(url_path_after))


def _site_at(path: str) -> int | None:
    return next((root.site_id for root in Site.get_site_root_paths() if path.startswith(root.root_path)), None)


def redraw_mission(sender: Any, instance: MissionSettings, **kwargs: Any) -> None:
    """Names, colours or emblem may have changed, which stand on every card."""
    _redraw(instance.site_id)


def _redraw(site_id: int | None) -> None:
    if site_id is not None:
        transaction.on_commit(lambda: make_cards.enqueue(site_id))


def hide_cards(sender: Any, instance: Any, **kwargs: Any) -> None:
    """What is no longer open to all is not shown on a card."""
    drop_cards(instance.page)


def draw_opened(sender: Any, instance: Any, **kwargs: Any) -> None:
    """What is open to all again gets its cards back."""
    page = Page.objects.filter(pk=instance.page_id).first()
    _redraw(site_id_of(page) if page else None)


def keep_emblem(sender: Any, instance: MissionImage, **kwargs: Any) -> None:
    """An emblem that was cropped, replaced or deleted as a picture: what is derived of it is made anew."""
    missions = list(MissionSettings.objects.filter(emblem=instance).values_list("pk", flat=True))

    def make() -> None:
        for mission in MissionSettings.objects.filter(pk__in=missions):
            mission.save()

    if missions:
        transaction.on_commit(make)


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
