"""Admin forms of what bulletins are sorted by."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q

from core.missions import sites_for
from core.named_forms import NamedForm


class AuthorForm(NamedForm):
    """Offers the accounts of the user's missions only, so that no other mission's names are seen."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "user" not in self.fields:
            return
        own = Q(groups__site_permissions__site__in=sites_for(self.for_user))
        kept = Q(pk=self.instance.user_id) | Q(pk=getattr(self.for_user, "pk", None))
        self.fields["user"].queryset = get_user_model().objects.filter(own | kept).distinct().order_by("username")
