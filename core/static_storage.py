"""Static files as visitors get them: joined, compressed, named after their bytes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

from core import scripts, stylesheets

# Single sheets and scripts, as most of the admin's are, and those of packages stay as they are.
JOINED = {"css/site.css": stylesheets.join, "js/site.js": scripts.join, "js/music-upload.js": scripts.join}


class SiteStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Joins the sheets and the scripts of the site before their names are made from their bytes."""

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        if not dry_run:
            # What follows reads from where a path comes from; the joined ones come from here.
            paths = {**paths, **{name: (self, name) for name in JOINED if self._join(name, paths)}}
        yield from super().post_process(paths, dry_run, **options)

    def _join(self, name: str, paths: dict[str, Any]) -> bool:
        """Puts the joined file in the place of its copy. Sources are read where they were found: the copy may be
        the joined file of an earlier run.
        """
        if name not in paths:
            return False

        def read(name: str) -> str:
            storage, path = paths[name]
            with storage.open(path) as file:
                return file.read().decode()

        folder = PurePosixPath(name).parent
        joined = JOINED[name](read(name), lambda part: read(str(folder / part)))
        self.delete(name)
        self.save(name, ContentFile(joined.encode()))
        return True
