"""What is kept of a public text when a correction replaces it, and whether two texts are the same."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.utils.translation import override

from core.missions import mission_of_site, site_of
from core.models import Contact
from news.models.versions import BulletinVersion

if TYPE_CHECKING:
    from news.models.bulletins import BulletinPage

# Marks that the editor gives to blocks and paragraphs and that say nothing to readers.
BLOCK_KEY = re.compile(r'\s*data-block-key="[^"]*"')
TOLD = ("title", "summary", "place", "picture_id", "picture_alt")


def kept(page: BulletinPage) -> BulletinVersion:
    """The text and the facts of ``page`` as a row that is not saved, without number and note."""
    return BulletinVersion(
        page_id=page.pk,
        title=page.title,
        summary=page.summary,
        body=stored_body(page),
        facts=facts_of(page),
        picture={"image": page.picture_id, "alt": page.picture_alt} if page.picture_id else {},
    )


def stored_body(page: BulletinPage) -> list[dict[str, Any]]:
    blocks: list[dict[str, Any]] = page.body.get_prep_value()
    return blocks


def facts_of(page: BulletinPage) -> list[list[str]]:
    """Pairs of key and words of the facts that the page shows, in its own language; empty ones are left out."""
    site = site_of(page)
    main = mission_of_site(site).main_language if site else ""
    series, category, author = page.series, page.category, page.author
    with override(page.locale.language_code):
        found = [
            ["issue", series.issue(page.number, main).text if series else ""],
            ["date", page.date.isoformat()],
            ["place", page.place],
            ["category", category.word("name", main=main).text if category else ""],
            ["author", author.word("name", main=main).text if author else ""],
            ["contact", _contact_words(page.contact, main)],
        ]
    return [pair for pair in found if pair[1]]


def _contact_words(contact: Contact | None, main: str) -> str:
    if contact is None or contact.is_withdrawn:
        return ""
    parts = (contact.word("person", main=main).text, contact.telephone, contact.email)
    return ", ".join(part for part in parts if part)


def is_same_text(one: BulletinPage, other: BulletinPage, besides: tuple[str, ...] = ()) -> bool:
    """Whether readers would see the same words, pictures and facts, the facts named in ``besides`` left aside."""
    facts = [name for name in one.facts if name not in besides]
    names = (*TOLD, *(_column(one, name) for name in facts))
    if any(getattr(one, name) != getattr(other, name) for name in names):
        return False
    return bool(_bare(stored_body(one)) == _bare(stored_body(other)))


def _column(page: BulletinPage, name: str) -> str:
    field: Any = page._meta.get_field(name)
    return str(field.attname)


def _bare(value: Any) -> Any:
    """Stored blocks without what the editor marks them with."""
    if isinstance(value, dict):
        return {name: _bare(part) for name, part in value.items() if name != "id"}
    if isinstance(value, list | tuple):
        return [_bare(part) for part in value]
    return BLOCK_KEY.sub("", value) if isinstance(value, str) else value
