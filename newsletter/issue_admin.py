"""Letters to the list in the admin: made of a bulletin, looked at, tried, scheduled, sent, watched.

Whoever may send sees the letters of their own missions; of a reader's address only what a letter to it needs.
"""

from __future__ import annotations

from datetime import datetime
from functools import wraps
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages

from core.dates import moment_words
from core.languages import own_name
from core.limits import take
from core.missions import mission_of_site, site_of, sites_for
from core.pagination import paginate
from news.models import BulletinPage
from newsletter import issuing
from newsletter.audience import audience
from newsletter.composing import NothingToSend, compose, languages
from newsletter.digests import present_in
from newsletter.doctor.gate import may_send as may_pass
from newsletter.issue_forms import IssueForm, ScheduleForm, TestForm
from newsletter.models import Delivery, Issue
from newsletter.progress import progress_of, with_progress
from newsletter.tasks import call_carrier
from newsletter.trial import send_trial

SEND, SEE = "newsletter.send_issue", "newsletter.view_subscriber"
PER_PAGE = 30
TESTS = "newsletter.tests"
TROUBLED = (Delivery.State.UNKNOWN, Delivery.State.FAILED)
SHOWN_TROUBLES = 50


def may_send(user: Any) -> bool:
    return bool(user.has_perm(SEND))


def sender_only(view: Any) -> Any:
    """403 for whoever may not send."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_send(request.user):
            raise PermissionDenied
        answer: HttpResponse = view(request, *args, **kwargs)
        return answer

    return guarded


def _issue(request: HttpRequest, pk: int) -> Issue:
    issue: Issue = get_object_or_404(Issue.objects.for_user(request.user).select_related("site", "category"), pk=pk)
    return issue


@require_safe
@sender_only
def index(request: HttpRequest) -> HttpResponse:
    """The letters of the user's missions, the newest first."""
    issues = Issue.objects.for_user(request.user).select_related("site")
    pages = paginate(request, issues, PER_PAGE)
    rows = with_progress(pages)
    names_missions = sites_for(request.user).count() > 1
    return render(
        request, "newsletter/admin/issues.html", {"rows": rows, "pages": pages, "names_missions": names_missions}
    )


@sender_only
def of_bulletin(request: HttpRequest, page_pk: int) -> HttpResponse:
    """Makes a letter of a bulletin, or leads to the one that is there."""
    page: BulletinPage = get_object_or_404(BulletinPage.objects.select_related("locale"), id=page_pk)
    site = site_of(page)
    if site is None or not sites_for(request.user).filter(pk=site.pk).exists():
        raise Http404
    found = Issue.objects.filter(site=site, translation_key=page.translation_key)
    known: Issue | None = found.exclude(state=Issue.State.CANCELLED).first()
    if known is None and request.method == "POST":
        if not page.live:
            messages.error(request, _("Publish the bulletin first: the letter is made of what visitors read."))
            return redirect("wagtailadmin_pages:edit", page.pk)
        known = issuing.issue_of(page, site, request.user, timezone.now())
    if known is not None:
        return redirect("letters:issue", known.pk)
    return render(request, "newsletter/admin/of_bulletin.html", {"page": page})


@sender_only
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    """One letter: how it looks, for whom it is, and what can be done with it now."""
    one = _issue(request, pk)
    spoken = _languages(one)
    form = IssueForm(request.POST or None, instance=one, languages=spoken or [one.fallback])
    is_open = one.state in issuing.OPEN
    if request.method == "POST" and is_open and form.is_valid():
        # Only if nobody has sent it meanwhile.
        try:
            issuing.move(one, issuing.OPEN, **form.cleaned_data)
            messages.success(request, _("Kept."))
        except issuing.CannotDo:
            messages.error(request, _already())
        return redirect("letters:issue", one.pk)
    return render(request, "newsletter/admin/issue.html", _context(request, one, spoken, form))


