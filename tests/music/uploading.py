"""How tests put recordings into a library: through the code that stores them, or as the admin's forms post them."""

import io

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from mutagen.id3 import TIT2
from mutagen.mp3 import MP3

from music.models import AudioSample
from music.uploads import examine, store
from tests.music import audio_files as files

CREATE = "/admin/music/samples/create/"
MANY = "/admin/music/upload/"


def stored(mission, seed=7, kind="opus", *, public=True, collection=None, tagged=False, **values):
    """A sample of a mission, stored as an upload of its editor; `tagged` gives it tags and a cover."""
    sample = AudioSample(collection=collection or mission.collection, public=public, **values)
    file = ContentFile(
        files.kazakh(kind, seed) if tagged else files.plain(kind, 0.5, seed), name=f"sound-{seed}.{kind}"
    )
    return store(sample, examine(file, mission.editor), mission.editor)


def upload_of(data: bytes, name: str = "recording.mp3") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type="application/octet-stream")


def piece(number: int) -> bytes:
    """A recording of a few kilobytes, titled “Piece <number>”, that no other number has; quickly made."""
    file = io.BytesIO(files.plain("mp3", 0.2, 7))
    parsed = MP3(file)
    parsed.tags.setall("TIT2", [TIT2(encoding=3, text=f"Piece {number}")])
    file.seek(0)
    parsed.save(file)
    return file.getvalue()


def sample_form(**values):
    """What a browser posts of a sample's form; no words unless given."""
    empty = [
        "title", "title_language", "slug", "artist", "album", "album_artist", "composer", "genre", "year", "track",
        "comment", "language", "copyright", "cover", "tags", "permission_from", "permission_until", "recorded_year",
        "shelf_mark", "licence", "chapters",
    ]  # fmt: skip
    counts = {"TOTAL": 0, "INITIAL": 0, "MIN_NUM": 0, "MAX_NUM": 1000}
    formsets = ("words", "credit_rows", "texts")
    management = {f"{rows}-{name}_FORMS": count for rows in formsets for name, count in counts.items()}
    return dict.fromkeys(empty, "") | management | values
