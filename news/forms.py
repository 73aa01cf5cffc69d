"""Admin forms of what bulletins are sorted by."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.coreutils import string_to_ascii

from core.forms import MissionOwnedForm
from core.missions import sites_for
from news.redirects import keep_addresses


class NamedForm(MissionOwnedForm):
    """Makes the slug from the first name when it was left empty."""

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


class AuthorForm(NamedForm):
    """Offers the accounts of the user's missions only, so that no other mission's names are seen."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "user" not in self.fields:
            return
        own = Q(groups__site_permissions__site__in=sites_for(self.for_user))
        kept = Q(pk=self.instance.user_id) | Q(pk=getattr(self.for_user, "pk", None))
        self.fields["user"].queryset = get_user_model().objects.filter(own | kept).distinct().order_by("username")
