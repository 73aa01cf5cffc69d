"""The tags of a recording in one vocabulary, whatever its format calls them. Pure:
it reads what mutagen parsed and cleans it.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from music.mojibake import propose

FIELD_LENGTHS = {
    "title": 255,
    "artist": 255,
    "album": 255,
    "album_artist": 255,
    "composer": 255,
    "genre": 100,
    "comment": 2000,
    "language": 20,
    "copyright": 255,
}
ID3_NAMES = {
    "TIT2": "title",
    "TPE1": "artist",
    "TALB": "album",
    "TPE2": "album_artist",
    "TCOM": "composer",
    "TCON": "genre",
    "TDRC": "year",
    "TYER": "year",
    "TRCK": "track",
    "COMM": "comment",
    "TLAN": "language",
    "TCOP": "copyright",
}
VORBIS_NAMES = {
    "title": "title",
    "artist": "artist",
    "album": "album",
    "albumartist": "album_artist",
    "album artist": "album_artist",
    "composer": "composer",
    "genre": "genre",
    "date": "year",
    "year": "year",
    "tracknumber": "track",
    "comment": "comment",
    "description": "comment",
    "language": "language",
    "copyright": "copyright",
}
MP4_NAMES = {
    "©nam": "title",
    "©ART": "artist",
    "©alb": "album",
    "aART": "album_artist",
    "©wrt": "composer",
    "©gen": "genre",
    "©day": "year",
    "trkn": "track",
    "©cmt": "comment",
    "----:com.apple.iTunes:LANGUAGE": "language",
    "cprt": "copyright",
}
# Three-letter codes as ID3 writes them, for the languages that the site speaks or that its music is sung in.
LANGUAGE_CODES = {
    "kaz": "kk",
    "rus": "ru",
    "eng": "en",
    "deu": "de",
    "ger": "de",
    "fra": "fr",
    "fre": "fr",
    "tur": "tr",
    "zho": "zh",
    "chi": "zh",
}
RAW_KEYS, RAW_LENGTH = 100, 2000
ASCII_SPACE = re.compile(r"[\x00-\x20\x7f]+")


@dataclass(frozen=True)
class Tags:
    """What a file says of itself; empty strings and None where it says nothing.
    No value is longer than its database field.
    """

    title: str = ""
    artist: str = ""
    album: str = ""
    album_artist: str = ""
    composer: str = ""
    genre: str = ""
    year: int | None = None
    track: int | None = None
    comment: str = ""
    language: str = ""
    copyright: str = ""


def clean(value: object, length: int = RAW_LENGTH) -> str:
    """Text that every database takes: no NUL and other control characters, no lone surrogates, NFC, cut to `length`.

    In a text that was read in a wrong encoding, what looks like control characters is letters: they stay, for repair.
    """
    text = str(value).encode("utf-8", "replace").decode("utf-8", "replace")[: length * 4]
    if propose(text) is not None:
        return " ".join(part for part in ASCII_SPACE.split(text) if part)[:length].strip(" ")
    text = "".join(" " if unicodedata.category(letter) in ("Cc", "Cs", "Cn") else letter for letter in text)
    return unicodedata.normalize("NFC", " ".join(text.split()))[:length].strip()


def number(text: str, greatest: int) -> int | None:
    """The first whole number in "3/12" or "2008-12-22", or None when there is none or it is out of range."""
    found = re.search(r"\d{1,9}", text)
    value = int(found.group()) if found and found.group().isascii() else 0
    return value if 0 < value <= greatest else None


def _texts(value: object) -> list[str]:
    """Every text in a tag value: an ID3 frame, a list of vorbis comments, MP4 pairs and free-form bytes."""
    genres = getattr(value, "genres", None)
    inner = genres if genres else getattr(value, "text", value)
    if isinstance(inner, bytes):
        return [inner.decode("utf-8", "replace")]
    if isinstance(inner, tuple):
        return ["/".join(str(part) for part in inner)]
    if isinstance(inner, Iterable) and not isinstance(inner, str):
        return [text for part in inner for text in _texts(part)]
    return [str(inner)]


def _name(key: str) -> str | None:
    """The field that a key of any format fills."""
    frame = key.split(":")[0]
    # ID3 comments of programs (iTunNORM and the like) carry a description; the editor's own does not.
    if frame == "COMM" and key.split(":")[1:2] not in ([], [""]):
        return None
    return ID3_NAMES.get(frame) or MP4_NAMES.get(key) or VORBIS_NAMES.get(key.lower())


def raw_tags(parsed: Mapping[str, Any] | None) -> dict[str, list[str]]:
    """Every text tag as read, cleaned and bounded, for the record; pictures and other binary data are left out."""
    found: dict[str, list[str]] = {}
    if parsed is None:
        return found
    for key in list(parsed.keys())[: RAW_KEYS * 4]:
        if key.startswith(("APIC", "PRIV", "GEOB", "MCDI", "CHAP:", "CTOC:", "covr")) or key.lower() in (
            "metadata_block_picture",
            "coverart",
        ):
            continue
        texts = [text for text in map(clean, _texts(parsed[key])[:20]) if text]
        if texts and len(found) < RAW_KEYS:
            found[clean(key, 100)] = texts
    return found


def read_tags(raw: Mapping[str, list[str]]) -> Tags:
    """The vocabulary's fields out of `raw_tags`; several values of one tag are joined by commas."""
    joined: dict[str, str] = {}
    for key, texts in raw.items():
        name = _name(key)
        if name and name not in joined:
            joined[name] = texts[0] if name in ("year", "track", "language") else ", ".join(dict.fromkeys(texts))
    language = joined.get("language", "").lower()
    words: dict[str, str] = {name: clean(joined.get(name, ""), length) for name, length in FIELD_LENGTHS.items()}
    words["language"] = LANGUAGE_CODES.get(language[:3], clean(language, FIELD_LENGTHS["language"]))
    return Tags(**words, year=number(joined.get("year", ""), 9999), track=number(joined.get("track", ""), 9999))
