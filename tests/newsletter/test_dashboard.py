"""The list on the dashboard: figures of one's own mission."""

from datetime import timedelta

import pytest

from newsletter.dashboard import ListPanel
from newsletter.models import Subscriber
from tests.desk import NOW, desk_of

pytestmark = pytest.mark.django_db


def subscribe(mission, *states, left_at=NOW):
    for state in states:
        email = f"{Subscriber.objects.count()}@example.org"
        Subscriber.objects.create(
            site=mission.site, email=email, language="en", state=state, asked_at=NOW, left_at=left_at
        )


def figures(mission):
    return [figure.number for figure in ListPanel(desk_of(mission)).content().figures]


def test_confirmed_waiting_and_lately_left_are_counted(missions):
    subscribe(missions.first, "confirmed", "confirmed", "unconfirmed", "left")
    subscribe(missions.first, "left", left_at=NOW - timedelta(days=31))
    subscribe(missions.second, "confirmed", "left")
    assert figures(missions.first) == [2, 1, 1]
    assert figures(missions.second) == [1, 0, 1]


def test_an_empty_list_is_said_in_words(missions):
    subscribe(missions.second, "confirmed")
    content = ListPanel(desk_of(missions.first)).content()
    assert content.is_empty
    assert content.empty == "Nobody has joined the list yet."


def test_the_size_is_for_who_may_see_the_list(missions):
    missions.first.group.permissions.filter(codename="view_subscriber").delete()
    assert not ListPanel(desk_of(missions.first)).is_shown()
