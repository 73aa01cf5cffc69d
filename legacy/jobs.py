"""What an import of the old site is asked to do: into which list, at whose wish, and how."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from wagtail.models import Site
from wagtail.permissions import policy_registry

from core.missions import mission_of_site, site_of, sites_for
from core.models import MissionImage, MissionSettings
from legacy.archives import Limits
from music.permissions import collections_to_add
from news.models import NewsIndexPage, SeriesWords


@dataclass(frozen=True)
class Job:
    """``user`` None is who runs commands and may do everything. ``category`` is for pages that name none. ``seen`` is
    what a trial has met so far, by key, with the source; ``recordings`` are those of this import by their names, with
    the sample that each is, None in a trial; ``now`` is aware.
    """

    index: NewsIndexPage
    site: Site
    mission: MissionSettings
    now: datetime
    user: Any = None
    drafts: bool = False
    overwrite: bool = False
    category: str = ""
    is_trial: bool = False
    seen: dict[str, str] = field(default_factory=dict)
    recordings: dict[str, int | None] = field(default_factory=dict)

    @property
    def language(self) -> str:
        code: str = self.index.locale.language_code
        return code

    def meets_first(self, key: str, source: str = "") -> bool:
        """Whether a trial meets the key for the first time. An import always does: it finds what it has made."""
        if not self.is_trial:
            return True
        is_first = key not in self.seen
        self.seen.setdefault(key, source)
        return is_first

    def may_add(self, model: Any) -> bool:
        return self.user is None or self.user.has_perm(f"{model._meta.app_label}.add_{model._meta.model_name}")

    def may_publish(self) -> bool:
        return self.user is None or self.index.permissions_for_user(self.user).can_publish_subpage()

    def may_add_pictures(self) -> bool:
        own = self.mission.collection
        if own is None or self.user is None:
            return own is not None
        allowed = policy_registry.get_by_type(MissionImage).collections_user_has_permission_for(self.user, "add")
        return bool(allowed.filter(pk=own.pk).exists())

    def may_add_recordings(self) -> bool:
        own = self.mission.collection
        if own is None or self.user is None:
            return own is not None
        return bool(collections_to_add(self.user).filter(pk=own.pk).exists())

    def series_names(self) -> tuple[str, ...]:
        words = SeriesWords.objects.filter(parent__site=self.site).order_by("pk")
        return tuple(dict.fromkeys(words.values_list("name", flat=True)))


def job_for(index: NewsIndexPage, now: datetime, **wishes: Any) -> Job:
    """The list has to lie in a mission's tree."""
    site = site_of(index)
    if site is None:
        raise LookupError("The list of bulletins belongs to no mission.")
    return Job(index, site, mission_of_site(site), now, **wishes)


def limits() -> Limits:
    return Limits(
        page=settings.LEGACY_PAGE_SIZE,
        recording=settings.MAX_AUDIO_SIZE,
        total=settings.LEGACY_UNPACKED_SIZE,
        files=settings.LEGACY_IMPORT_FILES,
    )


def indexes_of(site: Site) -> list[NewsIndexPage]:
    """The lists of a mission, that in its main language first."""
    main = mission_of_site(site).main_language
    found = NewsIndexPage.objects.for_site(site).select_related("locale").order_by("path")
    return sorted(found, key=lambda page: page.locale.language_code != main)


def indexes_for(user: Any) -> list[NewsIndexPage]:
    """The lists of the user's missions below which the user may publish."""
    found = [page for site in sites_for(user).order_by("pk") for page in indexes_of(site)]
    return [page for page in found if page.permissions_for_user(user).can_publish_subpage()]
