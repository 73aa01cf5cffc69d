"""A reader's own page behind the link of every letter: what comes, leaving, all that is kept, and its end."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from core.dispositions import content_disposition
from core.missions import current_site, languages_of
from core.personal import personal
from newsletter.consents import proof
from newsletter.forms import PreferencesForm
from newsletter.leaving import erase as erase_subscriber
from newsletter.leaving import leave
from newsletter.models import Subscriber
from newsletter.own_data import own_data
from newsletter.preferences import categories_of, in_words, preferences_of
from newsletter.problems import by_link
from newsletter.subscription import change
from newsletter.tokens import Erased, subscriber_to_manage

FILE = "email-list.json"


@csrf_exempt  # who has the token has the mailbox; and mail programs leave for their readers by a post of their own
@personal
@by_link
def manage(request: HttpRequest, token: str) -> HttpResponse:
    """The page; a post of its form changes what comes, or leaves, as a mail program's one-click post does."""
    if request.method == "POST" and request.POST.get("List-Unsubscribe") == "One-Click":
        return _one_click(request, token)
    subscriber = subscriber_to_manage(current_site(request).pk, token)
    form, done = _form(request, subscriber), ""
    if request.method == "POST" and "leave" in request.POST:
        done = _leave(request, subscriber, token)
    elif request.method == "POST" and "save" in request.POST:
        form = _form(request, subscriber, data=request.POST)
        done = _save(request, subscriber, form, token) if form.is_valid() else ""
        subscriber = subscriber_to_manage(subscriber.site_id, token)
    context = {"subscriber": subscriber, "form": form, "done": done, "token": token}
    return render(request, "newsletter/manage.html", context)


def _one_click(request: HttpRequest, token: str) -> HttpResponse:
    """RFC 8058: a program has pressed, nobody reads the answer. No redirect, no cookie, and safe to repeat."""
    try:
        subscriber = subscriber_to_manage(current_site(request).pk, token)
    except Erased:
        return HttpResponse(_("Nothing is kept of this reader any more."), content_type="text/plain")
    leave(subscriber, proof(request, "List-Unsubscribe=One-Click", token=token), timezone.now())
    return HttpResponse(_("You have left the list"), content_type="text/plain")


def _leave(request: HttpRequest, subscriber: Subscriber, token: str) -> str:
    return "LEFT" if leave(subscriber, proof(request, _("Leave the list"), token=token), timezone.now()) else "HAD_LEFT"


def _save(request: HttpRequest, subscriber: Subscriber, form: PreferencesForm, token: str) -> str:
    chosen = form.preferences
    proved = proof(request, *in_words(subscriber.site, chosen), token=token)
    return "SAVED" if change(subscriber, chosen, proved, timezone.now()) else ""


def _form(request: HttpRequest, subscriber: Subscriber, **kwargs: Any) -> PreferencesForm:
    """What was chosen before can be seen and kept, also where the site offers it to nobody else any more."""
    site, before = subscriber.site, preferences_of(subscriber)
    languages = languages_of(site) or [settings.LANGUAGE_CODE]
    known = languages if before.language in languages else [*languages, before.language]
    categories = categories_of(site, before.categories)
    return PreferencesForm(languages=known, categories=categories, initial=PreferencesForm.initial_of(before), **kwargs)


@personal
@by_link
def data(request: HttpRequest, token: str) -> HttpResponse:
    """All that is kept of the reader, as a file."""
    subscriber = subscriber_to_manage(current_site(request).pk, token)
    shape = {"ensure_ascii": False, "indent": 2}
    response = JsonResponse(own_data(subscriber), json_dumps_params=shape)
    response.headers["Content-Disposition"] = content_disposition(FILE, attachment=True)
    return response


@csrf_exempt  # as above
@personal
@by_link
def erase(request: HttpRequest, token: str) -> HttpResponse:
    """Asks once more; pressing the button erases the reader."""
    subscriber = subscriber_to_manage(current_site(request).pk, token)
    is_done = request.method == "POST" and "erase" in request.POST
    if is_done:
        erase_subscriber(subscriber, timezone.now())
    context = {"email": subscriber.email, "is_done": is_done, "token": token}
    return render(request, "newsletter/erase.html", context)
