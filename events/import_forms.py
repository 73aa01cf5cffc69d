"""The form that a calendar file is sent with."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminDateInput

from core.languages import own_name
from core.missions import mission_of_site, site_of
from events.models import EventsPage
from events.times import FIRST_DAY, LAST_DAY


class CalendarField(forms.ModelChoiceField):
    """The calendars that the editor may add to, by language; by mission too where there are several."""

    is_named_by_mission = False

    def label_from_instance(self, page: Any) -> str:
        language = own_name(page.locale.language_code)
        site = site_of(page) if self.is_named_by_mission else None
        return f"{mission_of_site(site)}, {language}" if site else language


class ImportForm(forms.Form):
    """``calendars`` are the choices, the first is taken unless another is chosen."""

    calendar = CalendarField(
        queryset=EventsPage.objects.none(),
        empty_label=None,
        label=gettext_lazy("Calendar"),
        help_text=gettext_lazy("The language in which the file is written, as its words are not translated."),
    )
    file = forms.FileField(
        label=gettext_lazy("File"),
        max_length=255,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".ics,text/calendar"}),
        help_text=gettext_lazy("A calendar file (.ics), as other programs export it. It has to be sent only once."),
    )
    publish = forms.BooleanField(
        required=False,
        label=gettext_lazy("Publish new events"),
        help_text=gettext_lazy("Left off, new events are drafts. Events that are published already stay so."),
    )
    last_day = forms.DateField(
        required=False,
        widget=AdminDateInput(),
        label=gettext_lazy("Rules without an end end on"),
        help_text=gettext_lazy("Events that recur for ever are refused unless you say here until when."),
    )
    overwrite = forms.BooleanField(
        required=False,
        label=gettext_lazy("Overwrite what was changed here"),
        help_text=gettext_lazy("Left off, what editors changed of an imported event is left as it is."),
    )

    def __init__(self, *args: Any, calendars: list[EventsPage], user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        field: Any = self.fields["calendar"]
        field.queryset = EventsPage.objects.filter(pk__in=[page.pk for page in calendars]).select_related("locale")
        field.is_named_by_mission = len({page.get_parent().translation_key for page in calendars}) > 1
        field.initial = calendars[0].pk
        if len(calendars) == 1:
            field.disabled = True
            field.widget = forms.HiddenInput()

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > settings.EVENT_IMPORT_SIZE:
            message = _("The file is larger than %(size)d MB. Export a shorter span of time, or in parts.")
            raise forms.ValidationError(message % {"size": settings.EVENT_IMPORT_SIZE // (1024 * 1024)})
        return file

    def clean_last_day(self) -> Any:
        day = self.cleaned_data["last_day"]
        if day and not FIRST_DAY <= day <= LAST_DAY:
            raise forms.ValidationError(_("The calendar reaches from the year 1900 to the year 2200."))
        return day

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        calendar = data.get("calendar")
        if calendar and data.get("publish") and not calendar.permissions_for_user(self.user).can_publish_subpage():
            self.add_error("publish", _("You may not publish in this calendar. Leave this off."))
        return data
