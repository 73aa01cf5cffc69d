"""Facts are edited on one page and copied to its translations when that page is published."""

from __future__ import annotations

from typing import Any

from core.models.pages import BasePage


def copy_facts(source: BasePage) -> int:
    """Copies the facts of a source page to all its translations, live rows and drafts; returns how many.

    Does nothing on a page that is not the source of its translations.
    """
    if not source.facts or not source.is_source():
        return 0
    data = source.serializable_data()
    translations = type(source).objects.filter(translation_key=source.translation_key).exclude(pk=source.pk)
    count = 0
    for page in translations:
        for name in source.facts:
            setattr(page, source._meta.get_field(name).attname, getattr(source, source._meta.get_field(name).attname))
        # The draft first: publishing takes the rows in this order too, so that two who publish translations of one
        # thing never wait for each other (PostgreSQL).
        _copy_to_draft(page, data)
        page.save(clean=False)
        count += 1
    return count


def _copy_to_draft(page: BasePage, data: dict[str, Any]) -> None:
    revision = page.latest_revision
    if revision is None:
        return
    revision.content.update({name: data[name] for name in page.facts})
    revision.save(update_fields=["content"])
