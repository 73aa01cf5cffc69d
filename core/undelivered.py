"""What the dashboard tells of mail that did not arrive, and the page on which somebody decides what becomes of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages

from core.dashboard import Content, Panel, Part, Row
from core.models import OutboxMessage
from core.outbox import TAKEN_BACK, send_again, set_aside
from core.pagination import paginate
from core.sending import LATE, LOST

MAY = "core.change_outboxmessage"
# A message that has not left by then is not only put off by a busy server.
PATIENCE = timedelta(hours=1)
SHOWN, PER_PAGE = 5, 30
STATE = OutboxMessage.State


def may_look(user: Any) -> bool:
    return bool(user.has_perm(MAY))


def troubled(user: Any, now: datetime) -> Any:
    """Messages of the user's missions that somebody has to look at, the latest first."""
    own: Any = OutboxMessage.objects.for_user(user)
    return own.troubled(now - PATIENCE).order_by("-made_at", "-pk")


def reason(message: OutboxMessage) -> str:
    """Why a message is in trouble, as a sentence."""
    if message.state == STATE.WAITING:
        return _("It waits: the mail server does not take it.")
    known = {
        LOST: _("The program that sent it was interrupted. Perhaps the letter has arrived."),
        LATE: _("It could not be sent in time."),
        TAKEN_BACK: _("It was taken back."),
    }
    if message.error in known:
        return known[message.error]
    if message.state == STATE.UNKNOWN:
        return _("The line to the mail server broke. Perhaps the letter has arrived.")
    return _("The mail server refuses it. Is the address right?")


class MailPanel(Panel):
    """Mail that did not arrive; not drawn where all did."""

    name, order = "mail", 90

    def __init__(self, desk: Any) -> None:
        super().__init__(desk)
        self.found = troubled(desk.user, desk.now) if may_look(desk.user) else OutboxMessage.objects.none()
        self.total = self.found.count()

    def is_shown(self) -> bool:
        return bool(self.total)

    def content(self) -> Content:
        rows = [
            Row(
                title=message.subject,
                lang=message.language,
                mark=str(message.get_state_display()),
                urgent=True,
                facts=(message.recipient, reason(message)),
            )
            for message in self.found[:SHOWN]
        ]
        return Content(
            heading=_("Mail that did not arrive"),
            empty="",
            count=self.total,
            parts=[Part(rows)],
            link=(_("Look at it"), reverse("undelivered")),
        )


@require_safe
def undelivered(request: HttpRequest) -> HttpResponse:
    """The messages in trouble, and for each what can be done."""
    if not may_look(request.user):
        raise PermissionDenied
    pages = paginate(request, troubled(request.user, timezone.now()), PER_PAGE)
    rows = [
        {"message": message, "reason": reason(message), "settled": message.state != STATE.WAITING} for message in pages
    ]
    return render(request, "core/admin/undelivered.html", {"rows": rows, "pages": pages})


@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Sends one message again, or puts it aside."""
    if not may_look(request.user):
        raise PermissionDenied
    message = get_object_or_404(OutboxMessage.objects.for_user(request.user), pk=pk)
    now = timezone.now()
    if request.POST.get("do") == "send" and send_again(message, now):
        messages.success(request, _("The message is on its way again."))
    elif request.POST.get("do") == "leave":
        set_aside(message, now)
        messages.success(request, _("The message was put aside."))
    else:
        messages.warning(request, _("Nothing was changed: somebody was quicker."))
    return redirect("undelivered")


urlpatterns = [
    path("mail/", undelivered, name="undelivered"),
    path("mail/<int:pk>/", settle, name="settle_undelivered"),
]