def _context(request: HttpRequest, one: Issue, spoken: list[str], form: IssueForm, **more: Any) -> dict[str, Any]:
    now = timezone.now()
    zone = ZoneInfo(mission_of_site(one.site).time_zone)
    troubles = one.deliveries.filter(state__in=TROUBLED).select_related("subscriber").order_by("state", "pk")
    is_open, own_address = one.state in issuing.OPEN, getattr(request.user, "email", "")
    return {
        "issue": one,
        "form": form if is_open else None,
        "schedule_form": ScheduleForm(zone=zone, now=now, initial={"local_time": one.local_time}) if is_open else None,
        "test_form": TestForm(languages=spoken, initial={"email": own_address}) if spoken else None,
        "languages": [(code, own_name(code)) for code in _languages_to_show(one, spoken)],
        "audience": audience(one, spoken) if is_open and spoken else None,
        "progress": progress_of(one, now),
        "times": _both_times(one, now, zone),
        "troubles": troubles[:SHOWN_TROUBLES],
        "sees_addresses": request.user.has_perm(SEE),
        "is_public": bool(spoken),
        "trouble": issuing.trouble_words(one),
        **more,
    }


def _both_times(one: Issue, now: datetime, zone: ZoneInfo) -> list[tuple[str, str]]:
    """When it is due: on the mission's clocks, and on those of the editor's account where they differ."""
    if one.due_at is None:
        return []
    here = timezone.get_current_timezone()
    zones = [zone] if getattr(here, "key", "") == zone.key else [zone, here]
    return [(f"{one.due_at.astimezone(each):%Y-%m-%d %H:%M}", getattr(each, "key", str(each))) for each in zones]


def _languages(one: Issue) -> list[str]:
    try:
        return languages(one)
    except NothingToSend:
        return []


def _languages_to_show(one: Issue, spoken: list[str]) -> list[str]:
    """Those that the letter left in, whatever has become of its bulletin since; before that, those it is spoken in."""
    kept = [] if one.state in issuing.OPEN else list(one.texts.order_by().values_list("language", flat=True).distinct())
    return sorted(kept, key=lambda code: code != one.fallback) or spoken


def _already() -> str:
    return _("Somebody was quicker: the letter has gone another way meanwhile. Look at its state below.")


@require_safe
@sender_only
def preview(request: HttpRequest, pk: int, language: str, kind: str = "html") -> HttpResponse:
    """The letter in one language, as it would leave now, or as it left."""
    one = _issue(request, pk)
    kept: Any = one.texts.filter(language=language).order_by("-variant").first()
    if kept is None:
        if language not in _languages(one):
            raise Http404
        kept = compose(one, language, _whole(one))
    if kind == "text":
        return HttpResponse(kept.text, content_type="text/plain; charset=utf-8")
    response = HttpResponse(kept.html)
    response["X-Frame-Options"] = "SAMEORIGIN"
    return response


def _whole(one: Issue) -> str:
    """The variant that holds everything."""
    return "" if one.kind == Issue.Kind.BULLETIN else ",".join(sorted(present_in(one)))


