"""Admin of contacts, and the page on which one is withdrawn everywhere or brought back."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.widgets import Button
from wagtail.log_actions import log
from wagtail.permissions import policy_registry

from core.contact_withdrawal import bring_back, withdraw
from core.models import Contact
from core.shown_contacts import pages_showing
from core.viewsets import MissionOwnedViewSet

NAMED = 10


def _state(contact: Contact) -> str:
    return _("withdrawn") if contact.is_withdrawn else ""


class ContactEditView(generic.EditView):
    """Wagtail's own, with the way to withdraw the contact."""

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        words = _("Bring back") if self.object.is_withdrawn else _("Withdraw everywhere")
        address = reverse("contacts:withdraw", args=[self.object.pk])
        return [*super().header_more_buttons, Button(words, url=address, icon_name="no-view", priority=40)]


@require_http_methods(["GET", "HEAD", "POST"])
def withdrawal(request: HttpRequest, pk: int) -> HttpResponse:
    """Says what will happen and on how many pages, and does it."""
    contact = get_object_or_404(Contact, pk=pk)
    if not policy_registry.get_by_type(Contact).user_has_permission(request.user, "change"):
        raise PermissionDenied
    if request.method != "POST":
        pages = pages_showing(contact)
        shown = {"contact": contact, "count": pages.count(), "pages": pages.order_by("title")[:NAMED]}
        return render(request, "core/admin/contact_withdrawal.html", shown)
    if request.POST.get("do") == "withdraw" and not contact.is_withdrawn:
        withdraw(contact, timezone.now())
        messages.success(request, _("“%s” is withdrawn. No page shows it any more.") % contact)
    elif request.POST.get("do") == "bring_back" and contact.is_withdrawn:
        bring_back(contact)
        messages.success(request, _("“%s” is shown again.") % contact)
    else:
        messages.warning(request, _("Nothing was changed: somebody was quicker."))
        return redirect("contacts:edit", contact.pk)
    log(instance=contact, action="wagtail.edit", user=request.user)
    return redirect("contacts:edit", contact.pk)


class ContactViewSet(MissionOwnedViewSet):
    model = Contact
    icon = "user"
    menu_label = gettext_lazy("Contacts")
    add_to_admin_menu = True
    menu_order = 320
    list_display = (
        "name",
        "telephone",
        "extension",
        "email",
        Column("withdrawn", label=gettext_lazy("state"), accessor=_state),
    )
    search_fields = ("name", "telephone", "email")
    edit_view_class = ContactEditView

    def get_urlpatterns(self) -> list[URLPattern]:
        own: Any = self.guarded(withdrawal)
        return [*super().get_urlpatterns(), path("withdraw/<int:pk>/", own, name="withdraw")]
