"""Work of core for the background: thin, what it calls runs the same from a command or a test."""

from __future__ import annotations

from django_tasks import task
from wagtail.models import Site

from core.social import keep_card, keep_cards

# Cards of a whole mission are drawn in portions, after what waits for one page.
PORTION = 50
LATER = -20


@task(backend="background")
def make_card(page_id: int) -> None:
    """Brings the card of a page up to date."""
    keep_card(page_id)


@task(backend="background", priority=LATER)
def make_cards(site_id: int, after: int = 0) -> None:
    """Brings the cards of a mission up to date, a portion, then the next."""
    site = Site.objects.filter(pk=site_id).first()
    last = keep_cards(site, after, PORTION) if site else 0
    if last:
        make_cards.enqueue(site_id, last)
