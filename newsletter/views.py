"""The list's three addresses. Reading one never changes anything; what is done is decided in ``subscription``."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from core.clients import household_of
from core.form_guard import STAMP, is_from_elsewhere
from core.missions import current_site, languages_of
from core.personal import personal
from core.signing import BadLink
from newsletter.forms import SubscribeForm
from newsletter.subscription import Answer, ask
from newsletter.subscription import confirm as confirm_subscriber
from newsletter.subscription import leave as leave_list
from newsletter.tokens import Expired, subscriber_to_confirm, subscriber_to_manage

STATUS = {Answer.ASKED: 200, Answer.TOO_MANY: 429, Answer.NO_MAIL: 503}


@csrf_exempt  # the small form stands on cached pages and has no token; the step that acts asks for one
@personal
def subscribe(request: HttpRequest) -> HttpResponse:
    """The form. A post of the small form only fills in the address; the post of this page's own form joins."""
    if request.method == "POST" and STAMP in request.POST:
        return _join(request)
    if request.method == "POST" and is_from_elsewhere(request):
        return _problem(request, "elsewhere", 403)
    typed = {"email": request.POST.get("email", ""), "language": get_language() or settings.LANGUAGE_CODE}
    form = _form(request, initial=typed)
    is_begun = request.method == "POST"
    return render(request, "newsletter/subscribe.html", {"form": form, "is_begun": is_begun})


@csrf_protect
def _join(request: HttpRequest) -> HttpResponse:
    form = _form(request, data=request.POST)
    if not form.is_valid():
        return render(request, "newsletter/subscribe.html", {"form": form})
    email, language = form.cleaned_data["email"], form.cleaned_data["language"]
    client = household_of(request.META.get("REMOTE_ADDR", ""))
    answer = ask(current_site(request), email, language, client, timezone.now())
    context = {"form": form, "answer": answer.name, "email": email, "days": settings.LIST_CONFIRM_DAYS}
    return render(request, "newsletter/subscribe.html", context, status=STATUS[answer])


def _form(request: HttpRequest, **kwargs: object) -> SubscribeForm:
    site = current_site(request)
    languages = languages_of(site) or [settings.LANGUAGE_CODE]
    return SubscribeForm(now=timezone.now(), site_id=site.pk, languages=languages, **kwargs)


@csrf_exempt  # who has the token has the mailbox; a cookie would prove nothing more
@personal
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Shows the button that confirms; pressing it does. A program that opens links confirms nobody."""
    now = timezone.now()
    lifetime = timedelta(days=settings.LIST_CONFIRM_DAYS)
    try:
        subscriber = subscriber_to_confirm(current_site(request).pk, token, lifetime, now)
    except Expired:
        return _problem(request, "expired", 410)
    except BadLink:
        return _problem(request, "unknown", 404)
    if request.method == "POST":
        confirm_subscriber(subscriber, now)
    return render(request, "newsletter/confirm.html", {"subscriber": subscriber})


@csrf_exempt  # as above; and mail programs leave for their readers by a post of their own (RFC 8058)
@personal
def manage(request: HttpRequest, token: str) -> HttpResponse:
    """Shows the button that leaves the list; pressing it, or a mail program's one-click post, does."""
    try:
        subscriber = subscriber_to_manage(current_site(request).pk, token)
    except BadLink:
        return _problem(request, "unknown", 404)
    if request.method == "POST" and ("leave" in request.POST or request.POST.get("List-Unsubscribe") == "One-Click"):
        leave_list(subscriber, timezone.now())
    return render(request, "newsletter/manage.html", {"subscriber": subscriber})


def _problem(request: HttpRequest, problem: str, status: int) -> HttpResponse:
    """A page that says what is wrong with the address or the form, and the way on."""
    return render(request, "newsletter/problem.html", {"problem": problem}, status=status)
