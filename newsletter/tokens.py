"""What the links in the list's mails carry: one to confirm, which ends, and one to manage, which never does."""

from __future__ import annotations

from datetime import datetime, timedelta

from core.signing import BadLink, SignedLink, read, sign
from newsletter.models import Subscriber

CONFIRM, MANAGE = "newsletter.confirm", "newsletter.manage"


class Expired(Exception):
    """The link was good once: too old by now, or from before its reader left the list."""


class Erased(BadLink):
    """The link is ours, and nothing is kept of its reader any more."""


def confirm_token(subscriber: Subscriber, now: datetime) -> str:
    return sign(CONFIRM, subscriber.site_id, subscriber.public_id, now)


def manage_token(subscriber: Subscriber, now: datetime) -> str:
    return manage_token_of(subscriber.site_id, subscriber.public_id, now)


def manage_token_of(site_id: int, public_id: str, now: datetime) -> str:
    """The same for who knows no more of a subscriber than the public id."""
    return sign(MANAGE, site_id, public_id, now)


def subscriber_to_confirm(site_id: int, token: str, lifetime: timedelta, now: datetime) -> tuple[Subscriber, datetime]:
    """Whom the link asks to confirm, and when it was made. Raises BadLink and what is below it, or Expired."""
    link = read(CONFIRM, site_id, token)
    if link.is_older_than(lifetime, now):
        raise Expired
    subscriber = _subscriber(site_id, link)
    if subscriber.left_at and link.made_at <= subscriber.left_at:
        raise Expired
    return subscriber, link.made_at


def subscriber_to_manage(site_id: int, token: str) -> Subscriber:
    """Whose link it is. Raises BadLink and what is below it."""
    return _subscriber(site_id, read(MANAGE, site_id, token))


def _subscriber(site_id: int, link: SignedLink) -> Subscriber:
    found: Subscriber | None = (
        Subscriber.objects.filter(site=site_id, public_id=link.subject).select_related("site").first()
    )
    if found is None:
        raise Erased
    return found
