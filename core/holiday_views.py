"""The editors' page of public holidays: a tick for each that closes the mission."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet
from wagtail.log_actions import log
from wagtail.models import Site
from wagtail.permissions import policy_registry

from core.branding import own_mission
from core.holiday_choice import choices, keep_choice
from core.missions import local_now
from core.models import MissionSettings
from core.timetables import timetable_of


def may_choose(user: Any) -> bool:
    """Whether the user may change the settings of any mission. Costs no query of its own."""
    return bool(policy_registry.get_by_type(MissionSettings).user_has_permission(user, "change"))


def sites_of_editor(user: Any) -> Any:
    """The sites whose settings the user may change."""
    return policy_registry.get_by_type(MissionSettings).sites_user_has_permission_for(user, "change")


@require_http_methods(["GET", "HEAD"])
def own_holidays(request: HttpRequest) -> HttpResponse:
    """Leads to the holidays of the mission that the editor works for."""
    mission, sites = own_mission(request), sites_of_editor(request.user)
    site = sites.filter(pk=mission.site_id).first() if mission else None
    site = site or sites.first()
    if site is None:
        raise PermissionDenied
    return redirect("holidays:choose", site.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest, site_pk: int) -> HttpResponse:
    """The holidays ahead; all close the mission until somebody decides otherwise."""
    sites = sites_of_editor(request.user)
    site = sites.filter(pk=site_pk).first()
    if site is None:
        raise Http404
    mission = MissionSettings.for_site(site)
    timetable = timetable_of(mission)
    found = choices(timetable, local_now(mission, timezone.now()).date())
    if request.method == "POST":
        keep_choice(mission, [one.key for one in found], request.POST.getlist("closes"))
        log(instance=mission, action="wagtail.edit", user=request.user)
        messages.success(request, _("Saved. Visitors see it at once."))
        return redirect("holidays:choose", site.pk)
    return render(request, "core/admin/holidays.html", _shown(mission, found, sites, site))


def _shown(mission: MissionSettings, found: Any, sites: Any, site: Site) -> dict[str, Any]:
    several = len(sites) > 1
    return {
        "choices": found,
        "mission": mission,
        "others": [one for one in sites if one != site] if several else [],
        "settings_url": reverse("wagtailsettings:edit", args=["core", "missionsettings", site.pk]),
        "special_url": reverse("special_days:add"),
    }


class HolidaysItem(MenuItem):
    """For those who may change the settings of a mission."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_choose(request.user)


class HolidaysViewSet(ViewSet):
    """The page's addresses and its place in the menu."""

    icon = "date"
    menu_label = gettext_lazy("Public holidays")
    menu_item_class = HolidaysItem

    @cached_property
    def menu_url(self) -> str:
        return reverse("holidays:index")

    def get_urlpatterns(self) -> list[URLPattern]:
        return [path("", own_holidays, name="index"), path("<int:site_pk>/", choose, name="choose")]
