"""The list of subscribers in the admin, on wagtail-modeladmin: to see, search, export and remove them.

Nobody is added or changed by hand.
"""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail_modeladmin.helpers import PermissionHelper
from wagtail_modeladmin.options import ModelAdmin
from wagtail_modeladmin.views import DeleteView, HistoryView, IndexView, InspectView

from core.missions import sites_for
from newsletter.models import Subscriber

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


class SubscriberPermissions(PermissionHelper):
    """Who joins has confirmed it by mail: no editor can do that for them."""

    def user_can_create(self, user: Any) -> bool:
        return False

    def user_can_edit_obj(self, user: Any, obj: Subscriber) -> bool:
        return False


class OwnSubscriberMixin:
    """A subscriber of another mission does not exist, whatever the address says."""

    def __init__(self, model_admin: Any, instance_pk: str) -> None:
        if not (instance_pk.isascii() and instance_pk.isdecimal()):
            raise Http404
        super().__init__(model_admin, instance_pk)  # type: ignore[call-arg]  # of the view it is mixed into

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        instance: Any = self.instance  # type: ignore[attr-defined]  # as above
        if not Subscriber.objects.for_user(request.user).filter(pk=instance.pk).exists():
            raise Http404
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]  # as above


class SubscriberIndexView(IndexView):
    """The list. Of the address only the filters shown are taken: any other could probe what is not the user's."""

    def get_filters_params(self, params: Any = None) -> dict[str, Any]:
        return {name: value for name, value in super().get_filters_params(params).items() if self._is_shown(name)}

    def _is_shown(self, parameter: str) -> bool:
        return parameter.split("__")[0] in self.list_filter and parameter.count("__") <= 1

    def to_row_dict(self, item: Subscriber) -> dict[str, Any]:
        # A spreadsheet runs text that begins like a formula, and an address may begin so.
        row: dict[str, Any] = super().to_row_dict(item)
        email = row["email"]
        return {**row, "email": f"'{email}" if email.startswith(FORMULA_SIGNS) else email}


class SubscriberInspectView(OwnSubscriberMixin, InspectView):
    """All that is kept of a subscriber."""


class SubscriberHistoryView(OwnSubscriberMixin, HistoryView):
    """What was done to a subscriber in the admin."""


class SubscriberDeleteView(OwnSubscriberMixin, DeleteView):
    """Removes a subscriber and all that is kept of them."""


class SubscriberAdmin(ModelAdmin):
    """List, inspection, export, removal."""

    model = Subscriber
    base_url_path = "subscribers"
    menu_label = _("Email list")
    menu_item_name = "email-list"
    menu_icon = "mail"
    menu_order = 330
    permission_helper_class = SubscriberPermissions
    index_view_class = SubscriberIndexView
    inspect_view_class = SubscriberInspectView
    history_view_class = SubscriberHistoryView
    delete_view_class = SubscriberDeleteView
    inspect_view_enabled = True
    list_display = ("email", "state", "language", "asked_at", "confirmed_at", "left_at")
    list_filter = ("state", "language")
    list_export = ("email", "state", "language", "asked_at", "confirmed_at", "left_at")
    export_filename = "email-list"
    inspect_view_fields = ("email", "state", "language", "site", "asked_at", "confirmed_at", "left_at")
    search_fields = ("email",)
    list_per_page = 50

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        """Names the mission to those who see more than one."""
        return (*self.list_display, "site") if sites_for(request.user).count() > 1 else self.list_display

    def get_queryset(self, request: HttpRequest) -> QuerySet[Subscriber]:
        own: QuerySet[Subscriber] = Subscriber.objects.for_user(request.user).select_related("site")
        return own.order_by("-asked_at", "-pk")
