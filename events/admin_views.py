"""What the form of an event asks while it is filled in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from core.safe_methods import require_safe
from events.occurrences import Plan
from events.plans import BadChange, check_plan, in_words, times_in
from events.recurrence import RuleError, parse_rule
from events.recurrence_fields import RecurrenceField
from events.single_dates import DAY_LIMITS


class PreviewForm(forms.Form):
    """The fields of an event's form that its dates follow from."""

    start_date = forms.DateField(validators=DAY_LIMITS)
    end_date = forms.DateField(required=False, validators=DAY_LIMITS)
    start_time = forms.TimeField(required=False)
    end_time = forms.TimeField(required=False)
    all_day = forms.BooleanField(required=False)
    rule = RecurrenceField(required=False, max_length=500)


@never_cache
@require_safe
def preview(request: HttpRequest) -> HttpResponse:
    """The next dates of what is typed, in words, as a piece of HTML. Changes to single dates are not asked for."""
    return render(request, "events/admin/recurrence_preview.html", _previewed(PreviewForm(request.GET)))


def _previewed(form: PreviewForm) -> dict[str, Any]:
    if not form.is_valid():
        if "rule" in form.errors:
            return {"problem": form.errors["rule"][0]}
        return (
            {"problem": _("Fill in the first day, and the dates are shown here.")}
            if form.data.get("rule-frequency")
            else {}
        )
    data = form.cleaned_data
    if not data["rule"]:
        return {}
    try:
        dates = check_plan(Plan(times_in(data), parse_rule(data["rule"])))
    except (RuleError, BadChange) as error:
        return {"problem": str(error)}
    return {"dates": in_words(dates)}
