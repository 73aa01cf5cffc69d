"""What a reader asks for: topics, categories of bulletins, how often and in which language; and how that is said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.models import Site

from core.languages import own_name
from core.missions import mission_of_site
from core.words import Wording
from news.models import BulletinPage, Category
from newsletter.models import Subscriber, Wish
from newsletter.topics import Topic

# Ticked in an empty form: what most people come for, and what warns them. Nobody gets it before they have seen the list
# in the form, sent it, and pressed the button behind the letter.
PRESELECTED = (Topic.BULLETINS, Topic.EVENTS, Topic.ALERTS)

Wishes = frozenset[tuple[str, int | None]]


@dataclass(frozen=True)
class Preferences:
    """``wishes`` are pairs of a topic and a category; bulletins without a category are those of every one."""

    language: str
    rhythm: str
    wishes: Wishes

    @property
    def topics(self) -> list[str]:
        return [topic for topic in Topic.values if any(wish[0] == topic for wish in self.wishes)]

    @property
    def categories(self) -> list[int]:
        return sorted(category for _topic, category in self.wishes if category is not None)


def preferences_of(subscriber: Subscriber) -> Preferences:
    wishes = frozenset(subscriber.wishes.order_by().values_list("topic", "category"))
    return Preferences(subscriber.language, subscriber.rhythm, wishes)


def keep_wishes(subscriber: Subscriber, wishes: Wishes) -> None:
    """Puts these wishes in the place of those that were there."""
    subscriber.wishes.all().delete()
    Wish.objects.bulk_create(
        Wish(subscriber=subscriber, topic=topic, category_id=category)
        for topic, category in sorted(wishes, key=lambda wish: (wish[0], wish[1] or 0))
    )


def categories_of(site: Site, besides: list[int] | None = None) -> list[tuple[int, Wording]]:
    """Key and name, in the active language, of each category that visitors find bulletins in, by name.

    ``besides`` are shown in any case: somebody has chosen them before.
    """
    filled = BulletinPage.objects.for_site(site).published().exclude(category=None).order_by().values("category")
    rows: Any = Category.objects.for_site(site).filter(Q(pk__in=filled) | Q(pk__in=besides or []))
    main = mission_of_site(site).main_language
    named = [(row.pk, row.word("name", main=main)) for row in rows.with_words()]
    return sorted(named, key=lambda pair: pair[1].text.casefold())


def rhythm_choices() -> list[tuple[str, str]]:
    """How often letters may come, each with what that means."""
    return [
        (Subscriber.Rhythm.EACH, _("Each bulletin when it appears, everything else once a week")),
        (Subscriber.Rhythm.DAILY, _("One letter a day, on days with news")),
        (Subscriber.Rhythm.WEEKLY, _("One letter a week, in weeks with news")),
    ]


def in_words(site: Site, preferences: Preferences) -> list[str]:
    """What was chosen, in the active language: topics, rhythm, language."""
    names = [str(Topic(topic).label) for topic in preferences.topics]
    if preferences.categories:
        chosen = [
            name.text for key, name in categories_of(site, preferences.categories) if key in preferences.categories
        ]
        bulletins = _("%(topic)s (%(categories)s)") % {
            "topic": Topic.BULLETINS.label,
            "categories": ", ".join(chosen),
        }
        names[0] = bulletins  # the first of the topics
    return [", ".join(names), dict(rhythm_choices())[preferences.rhythm], own_name(preferences.language)]
