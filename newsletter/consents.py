"""The proof of what a reader agreed to: when, on which page, in which words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.utils.translation import gettext as _

from newsletter.models import Consent, Subscriber

LONGEST_PAGE = 300


@dataclass(frozen=True)
class Proof:
    """Where something was agreed to, and the words that stood there, in the reader's language."""

    page: str
    wording: str


def proof(request: HttpRequest, *words: str, token: str = "") -> Proof:
    """The page of the request, without the token that would open it to whoever reads the record."""
    path = request.path.replace(f"{token}/", "") if token else request.path
    return Proof(f"{request.get_host()}{path}"[:LONGEST_PAGE], "\n".join(words))


def record(subscriber: Subscriber, act: Consent.Act, proved: Proof, now: datetime) -> None:
    Consent.objects.create(subscriber=subscriber, act=act, at=now, page=proved.page, wording=proved.wording)


def joining_words() -> str:
    """What people agree to by sending the form."""
    return _(
        "By joining you agree that we keep this address, what you have chosen and when you did, to send you our "
        "letters, and for nothing else. You can leave, see it all and erase it at any time. Of an address that has "
        "left we keep a fingerprint only, so that nobody puts it back."
    )


def confirming_words(email: str) -> str:
    """What people say yes to by the button behind the letter."""
    return _("Do you want our letters at %(email)s? Press the button and you are on the list.") % {"email": email}
