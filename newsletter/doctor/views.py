"""The editors' page “Can our mail arrive?”. The mail of another mission does not exist here."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages
from wagtail.models import Site

from core.branding import own_mission
from core.dates import moment_words
from core.missions import mission_of_site, sites_for
from newsletter.doctor.dashboard import may_look
from newsletter.doctor.examinations import examine_letter, examine_site, latest_of
from newsletter.doctor.findings import heaviest_first, reds
from newsletter.doctor.forms import LetterForm, ReasonForm
from newsletter.doctor.gate import MAY_OVERRIDE, gate_of, override

app_name = "mail_check"


def _site(request: HttpRequest, pk: int) -> Site:
    """The site if it is the user's. 403 without the right, 404 for another's."""
    if not may_look(request.user):
        raise PermissionDenied
    site = sites_for(request.user).filter(pk=pk).first()
    if site is None:
        raise Http404
    return site


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Leads to the mission that the editor works for."""
    mission = own_mission(request)
    if mission is None or not may_look(request.user):
        raise PermissionDenied
    return redirect("mail_check:page", mission.site_id)


@require_safe
def page(request: HttpRequest, site_pk: int) -> HttpResponse:
    return _shown(request, _site(request, site_pk))


@require_POST
def examine(request: HttpRequest, site_pk: int) -> HttpResponse:
    """Examines now; the browser waits, for as long as the settings allow at most."""
    site = _site(request, site_pk)
    examine_site(site, timezone.now())
    messages.success(request, _("Examined."))
    return redirect("mail_check:page", site.pk)


@require_POST
def sample(request: HttpRequest, site_pk: int) -> HttpResponse:
    """Looks at the signature of a letter; nothing is kept of it."""
    site = _site(request, site_pk)
    form = LetterForm(request.POST, request.FILES)
    if not form.is_valid():
        return _shown(request, site, letter_form=form, status=400)
    found = examine_letter(form.cleaned_data["source"], timezone.now())
    return _shown(request, site, letter_form=LetterForm(), of_letter=heaviest_first(found))


@require_POST
def decide(request: HttpRequest, site_pk: int) -> HttpResponse:
    """A manager lets letters go in spite of what is red."""
    site = _site(request, site_pk)
    user: Any = request.user
    if not user.has_perm(MAY_OVERRIDE):
        raise PermissionDenied
    form = ReasonForm(request.POST)
    try:
        if form.is_valid():
            override(site, user, form.cleaned_data["reason"], timezone.now())
            messages.success(request, _("Letters may be sent. The decision is kept with your name."))
            return redirect("mail_check:page", site.pk)
    except ValidationError as error:
        form.add_error("reason", error)
    return _shown(request, site, reason_form=form, status=400)


def _shown(request: HttpRequest, site: Site, status: int = 200, **more: Any) -> HttpResponse:
    now = timezone.now()
    examination = latest_of(site)
    gate = gate_of(examination, now) if examination else None
    sites = sites_for(request.user).exclude(pk=site.pk).order_by("-is_default_site", "pk")
    user: Any = request.user
    context = {
        "site": site,
        "mission": mission_of_site(site),
        "others": sites,
        "gate": gate,
        "examined": _moment(gate.examined_at, now) if gate else "",
        "until": _moment(gate.override.until, now) if gate and gate.override else "",
        "is_old": bool(gate and gate.examined_at <= now - timedelta(hours=settings.LIST_CHECK_HOURS)),
        "hours": settings.LIST_OVERRIDE_HOURS,
        "findings": heaviest_first(gate.findings) if gate else [],
        "reds": len(reds(gate.findings)) if gate else 0,
        "may_decide": bool(gate and gate.blocked and user.has_perm(MAY_OVERRIDE)),
        "letter_form": LetterForm(),
        "reason_form": ReasonForm(),
        **more,
    }
    return render(request, "newsletter/admin/mail_check.html", context, status=status)


def _moment(moment: datetime, now: datetime) -> str:
    return moment_words(timezone.localtime(moment), now)


urlpatterns = [
    path("", index, name="index"),
    path("<int:site_pk>/", page, name="page"),
    path("<int:site_pk>/examine/", examine, name="examine"),
    path("<int:site_pk>/letter/", sample, name="letter"),
    path("<int:site_pk>/decision/", decide, name="decide"),
]
