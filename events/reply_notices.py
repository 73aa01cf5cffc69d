"""What guests are told beside their own reply: a reminder, a change, that the event does not take place."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from core.missions import mission_of_site
from core.models import OutboxMessage
from core.outbox import Draft, forget, post
from events import reply_letters as letters
from events.models import EventPage, Reply, ReplyBook
from events.occasions import occasion_of, told_today
from events.replies import event_of, locked

NOTICES = tuple(f"events.{kind.name}" for kind in (letters.CHANGED, letters.CALLED_OFF))
# Who is forgotten still learns that the reply is cancelled.
FAREWELLS = tuple(f"events.{kind.name}" for kind in (letters.CANCELLED, letters.WITHDRAWN))
NOBODY: dict[str, Any] = {"name": "", "email": "", "mailbox": "", "answers": {}, "consent": "", "language": ""}


@dataclass(frozen=True)
class Notice:
    """What an editor has all guests told; ``note`` is a word of the editor's own, "" for none."""

    kind: letters.Kind
    note: str = ""

    def says(self, told: str) -> str:
        """Stands for the whole of it, while the event is as ``told`` says."""
        return hashlib.sha256(f"{self.kind.name} {told} {self.note}".encode()).hexdigest()[:32]

    def letter_to(self, reply: Reply, event: EventPage, now: datetime, purpose: str = "") -> Draft:
        return letters.letter(self.kind, reply, event, now, purpose=purpose, note=self.note)


def guests_of(book: ReplyBook, now: datetime) -> Any:
    """Everybody with a place or a number whom a letter reaches; nobody once it is over."""
    ahead = Reply.objects.coming().filter(book=book, book__ends_at__gt=now)
    return ahead.exclude(email="").select_related("book", "site")


def tell_guests(event: EventPage, book: ReplyBook, notice: Notice, now: datetime) -> int:
    """Writes the notice to every guest of the book, each in the own language; returns how many letters that makes.

    Pressed twice, nobody gets it twice; what holds once more, after something else was told, is told once more.
    """
    count, told = 0, told_today(event, book.day)
    said = notice.says(told)
    with transaction.atomic():
        before = _notices_before(locked(book.pk))
        for reply in guests_of(book, now).order_by("pk"):
            number, last = before[reply.public_id]
            if reply.told == told and last == said:
                continue
            own = event_of(book.site, event.translation_key, reply.language) or event
            if post(notice.letter_to(reply, own, now, f"{number + 1}.{said}"), now):
                count += 1
                reply.told = told
                reply.save(update_fields=["told"])
    return count


def _notices_before(book: ReplyBook) -> dict[str, tuple[int, str]]:
    """How many notices each reply of a held book has got, and what the last one said."""
    sent: dict[str, tuple[int, str]] = defaultdict(lambda: (0, ""))
    notices = OutboxMessage.objects.filter(kind__in=NOTICES, about__in=book.replies.values("public_id"))
    for about, key in notices.order_by("pk").values_list("about", "key"):
        sent[about] = sent[about][0] + 1, key.rpartition(".")[2]
    return sent


def sample_letter(event: EventPage, book: ReplyBook, notice: Notice, now: datetime) -> Draft:
    """The letter as a guest of one person who reads the main language would get it; its link leads nowhere."""
    main = mission_of_site(book.site).main_language
    reply = Reply(site=book.site, book=book, language=main, state=Reply.State.CONFIRMED)
    return notice.letter_to(reply, event_of(book.site, event.translation_key, main) or event, now)


def uninformed(event: EventPage, book: ReplyBook, now: datetime) -> int:
    """How many guests were last told something else than holds now."""
    return int(guests_of(book, now).exclude(told=told_today(event, book.day)).count())


def remind(now: datetime) -> int:
    """Reminds whoever has a place at what begins soon, once for each start; returns how many.

    Who replied, or moved up, so late that the letter of that is as near has been reminded by it.
    """
    ahead = timedelta(hours=settings.RSVP_REMINDER_HOURS)
    soon = Reply.objects.confirmed().filter(book__starts_at__gt=now, book__starts_at__lte=now + ahead)
    unaware = soon.filter(Q(reminded_for=None) | ~Q(reminded_for=F("book__starts_at"))).exclude(email="")
    known_since = Coalesce("promoted_at", "made_at")
    early = unaware.alias(known_since=known_since).filter(known_since__lt=F("book__starts_at") - ahead)
    count = 0
    for pk in list(early.values_list("pk", flat=True)):
        count += _remind(pk, now)
    return count


def _remind(pk: int, now: datetime) -> bool:
    with transaction.atomic():
        reply = Reply.objects.select_for_update(of=("self",)).select_related("book", "site").get(pk=pk)
        event = event_of(reply.site, reply.book.translation_key, reply.language)
        occasion = occasion_of(event, reply.book.day) if event is not None and event.live else None
        if not reply.is_confirmed or event is None or occasion is None or occasion.is_off:
            return False
        if reply.reminded_for == reply.book.starts_at:
            return False
        # By the start of which they were reminded last, too: an event may come back to its first day.
        starts = [f"{moment:%Y%m%dT%H%M}" for moment in (reply.reminded_for, reply.book.starts_at) if moment]
        purpose = "-".join(starts)
        made = post(letters.letter(letters.REMINDER, reply, event, now, purpose=purpose), now)
        reply.reminded_for = reply.book.starts_at
        reply.save(update_fields=["reminded_for"])
    return made


def forget_guest(reply: Reply, now: datetime) -> bool:
    """Erases one guest who has cancelled and wishes to be forgotten; False for who still comes."""
    with transaction.atomic():
        gone = Reply.objects.filter(pk=reply.pk, state=Reply.State.CANCELLED, erased_at=None)
        found = bool(gone.update(erased_at=now, **NOBODY))
        if found:
            forget([reply.public_id], now, spare=FAREWELLS)
    return found


def forget_guests(now: datetime) -> int:
    """Erases who came, and the letters to them, some days after an event; how many came stays. Returns how many."""
    before, count = now - timedelta(days=settings.RSVP_KEPT_DAYS), 0
    for pk in list(ReplyBook.objects.over(before).values_list("pk", flat=True)):
        with transaction.atomic():
            book = ReplyBook.objects.select_for_update().get(pk=pk)
            found = book.replies.filter(erased_at=None)
            forget(found.values_list("public_id", flat=True), now)
            count += found.update(erased_at=now, **NOBODY)
            ReplyBook.objects.filter(pk=pk).update(erased_at=now)
    return count
