"""Guest lists in words: on the dashboard and in the list of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.dashboard import Content, Panel, Part, Row
from core.dates import moment_words
from core.missions import local_now
from events.models import ReplyBook
from events.reply_books import BookLine, listed_books
from events.reply_days import list_query

SHOWN = 8


@dataclass(frozen=True)
class ListedBook:
    """``url`` is "" where the event is gone; ``hint`` is what waits for an editor, or ""."""

    title: str
    lang: str
    url: str
    when: str
    mission: str
    persons: int
    waiting: int
    hint: str


def listed(line: BookLine, now: datetime) -> ListedBook:
    """A guest list in words, its start on the mission's clock."""
    event = line.event
    url = reverse("guests:guests", args=[event.pk]) + list_query(event, line.book.day) if event else ""
    return ListedBook(
        title=event.get_admin_display_title() if event else _("An event that was deleted"),
        lang=event.locale.language_code if event else "",
        url=url,
        when=moment_words(local_now(line.mission, line.book.starts_at), now),
        mission=str(line.mission),
        persons=line.persons,
        waiting=line.waiting,
        hint=uninformed_words(line.uninformed) if line.uninformed else "",
    )


def uninformed_words(count: int) -> str:
    return ngettext(
        "Something has changed, and %(count)d guest does not know it yet.",
        "Something has changed, and %(count)d guests do not know it yet.",
        count,
    ) % {"count": count}


def expecting_words(count: int) -> str:
    """What an editor is told who takes down an event with guests."""
    return ngettext(
        "%(count)d guest expects this. They are not told by themselves: tell them from the guest list, "
        "before a page is deleted.",
        "%(count)d guests expect this. They are not told by themselves: tell them from the guest list, "
        "before a page is deleted.",
        count,
    ) % {"count": count}


def otherwise_words(count: int, *, by_date: bool) -> str:
    """What an editor is told who changes what guests reply to while there are guests."""
    if by_date:
        said = ngettext(
            "%(count)d guest has replied to all dates together, before each date got guests of its own.",
            "%(count)d guests have replied to all dates together, before each date got guests of its own.",
            count,
        )
    else:
        said = ngettext(
            "%(count)d guest has replied to a single date, before one reply was for all dates together.",
            "%(count)d guests have replied to single dates, before one reply was for all dates together.",
            count,
        )
    kept = _(
        "They keep their places, in lists of their own, and are not counted among the places of new guests. Tell them, "
        "or set “each date by itself” as it was."
    )
    return f"{said % {'count': count}} {kept}"


class GuestsPanel(Panel):
    """Who comes to what is ahead; guests who do not know new times come to the editor's notice here."""

    name, order = "guests", 205

    def is_shown(self) -> bool:
        return bool(self.desk.user.has_perm("events.view_reply"))

    def content(self) -> Content:
        ahead = ReplyBook.objects.filter(site__in=self.desk.sites, ends_at__gt=self.desk.now)
        lines = listed_books(list(ahead.order_by("starts_at", "pk")[:SHOWN]), self.desk.now)
        return Content(
            heading=_("Guests"),
            empty=_("No guest has replied to an event that is ahead."),
            parts=[Part([self.row(line) for line in lines])],
            link=(_("All guest lists"), reverse("guests:index")),
        )

    def row(self, line: BookLine) -> Row:
        book = listed(line, self.desk.now)
        places = ngettext("%(count)d person", "%(count)d persons", book.persons) % {"count": book.persons}
        waiting = (_("%(count)d waiting") % {"count": book.waiting},) if book.waiting else ()
        return Row(
            title=book.title,
            url=book.url,
            lang=book.lang,
            mark=_("tell the guests") if book.hint else "",
            urgent=bool(book.hint),
            facts=(book.when, places, *waiting, *((book.hint,) if book.hint else ()), *self.desk.whose(line.mission)),
        )
