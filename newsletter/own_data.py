"""All that is kept of one reader, for the reader to take away."""

from __future__ import annotations

from typing import Any

from django.db.models import F

from core.models import OutboxMessage
from newsletter.models import Subscriber, Suppression
from newsletter.suppression import digest_of


def own_data(subscriber: Subscriber) -> dict[str, Any]:
    """Plain values, ready for JSON; moments in UTC. Words that people choose from are codes."""
    return {
        "site": subscriber.site.hostname,
        "email": subscriber.email,
        "state": subscriber.state,
        "language": subscriber.language,
        "rhythm": subscriber.rhythm,
        "link_name": subscriber.public_id,
        "asked_at": subscriber.asked_at,
        "confirmed_at": subscriber.confirmed_at,
        "left_at": subscriber.left_at,
        "returned_letters": {"put_off": subscriber.soft_bounces, "returned": subscriber.hard_bounces},
        "topics": [
            {"topic": wish.topic, "category": wish.category.slug if wish.category else None}
            for wish in subscriber.wishes.select_related("category").order_by("topic", "category__slug")
        ],
        "history": list(subscriber.consents.values("act", "at", "page", "wording", "source")),
        "letters": _letters(subscriber),
        "reports_of_mail_servers": list(subscriber.bounces.values("kind", "at", "status", "reason")),
        "messages_about_the_list": list(
            OutboxMessage.objects.filter(site=subscriber.site, about=subscriber.public_id)
            .order_by("made_at", "pk")
            .values("kind", "subject", "language", "state", "made_at", "settled_at")
        ),
        "gets_no_letters_because": list(
            Suppression.objects.filter(
                site=subscriber.site, digest=digest_of(subscriber.site_id, subscriber.email)
            ).values("reason", "at")
        ),
    }


def _letters(subscriber: Subscriber) -> list[dict[str, Any]]:
    facts = ("language", "message_id", "state", "attempts", "settled_at", "error")
    return list(subscriber.deliveries.order_by("pk").values(*facts, title=F("issue__title")))
