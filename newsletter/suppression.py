"""Who is not written to, whoever asks: known by a hash of the address, which outlives the subscriber's row."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime

from wagtail.models import Site

from newsletter.models import Suppression


def digest_of(site_id: int, email: str) -> str:
    """The hash under which an address is kept: the same for every way of writing its letters.

    It depends on no secret, so that it holds when the keys of the install are changed.
    """
    return hashlib.sha256(f"newsletter.suppression {site_id} {email.strip().lower()}".encode()).hexdigest()


def suppress(site_id: int, email: str, reason: str, now: datetime) -> None:
    """Writes to the address no more. The newest reason is kept. Safe to repeat."""
    Suppression.objects.update_or_create(
        site_id=site_id, digest=digest_of(site_id, email), defaults={"reason": reason, "at": now}
    )


def release(site_id: int, email: str) -> None:
    """The owner of the address has joined anew, by their own confirmation."""
    Suppression.objects.filter(site_id=site_id, digest=digest_of(site_id, email)).delete()


def suppressed_among(site_id: int, emails: Iterable[str]) -> set[str]:
    """Those of the addresses that are not written to; one query for some hundreds of them."""
    digests = {digest_of(site_id, email): email for email in emails}
    found = Suppression.objects.filter(site_id=site_id, digest__in=list(digests)).values_list("digest", flat=True)
    return {digests[digest] for digest in found}


def is_suppressed(site: Site, email: str) -> bool:
    return bool(suppressed_among(site.pk, [email]))
