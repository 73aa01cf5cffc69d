"""Forms of the officer who sends: for whom, in which language for all others, when, and to whom first as a test."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.languages import own_name
from core.mailboxes import normalise
from news.models import Category
from newsletter.models import Issue

LOCAL_TIME = "%Y-%m-%dT%H:%M"
FARTHEST = timedelta(days=366)


class IssueForm(forms.ModelForm):
    """For whom a letter is, and what those get whose language it does not exist in."""

    class Meta:
        model = Issue
        fields = ("topic", "category", "fallback", "in_archive")

    def __init__(self, *args: Any, languages: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = Category.objects.filter(site=self.instance.site_id).with_words()
        self.fields["category"].queryset = own  # type: ignore[attr-defined]  # a ModelChoiceField
        self.fields["category"].help_text = _(
            "Of bulletins: readers who chose this category, or all bulletins, get it."
        )
        self.fields["topic"].help_text = _(
            "Only readers who chose this topic get the letter. Alerts and consular news stand in no digest: those who"
            " get digests get them at once, too."
        )
        self.fields["fallback"].choices = [(code, own_name(code)) for code in languages]  # type: ignore[attr-defined]


class ScheduleForm(forms.Form):
    """A time on the mission's clocks."""

    local_time = forms.DateTimeField(
        label=gettext_lazy("Time"),
        input_formats=[LOCAL_TIME, "%Y-%m-%d %H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=LOCAL_TIME),
        error_messages={
            "required": gettext_lazy("Write the day and the hour."),
            "invalid": gettext_lazy("Write the time as in 2026-12-01 09:00."),
        },
    )

    def __init__(self, *args: Any, zone: ZoneInfo, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone, self.now = zone, now
        self.fields["local_time"].help_text = _("On the clocks of %(zone)s.") % {"zone": zone.key}

    def clean_local_time(self) -> datetime:
        # Django reads it on the clocks of the editor's account; typed it was on those of the mission.
        typed: datetime = self.cleaned_data["local_time"].replace(tzinfo=None)
        moment = typed.replace(tzinfo=self.zone)
        if moment <= self.now:
            raise forms.ValidationError(_("This time is over. Choose a later one, or send the letter now."))
        if moment > self.now + FARTHEST:
            raise forms.ValidationError(_("This time is more than a year away. Choose an earlier one."))
        if moment.astimezone(ZoneInfo("UTC")).astimezone(self.zone).replace(tzinfo=None) != typed:
            raise forms.ValidationError(_("The clocks skip this hour on that day. Choose another one."))
        return typed


class TestForm(forms.Form):
    """To whom the letter goes as a test."""

    email = forms.CharField(label=gettext_lazy("Address"), widget=forms.EmailInput)
    language = forms.ChoiceField(label=gettext_lazy("Language"))

    def __init__(self, *args: Any, languages: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = [(code, own_name(code)) for code in languages]  # type: ignore[attr-defined]

    def clean_email(self) -> str:
        return normalise(self.cleaned_data["email"])
