"""Writes a page of the old site as a bulletin, and tells by a fingerprint whether somebody changed it since."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import UTC, datetime, time
from typing import Any
from uuid import uuid4

from django.utils import timezone
from django.utils.html import strip_tags
from wagtail.models import Page

from core.addresses import is_reserved
from core.missions import local_now, zone_of
from core.texts import shortened
from legacy.jobs import Job
from legacy.matching import Matched, slug_of
from legacy.old_pages import Block, Heading, OldPage, Picture, Prose, Recording, Table
from legacy.pictures import Gallery
from news.models import BulletinPage, NewsIndexPage

SUMMARY_LENGTH = 500
# What the editor writes into paragraphs when a text is saved that nobody changed; as it stands in JSON.
EDITORS_MARK = re.compile(r'\s*data-block-key=\\"[^"\\]*\\"')
FACTS = ("title", "series_id", "number", "date", "category_id", "author_id", "contact_id", "summary")


def body_of(page: OldPage, matched: Matched, gallery: Gallery) -> list[dict[str, Any]]:
    """Raw stream data. The first contact is the bulletin's own, further ones stand at the end of the text."""
    found = [(kind, value) for block in page.blocks for kind, value in _parts(block, page.title, gallery)]
    found += [("contact", contact.pk) for contact in matched.contacts[1:]]
    return [{"type": kind, "value": value, "id": str(uuid4())} for kind, value in found]


def _parts(block: Block, title: str, gallery: Gallery) -> list[tuple[str, Any]]:
    if isinstance(block, Prose):
        return [("text", block.html)]
    if isinstance(block, Heading):
        return [("heading", {"text": block.text, "level": block.level})]
    if isinstance(block, Table):
        return [("table", _table(block))]
    if isinstance(block, Recording):
        sample = gallery.sample(block)
        return [("audio_sample", sample)] if sample else []
    return _picture(block, title, gallery)


def _picture(block: Picture, title: str, gallery: Gallery) -> list[tuple[str, Any]]:
    value = gallery.block(block, title)
    return [("image", value)] if value else []


def _table(block: Table) -> dict[str, Any]:
    width = len(block.head) or (len(block.rows[0]) if block.rows else 0)
    headings = block.head or ("",) * width
    return {
        "caption": "",
        "columns": [{"type": "text", "heading": heading} for heading in headings],
        "rows": [{"values": list(row)} for row in block.rows],
    }


def set_values(job: Job, bulletin: BulletinPage, page: OldPage, matched: Matched, gallery: Gallery) -> None:
    bulletin.title = page.title
    bulletin.series = matched.series
    bulletin.number = page.number if matched.series else None
    bulletin.date = page.date or bulletin.date or local_now(job.mission, job.now).date()
    bulletin.category = matched.category
    bulletin.author = matched.author
    bulletin.contact = matched.contacts[0] if matched.contacts else None
    bulletin.summary = shortened(strip_tags(page.lead), SUMMARY_LENGTH) if page.lead else ""
    bulletin.body = json.dumps(body_of(page, matched, gallery), ensure_ascii=False)


def make(job: Job, page: OldPage, matched: Matched, gallery: Gallery, *, publish: bool) -> BulletinPage:
    """A new bulletin. It bears the date of the old page as that of its publication: it is no news."""
    parent = NewsIndexPage.objects.get(pk=job.index.pk)  # whose number of children is the present one
    bulletin = BulletinPage(
        slug=free_slug(parent, page.title),
        locale=parent.locale,
        translation_key=uuid4(),
        owner=job.user,
        live=False,
        date=local_now(job.mission, job.now).date(),
    )
    set_values(job, bulletin, page, matched, gallery)
    if publish:
        bulletin.first_published_at = published_at(job, bulletin)
    parent.add_child(instance=bulletin)
    revision = bulletin.save_revision(user=job.user)
    if publish:
        revision.publish(user=job.user)
    return BulletinPage.objects.get(pk=bulletin.pk)


def overwrite(job: Job, present: BulletinPage, page: OldPage, matched: Matched, gallery: Gallery) -> BulletinPage:
    """Gives a bulletin what the old page says. What was there stays among its versions; a draft stays a draft."""
    draft = present.get_latest_revision_as_object()
    set_values(job, draft, page, matched, gallery)
    revision = draft.save_revision(user=job.user)
    if present.live:
        revision.publish(user=job.user)
    return BulletinPage.objects.get(pk=present.pk)


def published_at(job: Job, bulletin: BulletinPage) -> datetime:
    """Noon of the bulletin's day on the mission's clock, and never after now."""
    noon = timezone.make_aware(datetime.combine(bulletin.date, time(12)), zone_of(job.mission))
    return min(noon.astimezone(UTC), job.now)


def free_slug(parent: NewsIndexPage, title: str) -> str:
    """The title as an address that no page beside it has."""
    base = slug_of(title)[:70].strip("-") or "bulletin"
    if is_reserved(base):
        base = f"bulletin-{base}"
    taken = set(Page.objects.child_of(parent).filter(slug__startswith=base).values_list("slug", flat=True))
    number, slug = 1, base
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug


def written(bulletin: BulletinPage) -> str:
    """A fingerprint of what the newest version of a bulletin says."""
    newest = bulletin.get_latest_revision_as_object()
    facts = [str(getattr(newest, name)) for name in FACTS]
    blocks = [[block["type"], block["value"]] for block in newest.body.raw_data]
    said = EDITORS_MARK.sub("", json.dumps([facts, blocks], sort_keys=True, default=str, ensure_ascii=False))
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()
