"""A guest's two addresses: the form of an event, and the guest's own reply. Reading one never changes anything."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from core.clients import household_of
from core.dates import full_date
from core.indexes import index_for
from core.languages import bring_alternatives
from core.limits import take, take_in_hour
from core.mailboxes import mailbox_of
from core.missions import current_site, mission_of
from core.personal import personal
from core.signing import BadLink
from events.cards import event_card
from events.models import EventDate, EventPage, EventsPage
from events.occasions import Occasion, occasion_asked, occasion_of
from events.occurrences import Kind
from events.questions import questions_of
from events.replies import Wish, cancel, event_of, take_reply
from events.reply_forms import ReplyForm
from events.reply_letters import number_of
from events.reply_links import Erased, reply_to_manage
from events.reply_offer import offer_of
from events.reply_prospects import Prospect, prospect_of

OTHERS = 12  # so many other dates are offered beside the form
HOUR, CLIENT, MAILBOX = "events.reply.hour", "events.reply.client", "events.reply.mailbox"
STATUS = {"TAKEN": 200, "CLOSED": 409, "FULL": 409, "TOO_MANY": 429}


@personal
def reply(request: HttpRequest, slug: str) -> HttpResponse:
    """The form; a post of it replies."""
    index = index_for(request, EventsPage)
    event = EventPage.objects.child_of(index).published().taking_replies().filter(slug=slug).first()
    now = timezone.now()
    occasion = occasion_asked(event, day_in(request.GET.get("date", "")), now) if event else None
    if event is None or occasion is None:
        raise Http404(_("There is no event here that takes replies."))
    request.shown_page = event  # type: ignore[attr-defined]  # read by core.languages and core.navigation
    bring_alternatives(request)
    offer = offer_of(event, occasion, request, now)
    form, answer = None, ""
    if offer is None or not offer.url:
        answer = "CLOSED" if offer is None or now >= occasion.closes_at else "FULL"
    elif request.method == "POST":
        form = _form(request, event, now, data=request.POST)
        answer = _reply(request, event, occasion, form, now) if form.is_valid() else ""
    else:
        form = _form(request, event, now)
    status = STATUS[answer] if answer and request.method == "POST" else 200
    return render(request, "events/reply.html", _context(request, event, occasion, form, answer), status=status)


def _form(request: HttpRequest, event: EventPage, now: datetime, **kwargs: Any) -> ReplyForm:
    questions = questions_of(event.questions, get_language() or "", mission_of(request).main_language)
    most = min(event.persons_per_reply, event.places or event.persons_per_reply)
    return ReplyForm(now=now, site_id=current_site(request).pk, most=most, questions=questions, **kwargs)


def _context(request: HttpRequest, event: EventPage, occasion: Occasion, form: Any, answer: str) -> dict[str, Any]:
    now = timezone.now()
    # Asked once more: the reply that was just taken may have been for the last place.
    offer = offer_of(event, occasion, request, now)
    return {
        "page": event,
        "card": event_card(EventDate.of(event, occasion.dates[0]), request, now),
        "more_dates": len(occasion.dates) - 1,
        "others": other_dates(event, occasion, request, now),
        "form": form,
        "answer": answer,
        "offer": offer,
        "fewer": answer == "FULL" and form is not None and form.party > 1 and offer is not None and bool(offer.url),
        "consent": consent_words(),
        "email": form.cleaned_data["email"] if answer == "TAKEN" else "",
    }


def day_in(text: str) -> date | None:
    """The day that an address names, None for none; Http404 for what is no day."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise Http404(_("The event does not take place on that day.")) from error


def other_dates(event: EventPage, occasion: Occasion, request: HttpRequest, now: datetime) -> list[tuple[str, str]]:
    """Days in words and addresses of the forms for the other dates that are ahead; none where a reply is for all."""
    if occasion.day is None:
        return []
    ahead = [one for one in event.all_dates() if one.original != occasion.day and one.moments.end > now]
    taking_place = [one for one in ahead if one.kind is not Kind.CANCELLED][:OTHERS]
    address = reverse("events:reply", args=[event.slug])
    return [(full_date(one.times.start_date), f"{address}?date={one.original.isoformat()}") for one in taking_place]


def _reply(request: HttpRequest, event: EventPage, occasion: Occasion, form: ReplyForm, now: datetime) -> str:
    """Keeps a reply that was sent rightly; the name of what the page says then."""
    email = form.cleaned_data["email"]
    if not _may_reply(household_of(request.META.get("REMOTE_ADDR", "")), mailbox_of(email), now):
        return "TOO_MANY"
    wish = Wish(
        name=form.cleaned_data["name"],
        email=email,
        party=form.party,
        language=get_language() or settings.LANGUAGE_CODE,
        answers=form.answers,
        consent=consent_words(),
    )
    return take_reply(event, occasion, current_site(request), wish, now).name


def _may_reply(client: str, mailbox: str, now: datetime) -> bool:
    """Whether neither the household nor the mailbox has had enough; known and unknown guests are counted alike."""
    if client and not (
        take_in_hour(HOUR, client, settings.RSVP_REPLIES_PER_CLIENT_HOUR, now)
        and take(CLIENT, client, settings.RSVP_REPLIES_PER_CLIENT, now)
    ):
        return False
    return take(MAILBOX, mailbox, settings.RSVP_MAILS_PER_ADDRESS, now)


def consent_words() -> str:
    """What a guest agrees to by replying, in the active language; it is kept with the reply."""
    days = settings.RSVP_KEPT_DAYS
    return ngettext(
        "By replying you agree that we keep what you write here to welcome you at this event, and for nothing else. "
        "We erase it %(days)d day after the event.",
        "By replying you agree that we keep what you write here to welcome you at this event, and for nothing else. "
        "We erase it %(days)d days after the event.",
        days,
    ) % {"days": days}


@csrf_exempt  # who has the token has the mailbox; a cookie would prove nothing more
@personal
def manage(request: HttpRequest, token: str) -> HttpResponse:
    """Shows a guest's reply and the button that cancels it; pressing it does. A program that opens links does not."""
    site, now = current_site(request), timezone.now()
    try:
        found = reply_to_manage(site.pk, token)
    except Erased:
        return render(request, "events/reply_problem.html", {"problem": "erased"}, status=410)
    except BadLink:
        return render(request, "events/reply_problem.html", {"problem": "unknown"}, status=404)
    event = event_of(site, found.book.translation_key, get_language() or "")
    is_over = found.book.ends_at <= now
    if request.method == "POST" and "cancel" in request.POST and not is_over:
        cancel(found, now)
    shown = event if event is not None and event.live else None
    occasion = occasion_of(shown, found.book.day) if shown else None
    context = {
        "reply": found,
        "number": number_of(found),
        "is_over": is_over,
        "event": shown,
        "prospect": prospect_of(shown, occasion, found.book) if shown else Prospect(),
        "card": event_card(EventDate.of(shown, occasion.dates[0]), request, now) if shown and occasion else None,
    }
    return render(request, "events/reply_manage.html", context)
