"""The list of the demonstration: readers who do not exist, a letter as every letter is made, and no mail that leaves."""

from __future__ import annotations

from django.core import mail
from django.utils import timezone

from home.demo.readers import make_readers
from home.demo.reading import read
from newsletter.models import Issue, Subscriber
from tests.missions import Missions, visitor
from tests.news.ground import make_bulletin, make_category, make_index


def test_the_list_is_made_once_and_writes_to_nobody(missions: Missions) -> None:
    plan = read("readers")
    category = make_category(missions.first, "culture")
    make_bulletin(make_index(missions.first), "Reform", slug=plan["letter"], category=category)
    for _time in range(2):
        make_readers(missions.first.site, timezone.now(), plan)
    readers = Subscriber.objects.all()
    assert readers.count() == len(plan["reader"])
    assert all(reader.email.endswith("@example.org") for reader in readers)
    issue = Issue.objects.get()
    assert issue.state == "sent"
    assert set(issue.deliveries.values_list("state", flat=True)) == {"sent"}
    assert mail.outbox == []
    assert issue.public_id in visitor(missions.first).get("/subscribe/archive/").content.decode()


def test_a_mission_without_a_plan_has_an_empty_list(missions: Missions) -> None:
    make_readers(missions.second.site, timezone.now(), {})
    assert not Subscriber.objects.exists()
