"""Many recordings at once: what becomes of each, and what all of them are given. The admin's page and the command that
reads a folder both end here. Each file is stored whole in a transaction of its own, or not at all.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.core.files import File
from django.db import transaction
from wagtail.log_actions import log
from wagtail.models import Collection

from core.missions import mission_of_site, site_of_collection
from music.models import AudioSample, UploadReceipt
from music.refusals import Refused
from music.uploads import Duplicate, Examined, examine_among, refuse_twin, store, whole_or_nothing

logger = logging.getLogger(__name__)

RECEIPTS_KEPT = timedelta(days=7)
# What files may say of themselves, and what the batch says where they do not.
WHERE_SILENT = ("artist", "album", "copyright", "language")
# What no file says.
FOR_ALL = ("public", "permission_from", "permission_until")


class State(StrEnum):
    """What became of a file."""

    NEW = "new"
    DUPLICATE = "duplicate"
    REFUSED = "refused"


@dataclass(frozen=True)
class Outcome:
    """One file's end. `sample` was made of it, or is there already; `twin` is another file of the same bytes, where
    nothing is stored; `reason` is a whole sentence.
    """

    name: str
    state: State
    sample: AudioSample | None = None
    twin: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Batch:
    """Where recordings go and what they are given. `library` is the queryset in which the same bytes are looked for;
    `user` is None where nobody is logged in.
    """

    collection: Collection
    library: Any
    user: Any = None
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def tags(self) -> list[str]:
        return list(self.values.get("tags") or ())

    def complete(self, examined: Examined) -> Examined:
        """The file as if it had said of itself what the batch says where it is silent."""
        tags = examined.metadata.tags
        said = {name: self.values[name] for name in WHERE_SILENT if self.values.get(name) and not getattr(tags, name)}
        return replace(examined, metadata=replace(examined.metadata, tags=replace(tags, **said)))

    def sample(self) -> AudioSample:
        """A new sample of the batch, of which no file is known yet."""
        given = {name: self.values[name] for name in FOR_ALL if self.values.get(name)}
        return AudioSample(collection=self.collection, **given)


def take(batch: Batch, file: File[bytes], key: str = "") -> Outcome:
    """Stores one file, or says why not. With `key`, a file that the same user sent before under the same key is new
    once more: the first answer was lost on its way.
    """
    name = file.name or ""
    try:
        return Outcome(name, State.NEW, _keep(batch, examine_among(file, batch.library), key))
    except Duplicate as twin:
        state = State.NEW if _has_receipt(batch, key, twin.sample) else State.DUPLICATE
        return Outcome(name, state, twin.sample)
    except Refused as refused:
        return Outcome(name, State.REFUSED, reason=refused.message)
    except OSError:
        logger.exception("A recording could not be kept")
        return Outcome(name, State.REFUSED, reason=Refused("not_kept").message)


def look(batch: Batch, file: File[bytes], seen: dict[str, str]) -> Outcome:
    """What `take` would do, without storing anything. `seen` holds the names of former files by their bytes."""
    name = file.name or ""
    try:
        examined = examine_among(file, batch.library)
    except Duplicate as twin:
        return Outcome(name, State.DUPLICATE, twin.sample)
    except Refused as refused:
        return Outcome(name, State.REFUSED, reason=refused.message)
    except OSError as error:
        return unreadable(name, error)
    twin_name = seen.setdefault(examined.sha256, name)
    return Outcome(name, State.NEW) if twin_name == name else Outcome(name, State.DUPLICATE, twin=twin_name)


def unreadable(name: str, error: OSError) -> Outcome:
    """The end of a file that cannot be opened or read."""
    return Outcome(name, State.REFUSED, reason=Refused("no_access", {"what": error.strerror or str(error)}).message)


def _keep(batch: Batch, examined: Examined, key: str) -> AudioSample:
    sample = batch.sample()
    with whole_or_nothing(sample):
        _wait_for_turn(batch.collection)
        refuse_twin(examined.sha256, batch.library)
        store(sample, batch.complete(examined), batch.user)
        if batch.tags:
            sample.tags.add(*batch.tags)
        if key and batch.user is not None:
            UploadReceipt.objects.create(user=batch.user, key=key, sample=sample)
        log(instance=sample, action="wagtail.create", user=batch.user, content_changed=True)
    return sample


def _wait_for_turn(collection: Collection) -> None:
    """One upload of a mission at a time from here to the end of the transaction, so that two of the same bytes cannot
    both be the first. SQLite lets in only one anyway.
    """
    if not transaction.get_connection().features.has_select_for_no_key_update:
        return
    site = site_of_collection(collection)
    holder = mission_of_site(site).collection_id if site else collection.pk
    Collection.objects.select_for_update(no_key=True).filter(pk=holder).first()


def _has_receipt(batch: Batch, key: str, sample: AudioSample) -> bool:
    if not key or batch.user is None:
        return False
    return bool(UploadReceipt.objects.filter(user=batch.user, key=key, sample=sample).exists())


def forget_receipts(now: datetime) -> None:
    """Throws away the receipts of queues that nobody waits for any more; `now` is aware."""
    UploadReceipt.objects.filter(made_at__lt=now - RECEIPTS_KEPT).delete()