@require_POST
@sender_only
def try_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Sends the letter to one address that the officer names."""
    one = _issue(request, pk)
    spoken = _languages(one)
    form = TestForm(request.POST, languages=spoken)
    if not form.is_valid():
        edit = IssueForm(instance=one, languages=spoken or [one.fallback])
        return render(request, "newsletter/admin/issue.html", _context(request, one, spoken, edit, test_form=form))
    if not take(TESTS, str(request.user.pk), settings.LIST_TESTS_PER_DAY, timezone.now()):
        messages.error(request, _("You have sent many tests today. Try again tomorrow."))
    elif send_trial(one, form.cleaned_data["language"], _whole(one), form.cleaned_data["email"]):
        messages.success(request, _("The test is on its way to %(email)s.") % {"email": form.cleaned_data["email"]})
    else:
        messages.error(request, _("The mail server did not take the test. Look at its settings, or try again later."))
    return redirect("letters:issue", one.pk)


@require_POST
@sender_only
def schedule(request: HttpRequest, pk: int) -> HttpResponse:
    one = _issue(request, pk)
    zone, spoken = ZoneInfo(mission_of_site(one.site).time_zone), _languages(one)
    form = ScheduleForm(request.POST, zone=zone, now=timezone.now())
    if form.is_valid() and (refusal := _refusal(one, timezone.now())):
        form.add_error(None, refusal)
    if not form.is_valid():
        edit = IssueForm(instance=one, languages=spoken or [one.fallback])
        return render(request, "newsletter/admin/issue.html", _context(request, one, spoken, edit, schedule_form=form))
    return _do(request, one, lambda: issuing.schedule(one, form.cleaned_data["local_time"]), _("Scheduled."))


ACTS: dict[str, tuple[Any, Any]] = {
    "send": (lambda one, now: issuing.send_now(one, now), lambda: _("The letter goes out.")),
    "unschedule": (lambda one, now: issuing.unschedule(one), lambda: _("Nothing leaves until you send it.")),
    "pause": (lambda one, now: issuing.pause(one), lambda: _("Paused.")),
    "resume": (lambda one, now: issuing.resume(one), lambda: _("It goes on.")),
    "cancel": (
        lambda one, now: issuing.cancel(one, now),
        lambda: _("Cancelled. What has left already cannot be called back."),
    ),
    "hide": (lambda one, now: issuing.show_in_archive(one, False), lambda: _("Visitors do not find it any more.")),
    "show": (lambda one, now: issuing.show_in_archive(one, True), lambda: _("Visitors find it in the archive.")),
}


@require_POST
@sender_only
def act(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """One of the buttons: send, unschedule, pause, resume, cancel, hide, show."""
    if what not in ACTS:
        raise Http404
    one, now = _issue(request, pk), timezone.now()
    step, said = ACTS[what]
    refusal = _refusal(one, now) if what == "send" else ""
    if refusal:
        messages.error(request, refusal)
        return redirect("letters:issue", one.pk)
    return _do(request, one, lambda: step(one, now), said())


def _refusal(one: Issue, now: datetime) -> str:
    """Why the letter cannot be sent or given a time now; "" where it can."""
    if not _languages(one):
        return _("The bulletin is not public. Publish it, then send the letter.")
    if may_pass(one.site, now).blocked:
        return _("The mail check has found something red. Have it mended, or let a manager decide to send.")
    return ""


def _do(request: HttpRequest, one: Issue, step: Any, said: str) -> HttpResponse:
    try:
        step()
        call_carrier(timezone.now())  # nothing waits for the scheduler's minute
        messages.success(request, said)
    except issuing.CannotDo:
        messages.error(request, _already())
    return redirect("letters:issue", one.pk)


@require_POST
@sender_only
def again(request: HttpRequest, pk: int, delivery_pk: int) -> HttpResponse:
    """A letter that may not have arrived goes once more, because a person says so."""
    one = _issue(request, pk)
    delivery: Delivery = get_object_or_404(one.deliveries, pk=delivery_pk)
    if issuing.send_unknown_again(delivery, timezone.now()):
        messages.success(request, _("The letter goes once more."))
    else:
        messages.error(request, _("This letter cannot be sent again: its reader has left, or it has just been sent."))
    return redirect("letters:issue", one.pk)


@require_safe
@sender_only
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The numbers of a letter that is going out, for the script of its page."""
    one, now = _issue(request, pk), timezone.now()
    found = progress_of(one, now)
    return JsonResponse(
        {
            "state": one.state,
            "words": one.get_state_display(),
            "sent": found.sent,
            "waiting": found.waiting,
            "failed": found.failed,
            "unknown": found.unknown,
            "percent": found.percent,
            "ends": moment_words(found.ends_at, now) if found.ends_at else "",
        }
    )
