"""The form field of a rule: controls that an editor understands, whose value is the text of a rule."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import MONTHS
from django.utils.dates import WEEKDAYS as DAY_NAMES
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from events.recurrence import WEEKDAYS, RuleError, parse_rule

CUSTOM = "CUSTOM"
NOTHING_WRITTEN = "RRULE:"  # by a written rule, of which nothing was written
FREQUENCIES = (
    ("", gettext_lazy("Once")),
    ("DAILY", gettext_lazy("Daily")),
    ("WEEKLY", gettext_lazy("Weekly")),
    ("MONTHLY", gettext_lazy("Monthly")),
    ("YEARLY", gettext_lazy("Yearly")),
    (CUSTOM, gettext_lazy("By a written rule (RFC 5545)")),
)
PLACES = (
    ("", gettext_lazy("the same day of the month")),
    ("1", pgettext_lazy("which weekday of a month", "the first")),
    ("2", pgettext_lazy("which weekday of a month", "the second")),
    ("3", pgettext_lazy("which weekday of a month", "the third")),
    ("4", pgettext_lazy("which weekday of a month", "the fourth")),
    ("-1", pgettext_lazy("which weekday of a month", "the last")),
)
ENDS = (("until", gettext_lazy("on a day")), ("count", gettext_lazy("after a number of dates")))
# The parts that the controls can say; a rule with others is shown as it is written.
SAID = {
    "DAILY": {"FREQ", "INTERVAL", "COUNT", "UNTIL"},
    "WEEKLY": {"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY"},
    "MONTHLY": {"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY"},
    "YEARLY": {"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTH"},
}
PARTS = ("frequency", "interval", "weekdays", "place", "weekday", "month", "ends", "until", "count", "custom")


def controls_of(text: str) -> dict[str, Any]:
    """What the controls show of a rule, also of one that was refused: nothing that was typed is lost."""
    parts = dict(piece.partition("=")[::2] for piece in text.split(";") if "=" in piece)
    frequency = parts.get("FREQ", "")
    days = [day for day in parts.get("BYDAY", "").split(",") if day]
    placed = [day for day in days if day not in WEEKDAYS]
    is_sayable = parts.keys() <= SAID.get(frequency, set()) and parts.get("BYMONTH", "1").isdigit()
    if frequency == "WEEKLY":
        is_sayable = is_sayable and not placed
    elif days:
        is_sayable = is_sayable and len(days) == 1 and days[0][:-2] in dict(PLACES) and bool(placed)
        is_sayable = is_sayable and ("BYMONTH" in parts) == (frequency == "YEARLY")
    if text and not (frequency and is_sayable):
        written = "" if text == NOTHING_WRITTEN else text
        return {"frequency": CUSTOM, "custom": written, "interval": "1", "ends": "until"}
    until = parts.get("UNTIL", "")
    return {
        "frequency": frequency,
        "interval": parts.get("INTERVAL", "1"),
        "weekdays": days if frequency == "WEEKLY" else [],
        "place": placed[0][:-2] if placed else "",
        "weekday": placed[0][-2:] if placed else "MO",
        "month": parts.get("BYMONTH", "1"),
        "ends": "count" if "COUNT" in parts else "until",
        "until": f"{until[:4]}-{until[4:6]}-{until[6:]}" if len(until) == 8 and until.isdigit() else until,
        "count": parts.get("COUNT", ""),
        "custom": "",
    }


def text_of(said: dict[str, Any]) -> str:
    """The text of the rule that the controls say; whether it is one is the field's question."""
    frequency = said.get("frequency") or ""
    if not frequency:
        return ""
    if frequency == CUSTOM:
        return str(said.get("custom") or "").strip() or NOTHING_WRITTEN
    parts = [f"FREQ={frequency}"]
    interval = str(said.get("interval") or "1").strip()
    if interval != "1":
        parts.append(f"INTERVAL={interval}")
    if frequency == "WEEKLY" and said.get("weekdays"):
        parts.append(f"BYDAY={','.join(day for day in WEEKDAYS if day in said['weekdays'])}")
    if frequency in {"MONTHLY", "YEARLY"} and said.get("place"):
        if frequency == "YEARLY":
            parts.append(f"BYMONTH={said.get('month') or '1'}")
        parts.append(f"BYDAY={said['place']}{said.get('weekday') or 'MO'}")
    if said.get("ends") == "count":
        parts += [f"COUNT={count}" for count in [str(said.get("count") or "").strip()] if count]
    else:
        parts += [f"UNTIL={day.replace('-', '')}" for day in [str(said.get("until") or "").strip()] if day]
    return ";".join(parts)


class RecurrenceWidget(forms.Widget):
    """A group of controls, readable and usable without script; script hides those that say nothing now."""

    template_name = "events/admin/recurrence.html"
    preview: list[str] = []  # replaced, never changed: the dates as they were saved, in words

    class Media:
        js = ("js/recurrence-field.js",)
        css = {"all": ("css/admin-events.css",)}  # as Django declares it

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str:
        if f"{name}-frequency" not in data:
            return str(data.get(name) or "")
        said: dict[str, Any] = {part: data.get(f"{name}-{part}") for part in PARTS}
        said["weekdays"] = data.getlist(f"{name}-weekdays") if hasattr(data, "getlist") else said["weekdays"] or []
        return text_of(said)

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data and f"{name}-frequency" not in data

    def id_for_label(self, id_: str) -> str:
        return f"{id_}-frequency"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        names = [(code, str(DAY_NAMES[number])) for number, code in enumerate(WEEKDAYS)]
        context["widget"] |= {
            "said": controls_of(value or ""),
            "preview": self.preview,
            "frequencies": FREQUENCIES,
            "places": PLACES,
            "ends": ENDS,
            "days": names,
            "months": [(str(number), name) for number, name in MONTHS.items()],
        }
        return context


class RecurrenceField(forms.CharField):
    """Gives the text of a rule in its one form, or "" for an event that takes place once."""

    widget = RecurrenceWidget
    may_be_unfinished = False  # of a draft, which keeps what was typed

    def clean(self, value: Any) -> str:
        text = str(super().clean(value))
        if not text or self.may_be_unfinished:
            return text
        if text == NOTHING_WRITTEN:
            raise ValidationError(_("Write the rule, or choose how often the event takes place."))
        try:
            return str(parse_rule(text))
        except RuleError as error:
            raise ValidationError(str(error)) from error

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (initial or "") != (data or "")
