"""Admin forms that keep a mission's things within the mission, whatever was posted."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm
from wagtail.models import Site

from core.addresses import is_reserved
from core.countries import check_region, country_choices, regions_of
from core.look_forms import LookForm
from core.missions import site_id_of, sites_for
from core.references import foreign_references, owned_elsewhere

if TYPE_CHECKING:
    from core.models.pages import BasePage

# What a stream posts of its blocks beside their values.
BLOCK_MARKS = ("-count", "-order", "-type", "-id", "-deleted")


class WordsFormMixin:
    """Refuses two rows of words in one language with a sentence, before the database does."""

    def check_words(self) -> None:
        formset = self.formsets.get("words")  # type: ignore[attr-defined]  # a ClusterForm's child formsets
        if formset is None:
            return
        seen: set[str] = set()
        for row in formset.forms:
            data = row.cleaned_data if row.is_valid() else {}
            language = data.get("language")
            if not language or data.get("DELETE"):
                continue
            if language in seen:
                row.add_error("language", _("There is already a row of words in this language. Keep one."))
            seen.add(language)


class MissionSettingsForm(WordsFormMixin, LookForm):
    """The mission's own settings."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("home_country", "host_country"):
            if name in self.fields:
                # The form is made once, for editors of all languages.
                self.fields[name].choices = [("", _("None")), *country_choices()]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        self.check_words()
        for side in ("home", "host"):
            self._check_region(f"{side}_country", f"{side}_region")
        return data

    def _check_region(self, country: str, region: str) -> None:
        """A region is written as its country's holidays know it, in capitals or not."""
        wanted = self.cleaned_data.get(region, "").strip()
        known = regions_of(self.cleaned_data.get(country, ""))
        self.cleaned_data[region] = next((one for one in known if one.lower() == wanted.lower()), wanted)
        try:
            check_region(self.cleaned_data.get(country, ""), self.cleaned_data[region])
        except ValidationError as error:
            self.add_error(region, error)

    def _post_clean(self) -> None:
        super()._post_clean()
        _refuse_foreign(self, self.instance.site_id)


class MissionOwnedForm(WordsFormMixin, WagtailAdminModelForm):
    """Form of a row with a ``site`` key: offers the user's missions only, and fills in the only one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields.get("site")
        if not isinstance(field, forms.ModelChoiceField):
            return
        sites = sites_for(self.for_user) if self.for_user else Site.objects.none()
        field.queryset = sites
        only = list(sites[:2])
        if len(only) == 1:
            field.initial = only[0].pk
            field.disabled = True
            field.widget = forms.HiddenInput()

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> Any:
        if field_name == "site" and field.disabled:
            return field.initial
        return super().get_initial_for_field(field, field_name)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        self.check_words()
        return data

    def _post_clean(self) -> None:
        super()._post_clean()
        site = self.cleaned_data.get("site")
        _refuse_foreign(self, site.pk if site else self.instance.site_id)


class BasePageForm(WagtailAdminPageForm):
    """Form of every page: own rows only, reserved slugs refused, facts read-only on translations."""

    instance: BasePage

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.site_id = site_id_of(self.parent_page) if self.parent_page else site_id_of(self.instance)
        self._narrow_choices()
        if self.instance.facts and not self.instance.is_source():
            for name in self.instance.facts:
                if name in self.fields:
                    self.fields[name].disabled = True
                    self.fields[name].help_text = _("Edited on the original page, from which it is copied.")

    def defer_required_fields(self) -> None:
        super().defer_required_fields()
        self.instance.may_be_incomplete = True

    def restore_required_fields(self) -> None:
        super().restore_required_fields()
        self.instance.may_be_incomplete = False

    def _narrow_choices(self) -> None:
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField) and field.queryset is not None:
                model = field.queryset.model
                if any(f.name == "site" and f.related_model is Site for f in model._meta.fields):
                    field.queryset = field.queryset.filter(site=self.site_id)

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        fixed = self.instance.fixed_slug
        if fixed and slug != fixed:
            raise ValidationError(_("The address of this page is always “%(slug)s”."), params={"slug": fixed})
        if not fixed and slug != self.instance.slug and is_reserved(slug):
            raise ValidationError(
                _("“%(slug)s” is kept for the site's own addresses. Choose another word."), params={"slug": slug}
            )
        return slug

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        for formset in self.formsets.values():
            for row in formset.forms:
                values = row.cleaned_data if row.is_valid() else {}
                for name, value in list(values.items()):
                    if owned_elsewhere(value, self.site_id):
                        row.add_error(name, _("This belongs to another mission. Choose one of your own."))
                _forget_refused(row)
        return data

    def _post_clean(self) -> None:
        super()._post_clean()
        _refuse_foreign(self, self.site_id)


def _refuse_foreign(form: Any, site_id: int | None) -> None:
    """Adds an error for each field whose value refers to something of another mission, and empties it there.

    Neither the sentence nor the form that comes back says what it was: a number may have been guessed.
    """
    for name, key in foreign_references(form.instance, site_id):
        form.add_error(
            name if name in form.fields else None, _("This belongs to another mission. Choose one of your own.")
        )
        _forget(form, name, key)

    _forget_refused(form)


def _forget_refused(form: Any) -> None:
    """Empties the choices that are refused already, as a chooser would show whatever was asked for by its number."""
    for name, field in form.fields.items():
        if isinstance(field, forms.ModelChoiceField) and name in (form._errors or ()):
            form.data = form.data.copy()
            form.data[form.add_prefix(name)] = ""


def _forget(form: Any, name: str, key: str) -> None:
    """Takes what was posted for a field, or in a block of it, out of the form that is shown again."""
    field = form.add_prefix(name)
    data = form.data.copy()
    for posted, value in form.data.items():
        if posted == field or (posted.startswith(f"{field}-") and not posted.endswith(BLOCK_MARKS)):
            data[posted] = _without(value, key)
    form.data = data


def _without(value: str, key: str) -> str:
    """A posted value without the choice of ``key``: a chooser's is the key alone, a text's stands in its links."""
    if value == key:
        return ""
    link = rf'("id"\s*:\s*)"?{re.escape(key)}"?(?=\s*[,}}])'
    return re.sub(link, r"\1null", value) if value.startswith("{") else value
