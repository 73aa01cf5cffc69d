"""Admin of alerts: the list says what is on, the form shows beside it what visitors will see."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.side_panels import PreviewSidePanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.views.generic.preview import PreviewOnCreate, PreviewOnEdit

from core.alert_states import state_of
from core.missions import mission_of_site
from core.models import Alert, MissionSettings
from core.viewsets import MissionOwnedViewSet, OwnIndexView


class AlertIndexView(OwnIndexView):
    """Asks for the clock of each mission once."""

    @cached_property
    def columns(self) -> list[Column]:
        missions: dict[int, MissionSettings] = {}
        now = timezone.now()

        def state(alert: Alert) -> str:
            if alert.site_id not in missions:
                missions[alert.site_id] = mission_of_site(alert.site)
            return state_of(alert, missions[alert.site_id], now)

        found: list[Column] = [*super().columns, Column("state", label=_("state"), accessor=state)]
        return found


class PreviewedCreateView(generic.CreateView):
    """Wagtail's own, with the preview beside the form."""

    def get_side_panels(self) -> Any:
        return _with_preview(super().get_side_panels(), self.form.instance, self.request, reverse("alerts:preview_new"))


class PreviewedEditView(generic.EditView):
    def get_side_panels(self) -> Any:
        address = reverse("alerts:preview", args=[self.object.pk])
        return _with_preview(super().get_side_panels(), self.object, self.request, address)


def _with_preview(panels: Any, alert: Alert, request: Any, address: str) -> Any:
    return type(panels)([*panels, PreviewSidePanel(alert, request, preview_url=address)])


class AlertViewSet(MissionOwnedViewSet):
    """For the editors of the mission: what they save is shown without further steps."""

    model = Alert
    icon = "warning"
    menu_label = _("Alerts")
    add_to_admin_menu = True
    menu_order = 310
    list_display = ("__str__", Column("level", label=_("level"), accessor="get_level_display"))
    list_filter = ("level",)
    index_view_class = AlertIndexView
    add_view_class = PreviewedCreateView
    edit_view_class = PreviewedEditView

    def get_urlpatterns(self) -> list[URLPattern]:
        form = self.get_form_class(for_update=True)
        new = PreviewOnCreate.as_view(model=Alert, form_class=form)
        old = PreviewOnEdit.as_view(model=Alert, form_class=form)
        return [
            *super().get_urlpatterns(),
            path("preview/", new, name="preview_new"),
            path("preview/<int:pk>/", self.guarded(old), name="preview"),
        ]
