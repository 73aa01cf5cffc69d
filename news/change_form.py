"""The part of a bulletin's form that asks what kind of change is made to a published text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.admin.widgets import AdminAutoHeightTextInput

from core.forms import BasePageForm
from news.changes import CORRECTION, MINOR, Change, change_of
from news.keeping import is_same_text
from news.models.versions import NOTE_LENGTH

if TYPE_CHECKING:
    from news.models.bulletins import BulletinPage

KINDS = (
    (MINOR, gettext_lazy("Minor edit: spelling, layout, a link. Readers are told nothing.")),
    (CORRECTION, gettext_lazy("Correction: something was wrong. The note below is published, the earlier text kept.")),
)
NOTE = {"changed": "correction_changed", "why": "correction_why"}
FIELDS = ("change_kind", *NOTE.values())
CHANGED_HELP = gettext_lazy("One or two sentences in the language of this page. Readers see them above the text.")
WHY_HELP = gettext_lazy("Say in one sentence how the error came about or was found.")
CHANGE_PANEL = MultiFieldPanel(
    [FieldPanel(name) for name in FIELDS], heading=gettext_lazy("What kind of change is this?")
)


def _note(label: Any, help_text: Any) -> forms.CharField:
    widget = AdminAutoHeightTextInput()
    return forms.CharField(label=label, help_text=help_text, required=False, max_length=NOTE_LENGTH, widget=widget)


class ChangeForm(BasePageForm):
    """Asks only where a text is public. What is said is kept with the draft and used up when it is published."""

    change_kind = forms.ChoiceField(
        label=gettext_lazy("Kind of change"), choices=KINDS, required=False, widget=forms.RadioSelect
    )
    correction_changed = _note(gettext_lazy("What was changed"), CHANGED_HELP)
    correction_why = _note(gettext_lazy("Why"), WHY_HELP)

    instance: BulletinPage

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        page = self.instance
        found = type(page).objects.filter(pk=page.pk, live=True, alias_of=None) if page.pk else None
        self.public: BulletinPage | None = found.first() if found is not None else None
        if self.public is None:
            for name in FIELDS:
                self.fields.pop(name, None)
            return
        said = change_of(page.pending_change, self.public.live_revision_id)
        self.initial["change_kind"] = said.kind
        for part, name in NOTE.items():
            self.initial[name] = getattr(said, part)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("change_kind") == CORRECTION and not self.is_deferred_validation:
            for part, name in NOTE.items():
                if name in self.fields and not data.get(name) and name not in self.errors:
                    self.add_error(name, self._missing(part))
        return data

    def _missing(self, part: str) -> str:
        if part == "changed":
            return _("A correction needs a note: say what was changed.")
        return _("A correction needs a note: say why it was changed.")

    def _post_clean(self) -> None:
        super()._post_clean()
        if self.public is None:
            return
        data = self.cleaned_data
        said = Change(
            kind=data.get("change_kind") or MINOR,
            changed=data.get(NOTE["changed"], ""),
            why=data.get(NOTE["why"], ""),
            against=self.public.live_revision_id,
            by=getattr(self.for_user, "pk", None),
        )
        self.instance.pending_change = said.as_data()
        is_whole = not (self.errors or self.is_deferred_validation)
        if is_whole and said.is_correction and is_same_text(self.instance, self.public):
            self.add_error(
                "change_kind",
                _("The text is the same as the published one. Correct it first, or choose “Minor edit”."),
            )
