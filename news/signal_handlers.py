"""Keeps what bulletins need, frees their numbers, parts them from a mission they leave; connected in apps.py."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Model, ProtectedError
from django.utils import timezone
from django.utils.translation import ngettext
from wagtail.models import Page, Site

from core.missions import site_id_of
from core.models import Contact
from core.references import empty_fields, foreign_keys
from core.tasks import make_cards
from news.contact_erasure import erase_traces
from news.letters import forget_all
from news.models import BulletinPage, ContactAtPublication, SeriesNumber

# The keys of a bulletin by the model that they lead to.
NEEDED = {"series": "series", "category": "category", "author": "author", "contact": "contact"}


def keep_what_is_needed(sender: type[Model], instance: Any, origin: Any = None, **kwargs: Any) -> None:
    """Refuses to delete a row that bulletins or their drafts show, unless its whole mission goes."""
    if _model_of(origin) is Site:
        return
    name = NEEDED[sender._meta.model_name or ""]
    bulletins = BulletinPage.objects.that_need(name, instance).order_by("pk")
    found = set(bulletins)
    if found:
        message = ngettext(
            "“%(thing)s” is used by %(count)d bulletin.", "“%(thing)s” is used by %(count)d bulletins.", len(found)
        )
        raise ProtectedError(message % {"thing": instance, "count": len(found)}, found)


def _model_of(origin: Any) -> Any:
    return getattr(origin, "model", type(origin))


def free_number(sender: Any, instance: BulletinPage, **kwargs: Any) -> None:
    """The last page of a bulletin takes its number with it, and what was kept of its contact."""
    if not BulletinPage.objects.filter(translation_key=instance.translation_key).exists():
        SeriesNumber.objects.free(instance.translation_key)
        ContactAtPublication.objects.filter(translation_key=instance.translation_key).delete()


def keep_contact(sender: Any, instance: BulletinPage, **kwargs: Any) -> None:
    """What the contact says when a bulletin first comes out is kept, in whichever way that happens."""
    if instance.contact and instance.is_source():
        ContactAtPublication.objects.keep(instance.translation_key, instance.contact, timezone.now())


def erase_contact(sender: Any, contact: Contact, **kwargs: Any) -> None:
    """Of a contact that was withdrawn nothing is kept, nor any PDF, as it may name the contact."""
    erase_traces(contact)
    transaction.on_commit(forget_all)


def redraw_cards(sender: type[Model], instance: Any, **kwargs: Any) -> None:
    """The names of a series or category stand on the cards of its bulletins."""
    transaction.on_commit(lambda: make_cards.enqueue(instance.site_id))


def part_from_old_mission(sender: Any, instance: Page, **kwargs: Any) -> None:
    """A bulletin that was moved to another mission leaves behind what belongs to the old one."""
    shed_foreign_facts(instance)


def shed_foreign_facts(top: Page) -> None:
    """Empties the keys of ``top`` and all below it, pages and drafts, that lead to another mission's rows."""
    for page in BulletinPage.objects.descendant_of(top, inclusive=True).select_related(*NEEDED):
        foreign = foreign_keys(page, NEEDED)
        if foreign:
            empty_fields(page, [*foreign, "number"] if "series" in foreign else foreign)
            others = _others(site_id_of(page))
            SeriesNumber.objects.filter(translation_key=page.translation_key, series__site__in=others).delete()


def _others(site_id: int | None) -> Any:
    return Site.objects.exclude(pk=site_id)
