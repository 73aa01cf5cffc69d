"""Static files as visitors get them: joined, compressed, named after their bytes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

from core.stylesheets import join

# The admin's sheets and those of packages stay as they are.
JOINED = ("css/site.css",)


class SiteStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Joins the sheets of the site before their names are made from their bytes."""

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        if not dry_run:
            # What follows reads from where a path comes from; the joined sheets come from here.
            paths = {**paths, **{name: (self, name) for name in JOINED if self._join(name, paths)}}
        yield from super().post_process(paths, dry_run, **options)

    def _join(self, name: str, paths: dict[str, Any]) -> bool:
        """Puts the joined sheet in the place of its copy. Sources are read where they were found: the copy may be
        the joined sheet of an earlier run.
        """
        if name not in paths:
            return False

        def read(name: str) -> str:
            storage, path = paths[name]
            with storage.open(path) as file:
                return file.read().decode()

        folder = PurePosixPath(name).parent
        joined = join(read(name), lambda part: read(str(folder / part)))
        self.delete(name)
        self.save(name, ContentFile(joined.encode()))
        return True
