"""Programmes in several languages: the rows of the source page are copied to its translations when it is published."""

from typing import Any

from music.models.pages import ProgrammeItem, ProgrammePage


def copy_items(source: ProgrammePage) -> int:
    """Gives the translations of a source page its rows, live and draft; returns how many translations there are."""
    if not source.is_source():
        return 0
    rows = list(source.items.all())
    translations: Any = ProgrammePage.objects.filter(translation_key=source.translation_key).exclude(pk=source.pk)
    for page in translations:
        page.items.set(
            [ProgrammeItem(sample_id=row.sample_id, sort_order=row.sort_order, notes=row.notes) for row in rows]
        )
        page.save(clean=False)
        _copy_to_draft(page)
    return len(translations)


def _copy_to_draft(page: ProgrammePage) -> None:
    revision: Any = page.latest_revision
    if revision is not None:
        revision.content["items"] = page.serializable_data()["items"]
        revision.save(update_fields=["content"])
