"""What the links in letters to guests carry: the name of a reply, for as long as anything is known of the guest."""

from __future__ import annotations

from core.signing import BadLink, read
from events.models import Reply

MANAGE = "events.reply"


class Erased(Exception):
    """The link was good: the event is long over, and nothing is known of the guest any more."""


def reply_to_manage(site_id: int, token: str) -> Reply:
    """Whose link it is. Raises BadLink, or Erased."""
    subject = read(MANAGE, site_id, token).subject
    found: Reply | None = Reply.objects.filter(site=site_id, public_id=subject).select_related("book", "site").first()
    if found is None:
        raise BadLink
    if found.erased_at:
        raise Erased
    return found
