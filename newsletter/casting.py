"""Makes the letters of issues: one mold for each text, kept while a worker lives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.urls import reverse
from django.utils import translation

from core.delivery import one_line, sender
from core.missions import mission_of_site
from newsletter.mime import MARK, Face, Mold, Reader, headers_of
from newsletter.models import Delivery, Issue, IssueText
from newsletter.tokens import manage_token_of

Key = tuple[int, str, str]
LETTER = "letter"


@dataclass(frozen=True)
class CastLetter:
    """A letter ready to leave: the envelope's sender (RFC 5321, 4.5.5), the bytes, and the same as Django's message."""

    sender: str
    content: bytes
    message: Callable[[], EmailMessage]


class Caster:
    """Reads each text once and makes a mold of it."""

    def __init__(self) -> None:
        self._molds: dict[Key, tuple[Mold, int]] = {}

    def letter(self, delivery: Delivery, now: datetime) -> CastLetter:
        mold, site_id = self._mold(delivery)
        token = manage_token_of(site_id, delivery.public_id, now)
        reader = Reader(delivery.email, delivery.message_id, token)
        envelope = settings.LIST_BOUNCE_ADDRESS or mold.face.sender_email
        return CastLetter(envelope, mold.cast(reader, now), lambda: as_message(mold.face, reader))

    def _mold(self, delivery: Delivery) -> tuple[Mold, int]:
        key = delivery.issue_id, delivery.language, delivery.variant
        if key not in self._molds:
            text = IssueText.objects.select_related("issue__site").get(issue=key[0], language=key[1], variant=key[2])
            self._molds[key] = Mold(face_of(text.issue, text)), text.issue.site_id
        return self._molds[key]


def face_of(issue: Issue, text: IssueText) -> Face:
    """What all letters of a text have in common."""
    site, mission = issue.site, mission_of_site(issue.site)
    with translation.override(text.language):
        name = one_line(str(mission.mission_name) or str(site))
        return Face(
            sender_name=name,
            sender_email=parseaddr(sender(mission, name))[1],
            reply_to="",
            subject=one_line(text.subject),
            language=text.language,
            text=text.text,
            html=text.html,
            list_id=f"<list.{site.hostname}>",
            manage_url=site.root_url + reverse("newsletter:manage", args=[MARK]),
            archive_url=site.root_url + reverse("newsletter:archive"),
            subscribe_url=site.root_url + reverse("newsletter:subscribe"),
        )


def as_message(face: Face, reader: Reader) -> EmailMultiAlternatives:
    """The letter for services that take its parts, and for files."""
    message = EmailMultiAlternatives(
        subject=face.subject,
        body=face.text.replace(MARK, reader.token),
        from_email=formataddr((face.sender_name, face.sender_email)),
        to=[reader.email],
        reply_to=[face.reply_to] if face.reply_to else None,
        headers={"Message-ID": reader.message_id, **headers_of(face, reader.token)},
    )
    message.attach_alternative(face.html.replace(MARK, reader.token), "text/html")
    if settings.MAIL_SERVICE:
        # A service names letters in its own way, and tells with each report what came with the letter.
        message.metadata = {LETTER: reader.message_id}  # type: ignore[attr-defined]  # anymail's
    return message
