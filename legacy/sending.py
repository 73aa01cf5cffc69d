"""Files that an editor sent: one zip that waits in the private storage until it is imported or forgotten."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryFile
from typing import Any, BinaryIO, cast

from django.conf import settings
from django.core.files import File
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from legacy.archives import ZipFiles
from legacy.jobs import job_for, limits
from legacy.models import OldSiteImport
from legacy.old_pages import SourceRefused
from legacy.runs import run


@contextmanager
def packed(files: list[UploadedFile]) -> Iterator[BinaryIO]:
    """One zip of all files; the one that is a zip already, as it is."""
    if len(files) == 1 and (files[0].name or "").lower().endswith(".zip"):
        files[0].seek(0)
        yield cast(BinaryIO, files[0].file)
        return
    with TemporaryFile() as out:
        with zipfile.ZipFile(out, "w") as zipped:
            for file in files:
                # Stored, so that a page of many equal lines is not taken for a bomb.
                with zipped.open(zipfile.ZipInfo(file.name or "page.html"), "w") as entry:
                    for chunk in file.chunks():
                        entry.write(chunk)
        out.seek(0)
        yield cast(BinaryIO, out)


def name_of(files: list[UploadedFile]) -> str:
    if len(files) == 1:
        return str(files[0].name)
    return ngettext("%(count)d file", "%(count)d files", len(files)) % {"count": len(files)}


def keep(user: Any, data: dict[str, Any], language: str) -> OldSiteImport:
    """Reads the files for a trial, and keeps them. Raises SourceRefused."""
    files: list[UploadedFile] = data["uploads"]
    wishes = {
        "user": user,
        "drafts": data["drafts"],
        "overwrite": data["overwrite"],
        "category": data["category"].strip(),
    }
    with packed(files) as zipped:
        job = job_for(data["index"], timezone.now(), is_trial=True, **wishes)
        report = run(job, ZipFiles(zipped, limits()), settings.LEGACY_IMPORT_SECONDS)
        row = OldSiteImport(
            index=data["index"], name=name_of(files), language=language, report=report.to_json(), **wishes
        )
        zipped.seek(0)
        row.file.save("old-site.zip", File(zipped), save=False)
    try:
        row.save()
    except BaseException:
        row.file.delete(save=False)
        raise
    return row


def opened(row: OldSiteImport) -> ZipFiles:
    """Raises SourceRefused where the file is gone, or the limits were narrowed after it had been sent."""
    try:
        return ZipFiles(cast(BinaryIO, row.file.open("rb")), limits())
    except OSError as error:
        raise SourceRefused(_("The files are not there any more. Send them again.")) from error


def forget(rows: Any) -> None:
    """Deletes what was sent, files first: a row without a file does no harm."""
    for row in rows:
        row.file.delete(save=False)
        row.delete()
