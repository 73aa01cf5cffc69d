"""Who made a recording, in which role: one list out of an editor's rows and the fields that tags fill."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.words import Wording
from music.licences import licence_of

if TYPE_CHECKING:
    from music.models import AudioSample


class Role(TextChoices):
    """What somebody did for a recording."""

    PERFORMER = "performer", gettext_lazy("Performer")
    ENSEMBLE = "ensemble", gettext_lazy("Ensemble")
    CONDUCTOR = "conductor", gettext_lazy("Conductor")
    COMPOSER = "composer", gettext_lazy("Composer")
    ARRANGER = "arranger", gettext_lazy("Arranger")
    WORDS = "words", gettext_lazy("Words by")
    SOUND = "sound", gettext_lazy("Sound")


PLAYING = (Role.PERFORMER, Role.ENSEMBLE)


def role_choices() -> list[tuple[str, Any]]:
    """For the field; a callable, so that another role makes no migration."""
    return list(Role.choices)


@dataclass(frozen=True)
class Credit:
    """One name. ``role`` is a value of Role; ``instrument`` may be "". Texts are plain."""

    role: str
    name: str
    instrument: str = ""

    @property
    def label(self) -> str:
        """The role in the active language."""
        return str(Role(self.role).label)

    def __str__(self) -> str:
        return f"{self.name} ({self.instrument})" if self.instrument else self.name


@dataclass(frozen=True)
class Fact:
    """A line of a definition list: one label, one or more plain texts. ``lang`` marks them where they are in another
    language; ``url`` is the licence's.
    """

    label: str
    texts: tuple[str, ...]
    lang: str = ""
    url: str = ""


def credits_of(sample: AudioSample) -> list[Credit]:
    """All credits, the players first, each role in an editor's order. The fields artist and composer stand in where no
    row names a player or a composer. No query for a sample that came ``with_credits()``.
    """
    rows = [Credit(row.role, row.name, row.instrument) for row in sample.credit_rows.all() if row.role in Role.values]
    named = {credit.role for credit in rows}
    if sample.artist and named.isdisjoint(PLAYING):
        rows.append(Credit(Role.PERFORMER, sample.artist))
    if sample.composer and Role.COMPOSER not in named:
        rows.append(Credit(Role.COMPOSER, sample.composer))
    order = {role: place for place, role in enumerate(Role.values)}
    return sorted(rows, key=lambda credit: order[credit.role])


def credit_facts(known: Sequence[Credit]) -> list[Fact]:
    """The credits as lines: one for each role."""
    lines: dict[str, list[str]] = {}
    for credit in known:
        lines.setdefault(credit.label, []).append(str(credit))
    return [Fact(label, tuple(names)) for label, names in lines.items()]


def rights_facts(sample: AudioSample, main: str) -> list[Fact]:
    """Place and year of the recording, its archive and licence. ``main`` is the mission's main language."""
    place, archive = sample.word("place", main=main), sample.word("archive", main=main)
    kept = Wording(", ".join(part for part in (archive.text, sample.shelf_mark) if part), archive.lang)
    licence = licence_of(sample)
    found = [
        Fact(_("Place of the recording"), (place.text,), place.lang),
        Fact(_("Year of the recording"), (str(sample.recorded_year or ""),)),
        Fact(_("Archive"), (kept.text,), kept.lang),
        Fact(_("Licence"), (str(licence.name),), url=licence.url),
    ]
    return [fact for fact in found if any(fact.texts)]
