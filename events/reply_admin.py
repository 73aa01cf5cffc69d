"""Guest lists in the admin: to see, print, export and tend them. An event of another mission does not exist here."""

from __future__ import annotations

from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages
from wagtail.models import Site

from core.missions import languages_of, mission_of_site, site_of, sites_for, zone_of
from core.pagination import paginate
from core.spreadsheets import csv_file
from events.guest_list import GuestList, guest_list, rows_of
from events.models import EventPage, Reply, ReplyBook
from events.occasions import Occasion
from events.questions import Question, questions_of
from events.replies import Outcome, Wish, cancel, give_place, take_reply
from events.reply_books import listed_books
from events.reply_days import days_of, list_query, occasion_on_list, when_words
from events.reply_forms import HandReplyForm, NoticeForm, answers_of
from events.reply_letters import CALLED_OFF, CHANGED
from events.reply_notices import Notice, forget_guest, guests_of, sample_letter, tell_guests, uninformed
from events.reply_panel import listed

SEE, TEND = "events.view_reply", "events.change_reply"
PER_PAGE = 30
KINDS = {kind.name: kind for kind in (CHANGED, CALLED_OFF)}


@dataclass(frozen=True)
class Desk:
    """The event whose guests are looked at; ``book`` is None before the first reply."""

    event: EventPage
    site: Site
    occasion: Occasion
    book: ReplyBook | None

    @property
    def questions(self) -> list[Question]:
        main = mission_of_site(self.site).main_language
        return questions_of(self.event.questions, main, main)

    @property
    def languages(self) -> list[str]:
        """Those of the site, the main one first."""
        main = mission_of_site(self.site).main_language
        return sorted(languages_of(self.site), key=lambda code: code != main) or [main]

    @property
    def guests(self) -> GuestList:
        return guest_list(self.book, self.questions, zone_of(mission_of_site(self.site)))

    @property
    def query(self) -> str:
        return list_query(self.event, self.occasion.day)

    @property
    def when(self) -> str:
        return when_words(self.event, self.occasion, mission_of_site(self.site))

    @property
    def days(self) -> list[tuple[str, str, bool]]:
        """Words, query and whether it is this one, of each guest list that the event has or may have."""
        return days_of(self.event, self.site, self.occasion.day, timezone.now())


def may_see(user: Any) -> bool:
    return bool(user.has_perm(SEE))


def may_tend(user: Any) -> bool:
    return bool(user.has_perm(TEND))


def at_desk(*, tends: bool = False) -> Any:
    """The view gets the desk of the event that its address names. 403 without the right, 404 for what is not one's."""

    def decorate(view: Any) -> Any:
        @wraps(view)
        def guarded(request: HttpRequest, pk: int, **kwargs: Any) -> HttpResponse:
            if not may_see(request.user) or (tends and not may_tend(request.user)):
                raise PermissionDenied
            answer: HttpResponse = view(request, _desk(request, pk), **kwargs)
            return answer

        return guarded

    return decorate


def _desk(request: HttpRequest, pk: int) -> Desk:
    event: EventPage = get_object_or_404(EventPage.objects.select_related("locale"), id=pk)
    site = site_of(event)
    if site is None or not sites_for(request.user).filter(pk=site.pk).exists():
        raise Http404
    occasion = occasion_on_list(event, site, request.GET.get("date", ""), timezone.now())
    book = ReplyBook.objects.of(site, event.translation_key).on(occasion.day).select_related("site").first()
    return Desk(event, site, occasion, book)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All guest lists of the user's missions, the latest first."""
    if not may_see(request.user):
        raise PermissionDenied
    pages = paginate(request, ReplyBook.objects.for_user(request.user).order_by("-starts_at", "pk"), PER_PAGE)
    now = timezone.now()
    rows = [listed(line, now) for line in listed_books(list(pages), now)]
    context = {"rows": rows, "pages": pages, "names_missions": sites_for(request.user).count() > 1}
    return render(request, "events/admin/guest_lists.html", context)


