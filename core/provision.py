"""Makes a mission whole: its site settings, root collection, group and rights. Safe to repeat."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    GroupSitePermission,
    Page,
    Site,
)

from core.models import Alert, Contact, MissionSettings, OutboxMessage, SpecialDay

PAGE_ACTIONS = ("add", "change", "publish", "bulk_delete", "lock", "unlock")
COLLECTION_ACTIONS = ("add", "change", "delete", "choose")
ROW_ACTIONS = ("add", "change", "delete", "view")


@dataclass(frozen=True)
class Mission:
    """What ``provision`` made or found."""

    site: Site
    settings: MissionSettings
    collection: Collection
    editors: Group


def provision(site: Site, name: str, group_name: str) -> Mission:
    """Gives ``site`` its settings, a root collection named ``name`` and a group of editors named ``group_name``.

    The group may edit and publish the site's pages and use its collection, and nothing of any other site.
    """
    settings = MissionSettings.for_site(site)
    if settings.collection is None:
        settings.collection = Collection.get_first_root_node().add_child(instance=Collection(name=name))
        settings.save()
    group, _created = Group.objects.get_or_create(name=group_name)
    _confine(group)
    group.permissions.add(Permission.objects.get(codename="access_admin", content_type__app_label="wagtailadmin"))
    group.permissions.add(
        Permission.objects.get(codename="submit_translation", content_type__app_label="wagtail_localize")
    )
    grant_rows(group, Alert, Contact, SpecialDay)
    grant_changes(group, OutboxMessage)
    # Wagtail asks for the permissions of its own models, also where they are replaced by ours.
    for model in (Image, Document):
        grant_collection(group, settings.collection, model)
    for action in ("belong", "change"):
        GroupSitePermission.objects.get_or_create(
            group=group, site=site, permission=_permission(MissionSettings, action)
        )
    grant_pages(group, site)
    return Mission(site, settings, settings.collection, group)


def _permission(model: type, action: str) -> Permission:
    kind = ContentType.objects.get_for_model(model)
    return Permission.objects.get(content_type=kind, codename=f"{action}_{kind.model}")


def _confine(group: Group) -> None:
    """Takes from a group the rights on the tree's root and root collection that Wagtail's first migration gives."""
    root_collection = Collection.get_first_root_node()
    GroupPagePermission.objects.filter(group=group, page__depth=1).delete()
    GroupCollectionPermission.objects.filter(group=group, collection=root_collection).delete()


def grant_pages(group: Group, site: Site) -> None:
    """Lets the group edit and publish the site's home pages, all languages, with all below them."""
    homes = Page.objects.filter(translation_key=site.root_page.translation_key)
    kind = ContentType.objects.get_for_model(Page)
    for home in homes:
        for action in PAGE_ACTIONS:
            permission = Permission.objects.get(content_type=kind, codename=f"{action}_page")
            GroupPagePermission.objects.get_or_create(group=group, page=home, permission=permission)


def grant_collection(group: Group, collection: Collection, model: type) -> None:
    """Lets the group add, change, delete and choose files of ``model`` in the collection and below it."""
    for action in COLLECTION_ACTIONS:
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=collection, permission=_permission(model, action)
        )


def grant_rows(group: Group, *models: type) -> None:
    """Lets the group list, add, change and delete rows of the models, as far as they are its mission's."""
    for model in models:
        group.permissions.add(*(_permission(model, action) for action in ROW_ACTIONS))


def grant_changes(group: Group, *models: type) -> None:
    """Lets the group list and change rows that are made by the site itself, as far as they are its mission's."""
    for model in models:
        group.permissions.add(_permission(model, "change"))
