"""Many rows at once, with all that a save of each leaves behind: search, references, numbers, calendar, version.

Left out is what only editors see (revisions, the log) and the pictures for sharing, which ``make_social_cards`` makes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from taggit.models import Tag
from wagtail.models import Page, ReferenceIndex
from wagtail.search.backends import get_search_backends

from core.content_version import raise_version
from core.models import BasePage
from events.identity import fingerprint
from events.models import CalendarEntry, EventDate, EventPage
from music.metadata import read_metadata
from music.models import AudioSample
from music.storage import audio_path
from music.uploads import Examined, describe, limits
from music.uploads import fingerprint as digest
from news.models import BulletinPage, BulletinTag, SeriesNumber


@transaction.atomic
def insert_bulletins(index: Page, pages: Sequence[BulletinPage], tags: Sequence[Tag]) -> None:
    """New published bulletins of one series below ``index``, each with a number that is free and one tag."""
    _insert_pages(index, pages)
    BulletinTag.objects.bulk_create(
        [BulletinTag(content_object_id=page.pk, tag=tag) for page, tag in zip(pages, tags, strict=True)]
    )
    rows: list[Any] = [(page.series_id, page.number, page.translation_key) for page in pages]
    SeriesNumber.objects.bulk_create(
        [SeriesNumber(series_id=series, number=number, translation_key=key) for series, number, key in rows]
    )
    _make_known(pages)


@transaction.atomic
def insert_events(index: Page, pages: Sequence[EventPage]) -> None:
    """New published events below ``index``; their zone has to be given."""
    for page in pages:
        page.compute()
    _insert_pages(index, pages)
    now = timezone.now()
    EventDate.objects.bulk_create([EventDate.of(page, one) for page in pages for one in page.all_dates()])
    CalendarEntry.objects.bulk_create(
        [
            CalendarEntry(translation_key=one.translation_key, fingerprint=fingerprint(one), changed_at=now)
            for one in pages
        ]
    )
    _make_known(pages)


def insert_samples(samples: Sequence[AudioSample], contents: Sequence[bytes]) -> None:
    """New samples with their files, or nothing of both."""
    storage, now = AudioSample._meta.get_field("file").storage, timezone.now()
    stored: list[str] = []
    try:
        with transaction.atomic():
            for sample, content in zip(samples, contents, strict=True):
                file: Any = ContentFile(content, name=f"{sample.slug}.wav")
                examined = Examined(file, read_metadata(file, f"{sample.slug}.wav", limits()), digest(file))
                describe(sample, examined.metadata)
                sample.sha256 = examined.sha256
                sample.first_public_at = now if sample.public else None
                stored.append(storage.save(audio_path(sample, f".{sample.kind}"), file))
                sample.file.name = stored[-1]
            AudioSample.objects.bulk_create(samples)
            _make_known(samples)
    except BaseException:
        for name in stored:
            storage.delete(name)
        raise


def _insert_pages(parent: Page, pages: Sequence[BasePage]) -> None:
    """Rows of both tables of the pages, as the last below ``parent``."""
    model, now = type(pages[0]), timezone.now()
    kind = ContentType.objects.get_for_model(model)
    last = Page.objects.child_of(parent).order_by("path").last()
    step = Page._str2int(last.path[-Page.steplen :]) if last else 0
    for place, page in enumerate(pages, start=step + 1):
        page.path, page.depth = Page._get_path(parent.path, parent.depth + 1, place), parent.depth + 1
        page.url_path, page.draft_title = f"{parent.url_path}{page.slug}/", page.title
        page.locale_id, page.content_type = parent.locale_id, kind
        page.first_published_at = page.last_published_at = page.latest_revision_created_at = now
    columns = [field.attname for field in Page._meta.concrete_fields if not field.primary_key]
    rows = Page.objects.bulk_create([Page(**{name: getattr(page, name) for name in columns}) for page in pages])
    for page, row in zip(pages, rows, strict=True):
        page.pk = page.id = row.pk
    # What a save does for one row of the own table; Django has no public way for many.
    fields = model._meta.local_concrete_fields
    size = connection.ops.bulk_batch_size(fields, pages)
    for first in range(0, len(pages), size):
        model._base_manager._insert(pages[first : first + size], fields=fields, using=connection.alias)
    for page in pages:
        page._state.adding = False
    Page.objects.filter(pk=parent.pk).update(numchild=F("numchild") + len(pages))


def _make_known(rows: Sequence[Any]) -> None:
    """To search, to the index of references and to whoever keeps pages."""
    for backend in get_search_backends():
        backend.add_bulk(type(rows[0]), rows)
    for row in rows:
        ReferenceIndex.create_or_update_for_object(row)
    raise_version()
