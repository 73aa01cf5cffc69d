"""Repairs of what was read in a wrong encoding: proposed for each text of a sample, made or refused by an editor.

The recording's file is never touched.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from music.mojibake import propose
from music.slugs import free_slug, slug_from

if TYPE_CHECKING:
    from music.models import AudioSample

# The texts that tags fill and visitors read.
TEXTS = ("title", "artist", "album", "album_artist", "composer", "genre", "comment", "copyright")


@dataclass(frozen=True)
class Repair:
    """A proposal for one text. ``key`` names sample, field and the very text that the proposal is for; ``path`` is that
    of music.mojibake. ``slug`` is an address as a new title makes it, "" where the present one stays.
    """

    sample: AudioSample
    field: str
    old: str
    new: str
    path: tuple[tuple[str, str], ...]
    slug: str = ""

    @property
    def key(self) -> str:
        mark = hashlib.sha256(self.old.encode()).hexdigest()[:12]
        return f"{self.sample.pk}-{self.field}-{mark}"

    @property
    def shown(self) -> str:
        """What stands there, each character without a picture marked."""
        return "".join("\ufffd" if unicodedata.category(letter) == "Cc" else letter for letter in self.old)

    @property
    def way(self) -> str:
        """How the text came to be, in words."""
        sentence = _("%(meant)s read as %(taken)s")
        return ", ".join(sentence % {"meant": meant, "taken": taken} for meant, taken in self.path)

    @property
    def label(self) -> str:
        """The field's name in the active language."""
        return str(self.sample._meta.get_field(self.field).verbose_name)


def open_repairs(sample: AudioSample) -> list[Repair]:
    """Proposals for the sample that nobody has refused. Costs a query only where something is misread."""
    found = {name: proposal for name in TEXTS if (proposal := propose(getattr(sample, name)))}
    if not found:
        return []
    refused = {(row.field, row.text) for row in sample.refused_repairs.all()} if sample.pk else set()
    return [
        Repair(sample, name, getattr(sample, name), _fitting(sample, name, proposal.text), proposal.path)
        for name, proposal in found.items()
        if (name, getattr(sample, name)) not in refused
    ]


def _fitting(sample: AudioSample, name: str, text: str) -> str:
    return text[: sample._meta.get_field(name).max_length]


def with_address(repair: Repair) -> Repair:
    """The same with an address from the new title, unless the present one was ever public."""
    sample = repair.sample
    if repair.field != "title" or sample.public or sample.first_public_at is not None:
        return repair
    slug = slug_from(repair.new)
    return repair if slug == sample.slug else replace(repair, slug=slug)


def make(repairs: Iterable[Repair], user: Any, readdressed: Iterable[int] = ()) -> int:
    """Puts the proposals of one sample in place by an ordinary save, with an entry in its history; returns how many.

    The sample also gets an address from its new title if its key is among ``readdressed`` and the old one was never
    public.
    """
    chosen = list(repairs)
    if not chosen:
        return 0
    sample, fields = chosen[0].sample, {"is_misread", "updated_at"}
    for repair in chosen:
        setattr(sample, repair.field, repair.new)
        fields.add(repair.field)
        if sample.pk in set(readdressed) and with_address(repair).slug:
            sample.slug = free_slug(sample)
            fields.add("slug")
    with transaction.atomic():
        sample.save(update_fields=fields)
        log(instance=sample, action="wagtail.edit", user=user, content_changed=True)
    return len(chosen)


def refuse(repairs: Iterable[Repair], user: Any) -> int:
    """Remembers that these texts are right as they stand; returns how many."""
    chosen = list(repairs)
    if not chosen:
        return 0
    sample = chosen[0].sample
    with transaction.atomic():
        for repair in chosen:
            kept = {"text": repair.old, "user": user}
            sample.refused_repairs.update_or_create(field=repair.field, defaults=kept)
        sample.is_misread = bool(open_repairs(sample))
        sample.save(update_fields=["is_misread"])
    return len(chosen)