@at_desk()
def guests(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The list of one event; a post enters a reply by hand."""
    form = None
    if may_tend(request.user):
        data = request.POST if request.method == "POST" else None
        form = HandReplyForm(data, languages=desk.languages, questions=desk.questions)
        if form.is_bound and form.is_valid() and _enter(request, desk, form):
            return _back(desk)
    elif request.method == "POST":
        raise PermissionDenied
    context = {"desk": desk, "guests": desk.guests, "form": form, "tends": form is not None}
    context["days"] = desk.days
    context["uninformed"] = uninformed(desk.event, desk.book, timezone.now()) if desk.book else 0
    return render(request, "events/admin/guests.html", context)


def _enter(request: HttpRequest, desk: Desk, form: HandReplyForm) -> bool:
    """Keeps a reply by hand, or says in the form why not. An editor sees who is there, and is told of a second one."""
    facts = form.cleaned_data
    wish = Wish(
        name=facts["name"],
        email=facts["email"],
        party=facts["party"],
        language=facts.get("language") or desk.languages[0],
        answers=answers_of(form),
        by_hand=True,
    )
    before = desk.guests
    outcome = take_reply(desk.event, desk.occasion, desk.site, wish, timezone.now())
    if outcome is Outcome.TAKEN:
        known = before.holds(wish.email)
        said = (
            _("This address has replied already. The guest was told so by mail.") if known else _("The reply is kept.")
        )
        (messages.warning if known else messages.success)(request, said)
        return True
    late = outcome is Outcome.CLOSED
    form.add_error(None, _("The event is over.") if late else _("There are not so many places left."))
    return False


@require_POST
@at_desk(tends=True)
def change(request: HttpRequest, desk: Desk, reply_pk: int) -> HttpResponse:
    """Cancels one reply, gives a place to who waits, or forgets who has cancelled."""
    reply = get_object_or_404(Reply.objects.select_related("site", "book"), pk=reply_pk, book=desk.book)
    now = timezone.now()
    if request.POST.get("do") == "cancel" and cancel(reply, now, by_guest=False):
        messages.success(request, _("The reply is cancelled. A guest with an address is told by mail."))
    elif request.POST.get("do") == "place" and give_place(reply, desk.event, now):
        messages.success(request, _("The guest has a place now. A guest with an address is told by mail."))
    elif request.POST.get("do") == "erase" and forget_guest(reply, now):
        messages.success(
            request, _("Nothing is known of this guest any more. A letter that is on its way still goes out.")
        )
    else:
        messages.warning(request, _("Nothing was changed: somebody was quicker. The list below is as it is now."))
    return _back(desk)


@require_safe
@at_desk()
def door(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The list for the door, to be printed: who has a place, by name, with a box to tick."""
    return render(request, "events/admin/door.html", {"desk": desk, "guests": desk.guests})


@require_safe
@at_desk()
def export(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Everybody as CSV, in the mission's main language, whoever fetches it."""
    with override(mission_of_site(desk.site).main_language):
        rows = list(rows_of(desk.guests))
    return csv_file(f"guests-{desk.event.slug}.csv", rows)


@at_desk(tends=True)
def tell(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Shows the letter that all guests would get; pressing the button under it sends it."""
    now, book = timezone.now(), desk.book
    if book is None:
        messages.warning(request, _("Nobody has replied yet, so there is nobody to tell."))
        return _back(desk)
    likely = CALLED_OFF if desk.occasion.is_off else CHANGED
    asked = request.POST if request.method == "POST" else request.GET
    form = NoticeForm(asked if "kind" in asked else None, initial={"kind": likely.name})
    letter = None
    if form.is_bound and form.is_valid():
        notice = Notice(KINDS[form.cleaned_data["kind"]], form.cleaned_data["note"])
        if request.method == "POST":
            count = tell_guests(desk.event, book, notice, now)
            told = ngettext("%(count)d letter is on its way.", "%(count)d letters are on their way.", count)
            messages.success(request, told % {"count": count})
            return _back(desk)
        letter = sample_letter(desk.event, book, notice, now)
    count = guests_of(book, now).count()
    return render(request, "events/admin/tell.html", {"desk": desk, "form": form, "letter": letter, "count": count})


def _back(desk: Desk) -> HttpResponse:
    return redirect(reverse("guests:guests", args=[desk.event.pk]) + desk.query)
