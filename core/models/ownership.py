"""Rows that belong to one mission by a ``site`` key. Every public queryset of them starts with ``for_site``."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from core.missions import sites_for
from core.models.users import User
from core.words import WordedQuerySet


class MissionOwnedQuerySet(WordedQuerySet):
    """Narrows rows to one mission or to the missions of an editor."""

    def for_site(self, site: Site) -> MissionOwnedQuerySet:
        return self.filter(site=site)

    def for_user(self, user: User | AnonymousUser) -> MissionOwnedQuerySet:
        return self.filter(site__in=sites_for(user))


class MissionOwned(models.Model):
    """Abstract base: the row is seen, chosen and edited only within its mission."""

    site = models.ForeignKey(
        Site,
        on_delete=models.CASCADE,
        verbose_name=_("mission"),
        related_name="+",
        help_text=_("The mission that this belongs to. Other missions do not see it."),
    )

    objects: Any = MissionOwnedQuerySet.as_manager()

    class Meta:
        abstract = True
