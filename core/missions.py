"""Whose is it? The one place that knows which site, collection and editors make up a mission."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

from django.apps import apps
from django.conf import settings
from django.db.models import Prefetch, Q, QuerySet, prefetch_related_objects
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from wagtail.models import Collection, Page, Site
from wagtail.permissions import policy_registry

from core.memory import remembered
from core.sites import find_site

if TYPE_CHECKING:
    from core.models.missions import MissionSettings

BELONG = "belong"


def _settings_model() -> type[MissionSettings]:
    # The model's own module imports this one; the app registry breaks the circle.
    return apps.get_model("core", "MissionSettings")


def sites_for(user: Any) -> QuerySet[Site]:
    """The sites of the missions whose content ``user`` may edit; all for a superuser, none for a stranger."""
    if not getattr(user, "is_active", False):
        return Site.objects.none()
    return policy_registry.get_by_type(_settings_model()).sites_user_has_permission_for(user, BELONG)


def collections_for(user: Any) -> QuerySet[Collection]:
    """The collections of the user's missions, with all below them; every collection for a superuser."""
    if getattr(user, "is_superuser", False):
        return Collection.objects.all()
    roots = Collection.objects.filter(mission_settings__site__in=sites_for(user)).values_list("path", flat=True)
    return collections_under(*roots)


def collections_under(*paths: str) -> QuerySet[Collection]:
    """Collections at or below the tree paths given; none for no path."""
    if not paths:
        return Collection.objects.none()
    under = Q()
    for path in paths:
        under |= Q(path__startswith=path)
    return Collection.objects.filter(under)


def site_of_collection(collection: Collection) -> Site | None:
    """The site whose mission owns the collection; None for one that no mission owns."""
    paths = [collection.path[:end] for end in range(Collection.steplen, len(collection.path) + 1, Collection.steplen)]
    owner = (
        _settings_model()
        .objects.filter(collection__path__in=paths)
        .order_by("-collection__depth")
        .select_related("site")
        .first()
    )
    return owner.site if owner else None


def site_id_of(page: Page) -> int | None:
    """The id of the site whose tree holds the page; no query when the site paths are cached."""
    for root in Site.get_site_root_paths():
        if page.url_path.startswith(root.root_path):
            return root.site_id
    return None


def site_of(page: Page) -> Site | None:
    """The site whose tree holds the page; None outside every site."""
    site_id = site_id_of(page)
    return Site.objects.get(pk=site_id) if site_id else None


def current_site(request: HttpRequest) -> Site:
    """The site of the request's host. Http404 where the install has no site at all."""
    site = find_site(request)
    if site is None:
        raise Http404(_("There is no site at this address."))
    return site


def mission_of_site(site: Site) -> MissionSettings:
    """The settings of a site's mission, made with defaults when missing."""
    return _settings_model().for_site(site)


def mission_of(request: HttpRequest) -> MissionSettings:
    """The settings of the mission whose host was asked, to be read only: other requests get the same object."""
    known = getattr(request, "_mission", None)
    if known is None:
        site = current_site(request)
        known = remembered(("mission", site.pk), lambda: _read(site))
        request._mission = known  # type: ignore[attr-defined]  # a cache that lives as long as the request
    return known


def _read(site: Site) -> MissionSettings:
    mission = mission_of_site(site)
    if mission.emblem is not None:
        # Under the name by which Wagtail looks for renditions that are there already.
        prefetch_related_objects([mission.emblem], Prefetch("renditions", to_attr="prefetched_renditions"))
    return mission


def absolute(request: HttpRequest, address: str) -> str:
    """``address`` with scheme and host of the mission's site, whatever the host was called by."""
    return urljoin(current_site(request).root_url, address)


def name_of(request: HttpRequest) -> str:
    """The mission's name in the active language, never empty: else what the site is called, else its host."""
    site = current_site(request)
    return mission_of(request).mission_name.text or site.site_name or site.hostname


def zone_of(mission: MissionSettings) -> tzinfo:
    return ZoneInfo(mission.time_zone)


def local_now(mission: MissionSettings, now: datetime) -> datetime:
    """``now`` (aware) on the mission's clock; "today", the current month and midnight are the mission's."""
    return now.astimezone(zone_of(mission))


def languages_of(site: Site) -> list[str]:
    """Codes of the languages in which the site has a home page, in the order of LANGUAGES."""
    codes = {root.language_code for root in Site.get_site_root_paths() if root.site_id == site.pk}
    return [code for code, _name in settings.LANGUAGES if code in codes]
