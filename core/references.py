"""What a page or row refers to, and whether that belongs to another mission.

Choosers only offer what is one's own; this is the check behind them, for whatever a form post says.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from wagtail.models import CollectionMember, Page, ReferenceIndex

from core.missions import site_id_of, site_of_collection


def owner_site_id(thing: Any) -> int | None:
    """The id of the site whose mission owns ``thing``; None for what is shared or owned by nobody."""
    if isinstance(thing, CollectionMember):
        site = site_of_collection(thing.collection)
        return site.pk if site else None
    if isinstance(thing, Page):
        return site_id_of(thing)
    if isinstance(thing, Model) and thing._meta.label_lower.split(".")[0] != "wagtailcore":
        return getattr(thing, "site_id", None)
    return None


def owned_elsewhere(thing: Any, site_id: int | None) -> bool:
    """Whether a mission other than that of ``site_id`` owns ``thing``."""
    owner = owner_site_id(thing)
    return owner is not None and owner != site_id


def references_of(instance: Model) -> Iterator[tuple[str, Model]]:
    """Pairs of field name and object for everything that fields and stream blocks of ``instance`` refer to."""
    wanted: dict[int, dict[str, str]] = defaultdict(dict)
    # The extraction is what Wagtail's usage view is built on; it sees into stream fields and rich text.
    for type_id, object_id, model_path, _content_path in ReferenceIndex._extract_references_from_object(instance):
        wanted[type_id][object_id] = model_path.split(".")[0]
    for type_id, ids in wanted.items():
        model = ContentType.objects.get_for_id(type_id).model_class()
        if model is None:
            continue
        keys = [key for key in ids if key.isdigit()]
        for thing in model._default_manager.filter(pk__in=keys):
            yield ids[str(thing.pk)], thing


def foreign_references(instance: Model, site_id: int | None) -> list[tuple[str, str]]:
    """Pairs of field name and key of what ``instance`` refers to although another mission owns it."""
    return [(name, str(thing.pk)) for name, thing in references_of(instance) if owned_elsewhere(thing, site_id)]


def model_at(instance: Model, content_path: str) -> type[Model] | None:
    """The model of what ``instance`` refers to at a place in its content, such as "body.<block id>.image"."""
    for type_id, _object_id, _model_path, found_path in ReferenceIndex._extract_references_from_object(instance):
        if found_path == content_path:
            return ContentType.objects.get_for_id(type_id).model_class()
    return None


def foreign_keys(page: Any, names: Iterable[str]) -> list[str]:
    """The fields of a page, of those named, that lead to another mission's row."""
    site_id = site_id_of(page)
    return [name for name in names if owned_elsewhere(getattr(page, name), site_id)]


def empty_fields(page: Any, names: Iterable[str]) -> None:
    """Empties fields of a page and of its latest draft."""
    gone = dict.fromkeys(names)
    for name in gone:
        setattr(page, name, None)
    page.save(clean=False)
    if page.latest_revision:
        page.latest_revision.content.update(gone)
        page.latest_revision.save(update_fields=["content"])
