"""Where the addresses of the old site lead: claimed for a page when it is imported, or by a list that somebody made."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from urllib.parse import unquote, urlsplit
from uuid import UUID

from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from core.missions import site_id_of
from legacy.jobs import Job
from legacy.models import ImportedSource, OldAddress
from legacy.old_addresses import keys_of
from legacy.reports import Line, Result

MOST_ROWS = 50_000
HEAD = frozenset({"old", "from", "old address", "source"})


def claim(job: Job, addresses: Iterable[str], key: UUID) -> tuple[int, list[str]]:
    """Leads old addresses to the page with that translation key. How many are new, and what could not be."""
    added, notes = 0, []
    wanted = dict.fromkeys(keys[0] for address in addresses if (keys := keys_of(address)))
    known = {row.key: row for row in OldAddress.objects.filter(site=job.site, key__in=list(wanted))}
    for one in wanted:
        row = known.get(one)
        if row is None:
            added += 1
            if not job.is_trial:
                OldAddress.objects.create(site=job.site, key=one, translation_key=key, language=job.language)
        elif row.translation_key != key and _leads_somewhere(row):
            notes.append(_("The old address “%(key)s” leads to another page already, and goes on to.") % {"key": one})
        elif row.translation_key != key:
            added += 1
            if not job.is_trial:
                row.translation_key, row.language = key, job.language
                row.save()
    return added, notes


def _leads_somewhere(row: OldAddress) -> bool:
    return Page.objects.filter(translation_key=row.translation_key).exists()


def take_list(job: Job, name: str, text: str) -> Iterator[Line]:
    """A table of two columns, an old address and what it leads to: an address of this site, or a source that was
    imported. Each row is a line of the report.
    """
    for number, row in enumerate(_rows(text), start=1):
        cells = [cell.strip() for cell in row]
        if not any(cells) or (number == 1 and cells[0].casefold() in HEAD):
            continue
        source = f"{name}:{number}"
        if number > MOST_ROWS:
            yield Line(source, "", Result.REFUSED, (_("The list has too many rows. Take it in parts."),))
            return
        yield _take_row(job, source, cells)


def _rows(text: str) -> Iterator[list[str]]:
    sample = text[:4096]
    delimiter = max(",;\t", key=sample.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error:
        yield ["", _("The list is damaged from here on.")]


def _take_row(job: Job, source: str, cells: list[str]) -> Line:
    if len(cells) != 2 or not all(cells):
        reason = _("A row has two columns: the old address, and the new one or the name of a source.")
        return Line(source, " ".join(cells)[:200], Result.REFUSED, (reason,))
    old, new = cells
    if not keys_of(old):
        return Line(source, old[:200], Result.REFUSED, (_("This is no address of a page."),))
    page = _page_named(job, new)
    if page is None:
        reason = _("“%(new)s” is neither a page of this site nor a source that was imported.") % {"new": new[:200]}
        return Line(source, old[:200], Result.REFUSED, (reason,))
    added, notes = claim(job, [old], page.translation_key)
    result = Result.LEFT if notes else Result.NEW if added else Result.UNCHANGED
    return Line(source, old[:200], result, tuple(notes), page.pk)


def _page_named(job: Job, name: str) -> Page | None:
    row = ImportedSource.objects.filter(site=job.site, source=name).first()
    row = row or ImportedSource.objects.filter(site=job.site, identity=name).first()
    if row is not None:
        found: Page | None = Page.objects.filter(translation_key=row.translation_key).order_by("pk").first()
        return found
    try:
        parts = urlsplit(name)
    except ValueError:
        return None
    if parts.netloc and parts.netloc.casefold() != urlsplit(job.site.root_url).netloc.casefold():
        return None
    return page_at(job.site, unquote(parts.path))


def page_at(site: Site, path: str) -> Page | None:
    """The page of the site at an address; prefixes of languages are those of the home pages."""
    wanted = f"/{path.strip('/')}/".replace("//", "/")
    slug = wanted.strip("/").rpartition("/")[2]
    candidates = Page.objects.filter(slug=slug) if slug else Page.objects.filter(pk=site.root_page_id)
    for page in candidates.order_by("pk"):
        url = page.get_url_parts() if site_id_of(page) == site.pk else None
        if url and url[2] == wanted:
            return page
    return None
