"""What an editor changes of single dates of an event: blocks of the form, and what they say to the calendar."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.blocks import CharBlock, ChoiceBlock, DateBlock, ListBlock, StreamBlock, StructBlock, TimeBlock
from wagtail.blocks.struct_block import StructBlockValidationError

from core.words import language_choices
from events.occurrences import Change, Kind
from events.times import FIRST_DAY, LAST_DAY

OUT_OF_RANGE = gettext_lazy("The calendar reaches from the year 1900 to the year 2200.")
DAY_LIMITS = [MinValueValidator(FIRST_DAY, OUT_OF_RANGE), MaxValueValidator(LAST_DAY, OUT_OF_RANGE)]
NOTE_LENGTH = 200


class NoteBlock(StructBlock):
    """The note in another language."""

    language = ChoiceBlock(choices=language_choices, label=gettext_lazy("language"))
    text = CharBlock(max_length=NOTE_LENGTH, label=gettext_lazy("note"))

    class Meta:
        label = gettext_lazy("note")


class ChangeBlock(StructBlock):
    """A change of the date that the rule has on ``day``."""

    day = DateBlock(
        label=gettext_lazy("day"),
        validators=DAY_LIMITS,
        help_text=gettext_lazy("The day that this is about, as the rule of the event has it."),
    )


class NotedBlock(ChangeBlock):
    note = CharBlock(
        required=False,
        max_length=NOTE_LENGTH,
        label=gettext_lazy("note"),
        help_text=gettext_lazy("One sentence for visitors in the main language, for example the reason."),
    )
    other_notes = ListBlock(
        NoteBlock(),
        label=gettext_lazy("note in other languages"),
        default=[],
        help_text=gettext_lazy("Pages in a language that is missing here show the note above."),
    )


class CancelledBlock(NotedBlock):
    class Meta:
        icon = "cross"
        label = gettext_lazy("Cancelled date")


class OnlyNoteBlock(NotedBlock):
    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if not cleaned["note"]:
            error = ValidationError(_("Write the note, or delete this entry."))
            raise StructBlockValidationError(block_errors={"note": error})
        return cleaned

    class Meta:
        icon = "comment"
        label = gettext_lazy("Note on a date")


class TimesBlock(NotedBlock):
    """Hours of one date; those that are left empty stay as they are."""

    start_time = TimeBlock(
        required=False,
        label=gettext_lazy("starts at"),
        help_text=gettext_lazy("Left empty, it starts at the hour of the event."),
    )
    end_time = TimeBlock(
        required=False,
        label=gettext_lazy("ends at"),
        help_text=gettext_lazy("Left empty, it lasts as long as the event does."),
    )
    last_day = DateBlock(
        required=False,
        label=gettext_lazy("last day"),
        validators=DAY_LIMITS,
        help_text=gettext_lazy("Only where it ends on another day than usual."),
    )


class MovedBlock(TimesBlock):
    new_day = DateBlock(
        required=False,
        label=gettext_lazy("new day"),
        validators=DAY_LIMITS,
        help_text=gettext_lazy("Left empty, it stays on its day and only the hours change."),
    )

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if not any(cleaned[name] for name in ("new_day", "start_time", "end_time", "last_day")):
            error = ValidationError(_("Say to which day or hour this date is moved, or delete this entry."))
            raise StructBlockValidationError(block_errors={"new_day": error})
        return cleaned

    class Meta:
        icon = "arrow-right"
        label = gettext_lazy("Moved date")


class AddedBlock(TimesBlock):
    class Meta:
        icon = "plus"
        label = gettext_lazy("Additional date")


class SingleDatesBlock(StreamBlock):
    """All changes to single dates; each day is named once."""

    cancelled = CancelledBlock()
    moved = MovedBlock()
    note = OnlyNoteBlock()
    added = AddedBlock()

    class Meta:
        required = False


def changes_of(stream: Iterable[Any]) -> tuple[Change, ...]:
    """What the blocks say. Entries without a day, which only a draft can have, say nothing."""
    return tuple(_change(block) for block in stream if block.value.get("day"))


def _change(block: Any) -> Change:
    value = block.value
    new_day: date | None = value.get("new_day")
    return Change(
        kind=Kind(block.block_type),
        day=value["day"],
        new_day=new_day,
        start_time=value.get("start_time"),
        end_time=value.get("end_time"),
        last_day=value.get("last_day"),
        note=_note(value),
    )


def _note(value: Any) -> tuple[tuple[str, str], ...]:
    """The main language has no code here: which one it is, is the mission's to say."""
    texts = {"": value.get("note") or ""} | {one["language"]: one["text"] for one in value.get("other_notes") or ()}
    return tuple((code, text) for code, text in texts.items() if text)
