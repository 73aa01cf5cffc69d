"""The list of subscribers in the admin, on wagtail-modeladmin: to see, search, export, stop and remove them.

Nobody is added or changed by hand. Whoever may not see addresses sees nothing of this.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, re_path
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.log_actions import log
from wagtail_modeladmin.helpers import PermissionHelper
from wagtail_modeladmin.options import ModelAdmin
from wagtail_modeladmin.views import DeleteView, HistoryView, IndexView, InspectView, InstanceSpecificView

from core.missions import sites_for
from news.models import Category
from newsletter.by_hand import remove, stop_by_hand
from newsletter.filters import CategoryFilter, TopicFilter
from newsletter.history import history
from newsletter.models import Consent, Subscriber, Wish

# By which a spreadsheet knows a formula, also behind the sign that ends a cell in some.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n")
STOPPED = "newsletter.stop"


class SubscriberPermissions(PermissionHelper):
    """Who joins has confirmed it by mail: no editor can do that for them. Seeing comes before all else."""

    def user_has_any_permissions(self, user: Any) -> bool:
        return self._may(user, "view")

    def user_can_create(self, user: Any) -> bool:
        return False

    def user_can_edit_obj(self, user: Any, obj: Subscriber) -> bool:
        return False

    def user_can_delete_obj(self, user: Any, obj: Subscriber) -> bool:
        return self._may(user, "view") and self._may(user, "delete")

    def user_can_stop_obj(self, user: Any, obj: Subscriber) -> bool:
        return obj.is_confirmed and self._may(user, "view") and self._may(user, "change")

    def _may(self, user: Any, what: str) -> bool:
        return bool(user.has_perm(f"newsletter.{what}_subscriber"))


class OwnSubscriberMixin:
    """A subscriber of another mission does not exist, whatever the address says."""

    def __init__(self, model_admin: Any, instance_pk: str) -> None:
        if not (instance_pk.isascii() and instance_pk.isdecimal()):
            raise Http404
        super().__init__(model_admin, instance_pk)  # type: ignore[call-arg]  # of the view it is mixed into

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        instance: Any = self.instance  # type: ignore[attr-defined]  # as above
        if not self.permission_helper.user_can_list(request.user):  # type: ignore[attr-defined]  # as above
            raise PermissionDenied
        if not Subscriber.objects.for_user(request.user).filter(pk=instance.pk).exists():
            raise Http404
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]  # as above


class SubscriberIndexView(IndexView):
    """The list. Of the address only the filters shown are taken: any other could probe what is not the user's."""

    def get_filters_params(self, params: Any = None) -> dict[str, Any]:
        known = {shown if isinstance(shown, str) else shown.parameter_name for shown in self.list_filter}
        known |= {f"{shown}__exact" for shown in self.list_filter if isinstance(shown, str)}
        return {name: value for name, value in super().get_filters_params(params).items() if name in known}

    def to_row_dict(self, item: Subscriber) -> dict[str, Any]:
        # A spreadsheet runs text that begins like a formula, and strangers choose their addresses.
        return {name: harmless(value) for name, value in super().to_row_dict(item).items()}


def harmless(value: Any) -> Any:
    """A text that no spreadsheet takes for a formula; anything else as it is."""
    return f"'{value}" if isinstance(value, str) and value != "-" and value.startswith(FORMULA_SIGNS) else value


