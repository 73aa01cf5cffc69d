"""The list: who is on it and what they asked for, what goes out, and what became of each letter."""

from newsletter.models.bounces import Bounce
from newsletter.models.deliveries import Delivery
from newsletter.models.imports import SubscriberImport
from newsletter.models.issues import Issue, IssueText
from newsletter.models.pace import Pace
from newsletter.models.sizes import ListSize
from newsletter.models.subscribers import Consent, Subscriber, Wish, new_public_id
from newsletter.models.suppressions import Suppression

__all__ = [
    "Bounce",
    "Consent",
    "Delivery",
    "Issue",
    "IssueText",
    "ListSize",
    "Pace",
    "Subscriber",
    "SubscriberImport",
    "Suppression",
    "Wish",
    "new_public_id",
]
