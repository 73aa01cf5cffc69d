"""A worker sends each letter once, and settles it once, whatever the server, the line or the process does."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from newsletter import issuing
from newsletter.models import Delivery, Issue
from newsletter.sending import PORTION, Worker, finish, settle_lost, take
from tests.missions import Missions
from tests.newsletter.letters import (
    BROKEN,
    FAULTY,
    NOON,
    PUT_OFF,
    REFUSED,
    Clock,
    FakeLine,
    make_letters,
    run_worker,
    states,
)


class Killed(BaseException):
    """What ends a process; nothing of ours catches it."""


def test_every_reader_gets_the_letter_once_and_the_issue_is_done(missions: Missions) -> None:
    issue, line = make_letters(missions.first, 3), FakeLine()
    assert run_worker(line) == 3
    assert sorted(line.got) == [f"reader{n}@example.org" for n in range(3)]
    assert set(states(issue).values()) == {"sent"}
    issue.refresh_from_db()
    assert issue.state == "sent"
    assert issue.finished_at == NOON
    assert run_worker(line) == 0


def test_more_than_a_portion_is_sent(missions: Missions) -> None:
    make_letters(missions.first, PORTION + 5)
    assert run_worker(FakeLine()) == PORTION + 5


def test_a_letter_that_is_put_off_waits_longer_each_time_under_the_same_name(missions: Missions) -> None:
    issue, clock = make_letters(missions.first, 1), Clock()
    line = FakeLine({"reader0@example.org": [PUT_OFF, PUT_OFF]})
    assert run_worker(line, clock) == 0
    first = issue.deliveries.get()
    assert (first.state, first.attempts, first.error) == ("waiting", 1, "451 4.7.1")
    assert run_worker(line, clock) == 0
    assert len(line.got) == 1, "it is not yet time"
    clock.pause((first.not_before - clock.now).total_seconds())
    run_worker(line, clock)
    second = issue.deliveries.get()
    assert second.not_before - clock.now > first.not_before - NOON
    clock.pause((second.not_before - clock.now).total_seconds())
    assert run_worker(line, clock) == 1
    names = {content.split(b"Message-ID: ")[1].split(b"\r\n")[0] for content in line.contents}
    assert names == {first.message_id.encode()}


def test_a_letter_is_given_up_after_so_many_attempts(missions: Missions, settings: Any) -> None:
    settings.MAIL_TRIES = 2
    issue, clock = make_letters(missions.first, 1), Clock()
    line = FakeLine({"reader0@example.org": PUT_OFF})
    for _ in range(3):
        run_worker(line, clock)
        clock.pause(86_400)
    assert len(line.got) == 2
    assert set(states(issue).values()) == {"failed"}
    issue.refresh_from_db()
    assert issue.state == "sent"


def test_an_address_that_is_refused_does_not_hold_up_the_others(missions: Missions) -> None:
    issue = make_letters(missions.first, 3)
    assert run_worker(FakeLine({"reader1@example.org": REFUSED})) == 2
    assert states(issue)["reader1@example.org"] == "failed"


def test_a_line_that_breaks_with_a_letter_on_it_leaves_it_unknown_and_sends_the_others(missions: Missions) -> None:
    issue = make_letters(missions.first, 3)
    line = FakeLine({"reader1@example.org": BROKEN})
    assert run_worker(line) == 2
    assert states(issue)["reader1@example.org"] == "unknown"
    run_worker(line, Clock(NOON + timedelta(days=3)))
    assert line.got.count("reader1@example.org") == 1


def test_a_killed_worker_leaves_one_letter_unknown_and_none_is_sent_twice(missions: Missions) -> None:
    issue, clock = make_letters(missions.first, 4), Clock()
    line = FakeLine({"reader1@example.org": Killed()})
    worker = Worker(clock, clock.pause)
    worker.line = line  # type: ignore[assignment]
    # Not ``run``: a process that is killed settles nothing and gives nothing back.
    with pytest.raises(Killed):
        worker._send_all(take(worker.name, NOON, clock.pause), NOON + timedelta(hours=1))
    assert sorted(states(issue).values()) == ["on_wire", "sent", "waiting", "waiting"]
    clock.pause(100_000)
    line.answers = {}
    assert run_worker(line, clock) == 2
    assert sorted(states(issue).values()) == ["sent", "sent", "sent", "unknown"]
    assert sorted(line.got) == [f"reader{n}@example.org" for n in range(4)]


def test_what_a_dead_worker_held_but_never_sent_is_free_after_the_lease(missions: Missions, settings: Any) -> None:
    issue = make_letters(missions.first, 3)
    assert len(take("dead", NOON, lambda _s: None)) == 3
    assert take("alive", NOON + timedelta(seconds=1), lambda _s: None) == []
    later = NOON + timedelta(seconds=settings.LIST_LEASE_SECONDS + 1)
    assert len(take("alive", later, lambda _s: None)) == 3
    assert set(states(issue).values()) == {"waiting"}


def test_a_worker_that_was_taken_for_dead_does_not_send_what_another_has(missions: Missions) -> None:
    make_letters(missions.first, 2)
    clock = Clock()
    worker = Worker(clock, clock.pause)
    slow = worker.line = FakeLine()  # type: ignore[assignment]
    portion = take(worker.name, NOON, clock.pause)
    clock.pause(100_000)
    other = FakeLine()
    assert run_worker(other, clock) == 2
    assert worker._send_all(portion, clock() + timedelta(hours=1)) == 0
    assert slow.got == []


def test_a_slow_worker_still_settles_the_letter_that_it_had_on_the_wire(missions: Missions) -> None:
    issue, clock = make_letters(missions.first, 1), Clock()
    line = FakeLine()

    def takes_long(_recipient: str) -> None:
        clock.pause(100_000)
        settle_lost(clock())
        assert set(states(issue).values()) == {"unknown"}

    line.before = takes_long
    assert run_worker(line, clock, minutes=10_000) == 1
    assert set(states(issue).values()) == {"sent"}


def test_a_server_that_is_away_is_asked_again_and_then_all_sending_stops(missions: Missions, settings: Any) -> None:
    settings.LIST_LINE_TRIES = 3
    issue, clock = make_letters(missions.first, 2), Clock()
    assert run_worker(FakeLine(is_down=2), clock) == 2
    other = make_letters(missions.second, 2)
    line = FakeLine(is_down=99)
    assert run_worker(line, clock) == 0
    other.refresh_from_db()
    assert (other.state, other.trouble) == ("stopped", "no_server")
    assert set(states(other).values()) == {"waiting"}
    issuing.resume(other)
    assert run_worker(FakeLine(), clock) == 2
    issue.refresh_from_db()
    assert issue.state == "sent"


def test_letters_go_on_by_themselves_once_the_server_answers_again(missions: Missions) -> None:
    away, refused = make_letters(missions.first, 1), make_letters(missions.second, 1)
    run_worker(FakeLine(is_down=99))
    Issue.objects.filter(pk=refused.pk).update(state="stopped", trouble="535")
    assert not issuing.go_on_where_server_answers(FakeLine(is_down=1))  # type: ignore[arg-type]
    assert issuing.go_on_where_server_answers(FakeLine())  # type: ignore[arg-type]
    assert not issuing.go_on_where_server_answers(FakeLine())  # type: ignore[arg-type]
    for issue, state in ((away, "sending"), (refused, "stopped")):
        issue.refresh_from_db()
        assert issue.state == state


def test_failures_that_are_no_address_s_fault_stop_sending_after_so_many_in_a_row(
    missions: Missions, settings: Any
) -> None:
    settings.LIST_STOP_AFTER = 3
    issue = make_letters(missions.first, 8)
    line = FakeLine({f"reader{n}@example.org": FAULTY for n in range(1, 8)})
    assert run_worker(line) == 1
    assert len(line.got) == 4
    issue.refresh_from_db()
    assert (issue.state, issue.trouble) == ("stopped", "421")


def test_addresses_that_are_all_refused_stop_sending_before_the_whole_list_is_tried(
    missions: Missions, settings: Any
) -> None:
    settings.LIST_STOP_AFTER = 3
    issue = make_letters(missions.first, 8)
    line = FakeLine({f"reader{n}@example.org": REFUSED for n in range(8)})
    assert run_worker(line) == 0
    assert len(line.got) == 3
    issue.refresh_from_db()
    assert (issue.state, issue.trouble) == ("stopped", "550 5.1.1")


def test_refused_addresses_among_others_stop_nothing(missions: Missions, settings: Any) -> None:
    settings.LIST_STOP_AFTER = 3
    issue = make_letters(missions.first, 8)
    assert run_worker(FakeLine({f"reader{n}@example.org": REFUSED for n in (0, 1, 3, 4, 6, 7)})) == 2
    issue.refresh_from_db()
    assert issue.state == "sent"


def test_a_paused_issue_sends_nothing_more_at_once(missions: Missions) -> None:
    issue = make_letters(missions.first, 5)
    line = FakeLine()
    line.before = lambda who: issuing.pause(issue) if who == "reader2@example.org" else None
    assert run_worker(line) == 3
    assert sorted(states(issue).values()) == ["sent"] * 3 + ["waiting"] * 2
    issue.refresh_from_db()
    assert issue.state == "paused"
    issuing.resume(issue)
    line.before = None
    assert run_worker(line) == 2


def test_a_cancelled_issue_drops_what_waits(missions: Missions) -> None:
    issue = make_letters(missions.first, 5)
    line = FakeLine()
    line.before = lambda who: issuing.cancel(issue, NOON) if who == "reader2@example.org" else None
    run_worker(line)
    assert sorted(states(issue).values()) == ["dropped"] * 2 + ["sent"] * 3
    with pytest.raises(issuing.CannotDo):
        issuing.resume(issue)


def test_the_speed_limit_holds_for_all_workers_together(missions: Missions, settings: Any) -> None:
    settings.LIST_MAILS_PER_MINUTE = 60
    make_letters(missions.first, 30)
    clock = Clock()
    run_worker(FakeLine(), clock)
    assert 28 <= (clock.now - NOON).total_seconds() <= 31


def test_without_a_limit_nobody_waits(missions: Missions, settings: Any) -> None:
    settings.LIST_MAILS_PER_MINUTE = 0
    make_letters(missions.first, 30)
    clock = Clock()
    run_worker(FakeLine(), clock)
    assert clock.now == NOON


def test_an_unknown_letter_goes_again_only_by_a_person(missions: Missions) -> None:
    issue = make_letters(missions.first, 1)
    run_worker(FakeLine({"reader0@example.org": BROKEN}))
    delivery = issue.deliveries.get()
    assert issuing.send_unknown_again(delivery, NOON)
    assert not issuing.send_unknown_again(delivery, NOON)
    line = FakeLine()
    assert run_worker(line) == 1
    assert delivery.message_id.encode() in line.contents[0]


def test_an_issue_is_not_done_while_a_letter_is_put_off(missions: Missions) -> None:
    issue = make_letters(missions.first, 2)
    run_worker(FakeLine({"reader0@example.org": [PUT_OFF]}))
    finish(NOON)
    issue.refresh_from_db()
    assert issue.state == "sending"


def test_the_numbers_of_queries_of_a_letter_do_not_grow_with_the_list(
    missions: Missions, django_assert_num_queries: Any, settings: Any
) -> None:
    settings.LIST_MAILS_PER_MINUTE = 0
    make_letters(missions.first, 20)
    clock = Clock()
    worker = Worker(clock, clock.pause)
    worker.line = FakeLine()  # type: ignore[assignment]
    portion = take(worker.name, NOON, clock.pause)
    worker._send_all(portion[:2], NOON + timedelta(hours=1))
    # A savepoint (in a test), the settling of the letter before, the next one on the wire, and the savepoint's release.
    with django_assert_num_queries(4 * 10):
        worker._send_all(portion[2:12], NOON + timedelta(hours=1))


def test_letters_of_a_state_that_is_not_going_out_are_not_taken(missions: Missions) -> None:
    issue = make_letters(missions.first, 1)
    for state in Issue.State.values:
        Issue.objects.filter(pk=issue.pk).update(state=state)
        assert bool(Delivery.objects.free(NOON)) == (state == "sending")