class SubscriberInspectView(OwnSubscriberMixin, InspectView):
    """All that is kept of a subscriber."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may_stop = self.permission_helper.user_can_stop_obj(self.request.user, self.instance)
        stop_url = self.url_helper.get_action_url("stop", self.pk_quoted) if may_stop else ""
        entries = history(self.instance)
        context: dict[str, Any] = super().get_context_data(stop_url=stop_url, entries=entries, **kwargs)
        return context


class SubscriberStopView(OwnSubscriberMixin, InstanceSpecificView):
    """The button by which an editor stops all letters to an address."""

    http_method_names = ("post",)

    def check_action_permitted(self, user: Any) -> bool:
        return bool(self.permission_helper.user_can_stop_obj(user, self.instance))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        stop_by_hand(self.instance, timezone.now())
        log(instance=self.instance, action=STOPPED, title=self.instance.public_id)
        messages.success(request, gettext("No more letters go to this address. Only its owner can join anew."))
        return redirect(self.url_helper.get_action_url("inspect", self.pk_quoted))


class SubscriberHistoryView(OwnSubscriberMixin, HistoryView):
    """What was done to a subscriber in the admin."""


class SubscriberDeleteView(OwnSubscriberMixin, DeleteView):
    """Removes a subscriber and all that names them, letters that were sent too."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # The log outlives the row: it keeps who did it and when, not whom it was about.
        log(instance=self.instance, action="wagtail.delete", title=self.instance.public_id)
        remove(self.instance, timezone.now(), keeps_away="keep_away" in request.POST)
        messages.success(request, gettext("The address and all that was kept of it are erased."))
        return redirect(self.index_url)


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
    list_display = ("email", "state", "language", "rhythm", "topics", "asked_at")
    list_filter = ("state", "language", "rhythm", TopicFilter, CategoryFilter)
    list_export = (
        *("email", "state", "language", "rhythm", "topics", "asked_at", "confirmed_at", "left_at"),
        *("consent", "consent_at", "soft_bounces", "hard_bounces"),
    )
    export_filename = "email-list"
    inspect_view_fields = (
        *("email", "state", "language", "rhythm", "topics", "site", "asked_at", "confirmed_at", "left_at"),
        *("soft_bounces", "hard_bounces"),
    )
    inspect_view_extra_css = ["css/admin-letters.css"]
    search_fields = ("email",)
    list_per_page = 50

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        """Names the mission to those who see more than one. It is asked for each cell of the list."""
        shown: tuple[str, ...] | None = getattr(request, "_subscriber_columns", None)
        if shown is None:
            names_missions = sites_for(request.user).count() > 1
            shown = (*self.list_display, "site") if names_missions else self.list_display
            request._subscriber_columns = shown  # type: ignore[attr-defined]  # as long as the request lives
        return shown

    def get_queryset(self, request: HttpRequest) -> QuerySet[Subscriber]:
        own: QuerySet[Subscriber] = Subscriber.objects.for_user(request.user).select_related("site")
        categories = Prefetch("category", queryset=Category.objects.with_words())
        wishes = Prefetch("wishes", queryset=Wish.objects.order_by("topic", "pk").prefetch_related(categories))
        agreed = Consent.objects.filter(act__in=(Consent.Act.CONFIRMED, Consent.Act.IMPORTED))
        consents = Prefetch("consents", queryset=agreed.order_by("at", "pk"), to_attr="agreements")
        return own.prefetch_related(wishes, consents).order_by("-asked_at", "-pk")

    def get_admin_urls_for_registration(self) -> tuple[URLPattern, ...]:
        helper = self.url_helper
        pattern, name = helper.get_action_url_pattern("stop"), helper.get_action_url_name("stop")
        return (*super().get_admin_urls_for_registration(), re_path(pattern, self.stop_view, name=name))

    def stop_view(self, request: HttpRequest, instance_pk: str) -> Any:
        return SubscriberStopView.as_view(model_admin=self, instance_pk=instance_pk)(request)

    def consent(self, subscriber: Any) -> str:
        """By what the last agreement came about."""
        agreed = subscriber.agreements[-1] if subscriber.agreements else None
        return ": ".join(part for part in (str(agreed), agreed.source) if part) if agreed else ""

    consent.short_description = _("consent")  # type: ignore[attr-defined]  # as Django's admin has it

    def consent_at(self, subscriber: Any) -> Any:
        return subscriber.agreements[-1].at if subscriber.agreements else None

    consent_at.short_description = _("date of the consent")  # type: ignore[attr-defined]  # as above
