"""The editor's form of an event: times that contradict themselves are refused in plain sentences."""

from __future__ import annotations

from datetime import date, time
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from wagtail.models import Site

from core.dates import day_date
from core.forms import BasePageForm
from core.missions import mission_of_site
from core.zones import zone_names
from events.occurrences import Plan
from events.plans import BadChange, check_plan, preview_of, times_in
from events.recurrence import RuleError, parse_rule
from events.recurrence_fields import RecurrenceField
from events.single_dates import changes_of
from events.states import State
from events.times import FIRST_DAY, LAST_DAY, MIDNIGHT, exists, to_utc, usable_zone

if TYPE_CHECKING:
    from events.models import EventPage

NOON = time(12)


def zone_choices(first: list[str]) -> list[Any]:
    """All zones grouped by continent, after those that are most likely meant."""
    names = sorted(zone_names())
    regions = [
        (region, [(name, name.replace("_", " ")) for name in group])
        for region, group in groupby((name for name in names if "/" in name), key=lambda name: name.split("/")[0])
    ]
    others = [(name, name) for name in names if "/" not in name]
    return [*((name, name.replace("_", " ")) for name in dict.fromkeys(first)), *regions, (_("Other"), others)]


class EventPageForm(BasePageForm):
    """Offers the mission's own zone first; checks the times where they are edited, on the source page."""

    instance: EventPage

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.holds_facts = self.instance.is_source()
        if "time_zone" in self.fields:
            self._offer_zones()
        if "rule" in self.fields:
            self._offer_recurrence()

    def _offer_zones(self) -> None:
        site = Site.objects.filter(pk=self.site_id).first()
        own = mission_of_site(site).time_zone if site else "UTC"
        if not self.instance.time_zone:
            self.initial["time_zone"] = own
        first = [own, self.instance.time_zone or own, "UTC"]
        self.fields["time_zone"].widget = forms.Select(choices=zone_choices(first))

    def defer_required_fields(self) -> None:
        super().defer_required_fields()
        self._let_rule_be_unfinished(True)

    def restore_required_fields(self) -> None:
        super().restore_required_fields()
        self._let_rule_be_unfinished(False)

    def _let_rule_be_unfinished(self, may_be: bool) -> None:
        if "rule" in self.fields:
            self.fields["rule"].may_be_unfinished = may_be

    def _offer_recurrence(self) -> None:
        plain = self.fields["rule"]
        self.fields["rule"] = RecurrenceField(
            label=plain.label, help_text=plain.help_text, required=False, max_length=500, disabled=plain.disabled
        )
        if self.instance.pk and self.instance.rule:
            self.fields["rule"].widget.preview = preview_of(self.instance.plan())

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not data.get("end_date") and "end_date" not in self.errors:
            data["end_date"] = data.get("start_date")
        if self.holds_facts and not {"start_date", "end_date", "start_time", "end_time"} & self.errors.keys():
            # The model refuses other days in words, after this; there are no hours of them to reckon with.
            days = [day for day in (data.get("start_date"), data.get("end_date")) if day]
            if all(FIRST_DAY <= day <= LAST_DAY for day in days):
                self._check_times(data)
                if not self.errors:
                    self._check_dates(data)
        if self.holds_facts:
            self._check_state(data)
        return data

    def _check_state(self, data: dict[str, Any]) -> None:
        """A state that has changed has changed today, unless the editor says otherwise."""
        if "state" in self.changed_data and "state_date" not in self.changed_data:
            data["state_date"] = None
        if (data.get("latitude") is None) != (data.get("longitude") is None):
            name = "latitude" if data.get("latitude") is None else "longitude"
            if name not in self.errors:
                self.add_error(name, _("Latitude and longitude belong together. Fill in both, or none."))
        if data.get("state") == State.ONLINE and not data.get("online_url") and "online_url" not in self.errors:
            self.add_error("online_url", _("Say where the event takes place online."))

    def _check_dates(self, data: dict[str, Any]) -> None:
        """Refuses a rule that cannot be followed, and changes of days that it does not have."""
        if self.is_deferred_validation or not data.get("start_date"):
            return
        changes = changes_of(data.get("single_dates") or ())
        try:
            check_plan(Plan(times_in(data), parse_rule(data["rule"]) if data.get("rule") else None, changes))
        except RuleError as error:
            self.add_error("rule", str(error))
        except BadChange as error:
            self.add_error("single_dates", str(error))

    def _check_times(self, data: dict[str, Any]) -> None:
        if not data.get("start_date"):
            return
        if data["end_date"] < data["start_date"]:
            message = _("The event would end before it starts, on %(date)s.")
            self.add_error("end_date", message % {"date": day_date(data["start_date"])})
        elif not data.get("all_day"):
            self._check_hours(data)
        elif "time_zone" not in self.errors:
            for name in ("start_date", "end_date"):
                self._check_existence(name, data[name], NOON, data)

    def _check_hours(self, data: dict[str, Any]) -> None:
        start, end = data.get("start_time"), data.get("end_time")
        if start is None:
            if not self.is_deferred_validation:
                self.add_error("start_time", _("Say when the event starts, or mark it as an event of all day."))
            return
        if "time_zone" in self.errors:
            return
        zone = usable_zone(data["time_zone"])
        self._check_existence("start_time", data["start_date"], start, data)
        if end is None:
            return
        self._check_existence("end_time", data["end_date"], end, data)
        begins, ends = to_utc(data["start_date"], start, zone), to_utc(data["end_date"], end, zone)
        if "end_time" not in self.errors and ends <= begins:
            self.add_error("end_time", self._too_early(data))

    def _too_early(self, data: dict[str, Any]) -> str:
        if data["end_time"] == data["start_time"]:
            return _("The event would end when it starts. Leave the end empty if it is not known.")
        if data["end_time"] == MIDNIGHT or data["end_date"] == data["start_date"]:
            return _("The event would end before it starts. If it ends after midnight, its last day is the next one.")
        return _("The event would end before it starts.")

    def _check_existence(self, name: str, day: date, clock: time, data: dict[str, Any]) -> None:
        """Refuses an hour or a day that the clocks of the zone leave out."""
        if exists(day, clock, usable_zone(data["time_zone"])):
            return
        facts = {"date": day_date(day), "time": f"{clock:%H:%M}", "zone": data["time_zone"]}
        if name.endswith("_date"):
            self.add_error(name, _("%(zone)s had no %(date)s: the day was left out there.") % facts)
        else:
            message = _("There is no %(time)s on %(date)s in %(zone)s: clocks are put forward then. Choose another.")
            self.add_error(name, message % facts)
