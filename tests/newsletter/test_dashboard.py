"""The list on the dashboard: figures of one's own mission, its growth, and the letters that wait for a person."""

from datetime import date, timedelta

import pytest

from newsletter.dashboard import LettersPanel, ListPanel
from newsletter.growth import Month, growth, note_sizes
from newsletter.models import Delivery, Issue, ListSize, Subscriber
from newsletter.progress import progress_of
from tests.desk import NOW, desk_of, rows_of, titles_of
from tests.newsletter.letters import make_letters, make_reader

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
    Subscriber.objects.filter(site=missions.first.site, email="0@example.org").update(confirmed_at=NOW)
    assert figures(missions.first) == [2, 1, 1, 1]
    assert figures(missions.second) == [1, 0, 0, 1]


def test_an_empty_list_is_said_in_words(missions):
    subscribe(missions.second, "confirmed")
    content = ListPanel(desk_of(missions.first)).content()
    assert content.is_empty
    assert content.empty == "Nobody has joined the list yet."


def test_the_size_is_for_who_may_see_the_list(missions):
    missions.first.group.permissions.filter(codename="view_subscriber").delete()
    assert not ListPanel(desk_of(missions.first)).is_shown()


def note(mission, day, size):
    ListSize.objects.create(site=mission.site, day=day, size=size)


def test_the_size_of_each_list_is_noted_once_a_day(missions):
    make_reader(missions.first, "one@example.org")
    note_sizes(NOW)
    make_reader(missions.first, "two@example.org")
    make_reader(missions.first, "gone@example.org", state="left")
    note_sizes(NOW + timedelta(hours=2))
    sizes = dict(ListSize.objects.values_list("site", "size"))
    assert sizes == {missions.first.site.pk: 2, missions.second.site.pk: 0} | {
        pk: 0 for pk in sizes if pk not in {missions.first.site.pk, missions.second.site.pk}
    }
    assert set(ListSize.objects.values_list("day", flat=True)) == {NOW.date()}


def test_a_month_is_as_large_as_its_last_note_and_lists_add_up(missions):
    note(missions.first, date(2026, 1, 5), 10)
    note(missions.first, date(2026, 1, 31), 12)
    note(missions.second, date(2026, 1, 31), 3)
    note(missions.first, date(2026, 3, 1), 20)
    note(missions.first, date(2025, 3, 31), 1)
    both = [missions.first.site, missions.second.site]
    assert growth(both, NOW) == [Month(date(2026, 1, 1), 15), Month(date(2026, 3, 1), 20)]
    assert growth(both[:1], NOW)[0] == Month(date(2026, 1, 1), 12)


def test_the_growth_is_drawn_from_the_second_month_on(missions):
    make_reader(missions.first)
    note(missions.first, date(2026, 3, 1), 1)
    assert ListPanel(desk_of(missions.first)).content().chart is None
    note(missions.first, date(2026, 2, 1), 4)
    chart = ListPanel(desk_of(missions.first)).content().chart
    assert [(words, number) for words, number, _length in chart.rows] == [("Feb 2026", 4), ("Mar 2026", 1)]


def test_letters_that_wait_for_a_decision_come_first(missions):
    for state, title in (("sent", "Old"), ("scheduled", "Next"), ("overdue", "Late"), ("cancelled", "Never")):
        issue = make_letters(missions.first, 0)
        started = NOW if state == "sent" else None
        Issue.objects.filter(pk=issue.pk).update(state=state, title=title, started_at=started, due_at=NOW)
    make_letters(missions.second, 0)
    content = LettersPanel(desk_of(missions.first)).content()
    assert titles_of(content) == ["Late", "Next", "Old"]
    assert [row.urgent for row in rows_of(content)] == [True, False, False]


def test_what_became_of_the_last_letter_is_told_in_numbers(missions):
    issue = make_letters(missions.first, 5)
    keys = list(issue.deliveries.order_by("pk").values_list("pk", flat=True))
    for key, state in zip(keys, ("sent", "sent", "failed", "unknown", "dropped"), strict=True):
        Delivery.objects.filter(pk=key).update(state=state)
    progress = progress_of(issue, NOW)
    assert (progress.total, progress.sent, progress.failed, progress.unknown, progress.dropped) == (5, 2, 1, 1, 1)
    assert progress.percent == 100
    facts = rows_of(LettersPanel(desk_of(missions.first)).content())[0].facts
    assert facts[:3] == ("2 sent", "1 not delivered", "1 perhaps delivered")


def test_letters_are_for_who_may_send(missions):
    missions.first.group.permissions.filter(codename="send_issue").delete()
    assert not LettersPanel(desk_of(missions.first)).is_shown()


def test_the_panels_cost_the_same_however_long_the_list_is(missions, django_assert_max_num_queries):
    make_letters(missions.first, 10)
    for month in range(1, 13):
        note(missions.first, date(2025 + (month > 9), (month + 3 - 1) % 12 + 1, 1), month)
    desk = desk_of(missions.first)
    with django_assert_max_num_queries(10):
        ListPanel(desk).content()
        LettersPanel(desk).content()
