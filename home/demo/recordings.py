"""The recordings of the demonstration and the programme that plays them."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.files import File

from core.provision import Mission
from home.demo.reading import in_languages
from home.demo.tree import page_below
from music.metadata import read_metadata
from music.models import AudioSample, AudioSampleWords, ProgrammeItem, ProgrammePage, SampleCredit, SampleText
from music.uploads import Examined, fingerprint, limits, store

# Plays recordings into a folder and says where they lie, in the order of the plan.
Recorder = Callable[[Path], list[Path]]


def make_recordings(mission: Mission, entries: list[dict[str, Any]], record: Recorder) -> dict[str, AudioSample]:
    """The samples by slug. They are played and encoded anew only when one is missing."""
    known = {sample.slug: sample for sample in _samples(mission)}
    if all(entry["slug"] in known for entry in entries):
        return known
    with tempfile.TemporaryDirectory() as folder:
        for path, entry in zip(record(Path(folder)), entries, strict=True):
            if entry["slug"] not in known:
                known[entry["slug"]] = _store(mission, entry, path)
    return known


def _samples(mission: Mission) -> Any:
    return AudioSample.objects.filter(collection=mission.collection)


def _store(mission: Mission, entry: dict[str, Any], path: Path) -> AudioSample:
    sample = AudioSample(
        collection=mission.collection,
        slug=entry["slug"],
        title=entry["title"],
        title_language=entry["title_language"],
        artist=entry.get("artist", ""),
        licence=entry["licence"],
        public=True,
        chapters=entry.get("chapters", "").strip(),
    )
    sample.texts = _texts(entry)
    sample.credit_rows = [SampleCredit(sort_order=place, **row) for place, row in enumerate(entry["credits"])]
    sample.words = [AudioSampleWords(language=code, **words) for code, words in in_languages(entry).items()]
    with path.open("rb") as stream:
        return _keep(sample, File(stream, name=path.name))


def _texts(entry: dict[str, Any]) -> list[SampleText]:
    """The words in each language, as LRC."""
    lines = entry.get("lines", [])
    return [
        SampleText(**text, body="\n".join(f"[{line[0]}]{line[column]}" for line in lines))
        for column, text in enumerate(entry.get("texts", []), start=1)
    ]


def _keep(sample: AudioSample, file: Any) -> AudioSample:
    """Stores a file of our own making; nobody has uploaded it."""
    metadata = read_metadata(file, file.name, limits())
    return store(sample, Examined(file, metadata, fingerprint(file)), None)


def make_programme(indexes: dict[str, Any], words: dict[str, Any], samples: dict[str, AudioSample]) -> None:
    """The programme in every language, with its samples in order."""
    key = None
    for code, text in in_languages(words).items():
        page, made = page_below(
            indexes[code], ProgrammePage, key, slug=words["slug"], title=text["title"], intro=text["introduction"]
        )
        key = page.translation_key
        if made:
            page.items.set(
                [
                    ProgrammeItem(sample=samples[slug], sort_order=place, notes=words.get("notes", {}).get(slug, {}))
                    for place, slug in enumerate(words["samples"])
                ]
            )
            page.save_revision().publish()
