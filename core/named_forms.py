"""Admin form of what pages are sorted by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.contrib.redirects.models import Redirect
from wagtail.coreutils import string_to_ascii

from core.forms import MissionOwnedForm
from core.languages import home_path

if TYPE_CHECKING:
    from core.models.contacts import Contact
    from core.models.named import Named


class NamedForm(MissionOwnedForm):
    """Makes the slug from the first name when it was left empty; former addresses lead to the new ones."""

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not data.get("slug") and "slug" not in self.errors:
            data["slug"] = slugify(string_to_ascii(self._first_name()))[:80]
            if not data["slug"]:
                self.add_error("slug", _("Write the address with Latin letters, digits and dashes."))
        return data

    def save(self, commit: bool = True) -> Any:
        before = self.initial.get("slug")
        thing = super().save(commit=commit)
        if commit and before and before != thing.slug:
            keep_addresses(thing, before)
        return thing

    def _first_name(self) -> str:
        for row in self.formsets["words"].forms:
            if row.is_valid() and not row.cleaned_data.get("DELETE") and row.cleaned_data.get("name"):
                return str(row.cleaned_data["name"])
        return ""


def keep_addresses(thing: Named | Contact, old_slug: str) -> None:
    """Leads every address that ``thing`` had under its old slug to the one under the new, in every language."""
    pairs = list(zip(thing.addresses(old_slug), thing.addresses(thing.slug), strict=True))
    for code, _name in settings.LANGUAGES:
        home = home_path(code)
        for old, new in pairs:
            _lead(thing, f"{home}{old}", f"{home}{new}")


def _lead(thing: Named | Contact, old: str, new: str) -> None:
    Redirect.objects.update_or_create(
        old_path=Redirect.normalise_path(old),
        site=thing.site,
        defaults={"redirect_link": new, "redirect_page": None, "is_permanent": True, "automatically_created": True},
    )
