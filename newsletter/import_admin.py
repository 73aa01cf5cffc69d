"""The admin's pages of an import of addresses: the file is read, its trial is shown, then it runs."""

from __future__ import annotations

import gzip
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.models import Site

from core.languages import own_name
from core.missions import languages_of, sites_for
from newsletter.csv_reading import FileRefused, Sheet, guess_columns, read_sheet
from newsletter.importing import Report, Wishes, run
from newsletter.models import SubscriberImport
from newsletter.topics import Topic

IMPORT = "newsletter.import_subscriber"
AT_FIRST = [Topic.BULLETINS.value, Topic.EVENTS.value]


class FileForm(forms.Form):
    """The file, for which list, and by what its people have agreed."""

    site = forms.ModelChoiceField(label=gettext_lazy("Mission"), queryset=Site.objects.none())
    file = forms.FileField(
        label=gettext_lazy("File"), help_text=gettext_lazy("A table saved as CSV (UTF-8), one address a row.")
    )
    source = forms.CharField(
        label=gettext_lazy("How have these people agreed?"),
        max_length=200,
        help_text=gettext_lazy("Kept with each address as its proof, for example: list of the old site, until 2025."),
        error_messages={"required": gettext_lazy("Say where the consent of these people comes from.")},
    )
    topics = forms.MultipleChoiceField(
        label=gettext_lazy("What do they get?"),
        choices=Topic.choices,
        initial=AT_FIRST,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one topic.")},
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sites = sites_for(user)
        self.fields["site"].queryset = sites  # type: ignore[attr-defined]  # a ModelChoiceField
        self.fields["site"].initial = sites.first()

    def clean_file(self) -> bytes:
        file = self.cleaned_data["file"]
        most = settings.LIST_IMPORT_MB * 1024 * 1024
        if file.size > most:
            sentence = _("The file is larger than %(size)d MB. Divide it.")
            raise forms.ValidationError(sentence % {"size": settings.LIST_IMPORT_MB})
        self.name = file.name
        content: bytes = file.read()
        try:
            self.sheet = read_sheet(content, settings.LIST_IMPORT_ROWS)
        except FileRefused as refused:
            raise forms.ValidationError(str(refused)) from refused
        return content


class ColumnForm(forms.Form):
    """Which column is what; another choice shows the trial anew."""

    email_column = forms.TypedChoiceField(label=gettext_lazy("Column of the address"), coerce=int)
    language_column = forms.TypedChoiceField(label=gettext_lazy("Column of the language"), coerce=int)
    language = forms.ChoiceField(label=gettext_lazy("Language of rows that name none"))

    def __init__(self, *args: Any, sheet: Sheet, languages: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        columns = [(place, _name(sheet, place)) for place in range(sheet.width)]
        self.fields["email_column"].choices = columns  # type: ignore[attr-defined]  # choice fields
        self.fields["language_column"].choices = [(-1, _("none")), *columns]  # type: ignore[attr-defined]
        self.fields["language"].choices = [(code, own_name(code)) for code in languages]  # type: ignore[attr-defined]


def _name(sheet: Sheet, place: int) -> str:
    if place < len(sheet.headings) and sheet.headings[place]:
        return sheet.headings[place]
    return _("column %(number)d") % {"number": place + 1}


def may_import(user: Any) -> bool:
    return bool(user.has_perm(IMPORT))


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Takes a file, and leads on to what would become of it."""
    if not may_import(request.user) or not sites_for(request.user).exists():
        raise PermissionDenied
    sent = request.method == "POST"
    form = FileForm(*((request.POST, request.FILES) if sent else (None, None)), user=request.user)
    if sent and form.is_valid():
        return redirect("subscriber_imports:show", _keep(request, form).pk)
    return render(request, "newsletter/admin/import.html", {"form": form}, status=422 if sent else 200)


def _keep(request: HttpRequest, form: FileForm) -> SubscriberImport:
    data, now = form.cleaned_data, timezone.now()
    email, language = guess_columns(form.sheet)
    user: Any = request.user
    row = SubscriberImport(
        site=data["site"],
        user=user,
        name=form.name[:255],
        content=gzip.compress(data["file"], compresslevel=6),
        email_column=email,
        language_column=language,
        language=(languages_of(data["site"]) or [settings.LANGUAGE_CODE])[0],
        topics=data["topics"],
        source=data["source"],
        made_at=now,
    )
    row.save()
    return row


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """What would become of the rows, and, by a post of the second button, what became of them."""
    if not may_import(request.user):
        raise PermissionDenied
    user: Any = request.user
    row = SubscriberImport.objects.filter(pk=pk, user=user, site__in=sites_for(user)).first()
    if row is None:
        raise Http404
    if row.done_at:
        return render(request, "newsletter/admin/imported.html", {"row": row, "report": Report(**row.report)})
    sheet = read_sheet(gzip.decompress(row.content), settings.LIST_IMPORT_ROWS)
    columns = {name: getattr(row, name) for name in ("email_column", "language_column", "language")}
    form = ColumnForm(
        request.POST or None,
        sheet=sheet,
        languages=languages_of(row.site) or [settings.LANGUAGE_CODE],
        initial=columns,
    )
    if request.method == "POST" and form.is_valid():
        columns = form.cleaned_data
        SubscriberImport.objects.filter(pk=row.pk).update(**columns)
        if "import" in request.POST:
            return _import(request, row, sheet, columns)
    wishes = Wishes(**columns, topics=tuple(row.topics), source=row.source)
    report = run(row.site, sheet, wishes, timezone.now(), is_trial=True)
    context = {"row": row, "form": form, "report": report, "sheet": sheet}
    return render(request, "newsletter/admin/import_trial.html", context)


def _import(request: HttpRequest, row: SubscriberImport, sheet: Sheet, columns: dict[str, Any]) -> HttpResponse:
    """Two presses at once, or one after a process was lost in the middle, bring in each address once all the same; the
    first that gets to the end says what came of the file.
    """
    now = timezone.now()
    wishes = Wishes(**columns, topics=tuple(row.topics), source=row.source)
    report = run(row.site, sheet, wishes, now, is_trial=False)
    facts = {"counts": report.counts, "lines": report.lines}
    if SubscriberImport.objects.filter(pk=row.pk, done_at=None).update(report=facts, content=b"", done_at=now):
        messages.success(request, _("Addresses brought in: %(count)d.") % {"count": report.new})
    return redirect("subscriber_imports:show", row.pk)
