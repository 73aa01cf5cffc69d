"""The ways in which a reader hands a bulletin on: its address, a letter, paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpRequest

from core.mailto import mailto
from core.missions import absolute, name_of
from news.cards import BulletinCard
from news.letter import letter_address

if TYPE_CHECKING:
    from news.models import BulletinPage


@dataclass(frozen=True)
class Ways:
    """``address`` is the page's full address, ``mail`` opens a letter that has it, ``pdf`` is "" where none is made."""

    address: str
    mail: str
    pdf: str


def ways_to_share(page: BulletinPage, card: BulletinCard, request: HttpRequest) -> Ways:
    """For the page of one bulletin; costs no query beyond what the page asks anyway."""
    address = absolute(request, card.url)
    subject = f"{card.issue}: {card.title}" if card.number else card.title
    body = [card.title, *([card.summary] if card.summary else []), address, name_of(request)]
    return Ways(address, mailto(subject, "\n\n".join(body)), letter_address(page, request))
