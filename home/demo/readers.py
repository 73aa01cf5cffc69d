"""The e-mail list of the demonstration: readers who do not exist, and one letter in the archive. No mail leaves."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from wagtail.models import Site

from news.models import BulletinPage, Category
from newsletter import issuing
from newsletter.consents import Proof, record
from newsletter.models import Consent, Delivery, Issue, ListSize, Subscriber
from newsletter.preferences import keep_wishes
from newsletter.preparing import prepare
from newsletter.sending import finish

PROOF = Proof("demonstration", "")


def make_readers(site: Site, now: datetime, plan: dict[str, Any]) -> None:
    """The readers of a plan and the letter to them, for a mission whose list is empty."""
    if not plan.get("reader") or Subscriber.objects.for_site(site).exists():
        return
    categories = dict(Category.objects.for_site(site).values_list("slug", "pk"))
    joined = now - timedelta(days=30)
    for entry in plan["reader"]:
        _make_reader(site, entry, categories, joined)
    for back, size in enumerate(reversed(plan["sizes"])):
        ListSize.objects.create(site=site, day=(now - timedelta(days=30 * (back + 1))).date(), size=size)
    _make_letter(site, plan["letter"], now)


def _make_reader(site: Site, entry: dict[str, Any], categories: dict[str, int], joined: datetime) -> None:
    confirmed = entry.get("state", "confirmed") == "confirmed"
    reader = Subscriber.objects.create(
        site=site,
        email=entry["email"],
        language=entry["language"],
        rhythm=entry.get("rhythm", Subscriber.Rhythm.EACH),
        state=Subscriber.State.CONFIRMED if confirmed else Subscriber.State.UNCONFIRMED,
        asked_at=joined,
        confirmed_at=joined if confirmed else None,
    )
    wishes = (topic.partition(":") for topic in entry["topics"])
    keep_wishes(reader, frozenset((topic, categories.get(category)) for topic, _colon, category in wishes))
    for act in (Consent.Act.ASKED, Consent.Act.CONFIRMED)[: 1 + confirmed]:
        record(reader, act, PROOF, joined)


def _make_letter(site: Site, slug: str, now: datetime) -> None:
    """Composed and prepared as every letter is, then noted as sent: it would go to addresses that do not exist."""
    page = BulletinPage.objects.for_site(site).filter(slug=slug).order_by("pk").first()
    if page is None:
        return
    issue = issuing.issue_of(page, site, None, now)
    issuing.move(issue, issuing.OPEN, state=Issue.State.PREPARING, due_at=now)
    prepare(issue, now)
    issue.deliveries.update(state=Delivery.State.SENT, settled_at=now)
    finish(now)
