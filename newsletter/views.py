"""Joining: the form, and what the link in its letter opens. Reading an address never changes anything."""

from __future__ import annotations

from datetime import datetime, timedelta
from math import ceil
from typing import Any

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
from newsletter.consents import confirming_words, joining_words, proof
from newsletter.forms import SubscribeForm
from newsletter.preferences import categories_of, in_words, preferences_of
from newsletter.problems import by_link, problem_page
from newsletter.subscription import TooMany, ask
from newsletter.subscription import confirm as confirm_subscriber
from newsletter.tokens import manage_token, subscriber_to_confirm

JOINED, ON_THE_LIST = "JOINED", "ON_THE_LIST"


@csrf_exempt  # the small form stands on cached pages and has no token; the step that acts asks for one
@personal
def subscribe(request: HttpRequest) -> HttpResponse:
    """The form. A post of the small form only fills in the address; the post of this page's own form joins."""
    if request.method == "POST" and STAMP in request.POST:
        return _join(request)
    if request.method == "POST" and is_from_elsewhere(request):
        return problem_page(request, "elsewhere", 403)
    typed = {"email": request.POST.get("email", ""), "language": get_language() or settings.LANGUAGE_CODE}
    return _page(request, _form(request, initial=typed), is_begun=request.method == "POST")


@csrf_protect
def _join(request: HttpRequest) -> HttpResponse:
    form, now = _form(request, data=request.POST), timezone.now()
    if not form.is_valid():
        return _page(request, form)
    site, email, chosen = current_site(request), form.cleaned_data["email"], form.preferences
    client = household_of(request.META.get("REMOTE_ADDR", ""))
    try:
        ask(site, email, chosen, client, proof(request, joining_words(), *in_words(site, chosen)), now)
    except TooMany as refusal:
        return _too_many(request, form, refusal.until - now)
    return _page(request, form, asked=email, days=settings.LIST_CONFIRM_DAYS)


def _too_many(request: HttpRequest, form: SubscribeForm, wait: timedelta) -> HttpResponse:
    response = _page(request, form, wait_minutes=ceil(wait / timedelta(minutes=1)))
    response.status_code = 429
    response.headers["Retry-After"] = str(ceil(wait.total_seconds()))
    return response


def _form(request: HttpRequest, **kwargs: Any) -> SubscribeForm:
    site = current_site(request)
    languages = languages_of(site) or [settings.LANGUAGE_CODE]
    return SubscribeForm(
        now=timezone.now(), site_id=site.pk, languages=languages, categories=categories_of(site), **kwargs
    )


def _page(request: HttpRequest, form: SubscribeForm, **context: Any) -> HttpResponse:
    context = {"form": form, "consent": joining_words(), **context}
    return render(request, "newsletter/subscribe.html", context)


@csrf_exempt  # who has the token has the mailbox; a cookie would prove nothing more
@personal
@by_link
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Shows the button that confirms; pressing it does. A program that opens links confirms nobody."""
    now: datetime = timezone.now()
    site = current_site(request)
    lifetime = timedelta(days=settings.LIST_CONFIRM_DAYS)
    subscriber, asked_at = subscriber_to_confirm(site.pk, token, lifetime, now)
    words, chosen = confirming_words(subscriber.email), in_words(site, preferences_of(subscriber))
    state = ON_THE_LIST if subscriber.is_confirmed else ""
    if request.method == "POST":
        joined = confirm_subscriber(subscriber, asked_at, proof(request, words, *chosen, token=token), now)
        state = JOINED if joined else ON_THE_LIST
    context = {"state": state, "email": subscriber.email, "words": words, "chosen": chosen}
    context["manage_token"] = manage_token(subscriber, now) if state else ""
    return render(request, "newsletter/confirm.html", context)
