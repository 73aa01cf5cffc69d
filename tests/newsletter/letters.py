"""Readers, issues and a mail server in the hand of the test."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from core.delivery import NotSent, Verdict
from newsletter.line import SENT, Answer, Steps
from newsletter.models import Delivery, Issue, IssueText, Subscriber, Wish
from newsletter.topics import Topic
from tests.missions import TestMission
from tests.news.ground import make_bulletin, make_category, make_index

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
PUT_OFF = Answer(Verdict.LATER, "451 4.7.1")
REFUSED = Answer(Verdict.REFUSED, "550 5.1.1")
BROKEN = Answer(Verdict.UNKNOWN, "SMTPServerDisconnected", is_systemic=True)
NOT_OURS = Answer(Verdict.LATER, "RCPT 554 5.7.1", is_systemic=True)
FAULTY = Answer(Verdict.LATER, "421", is_systemic=True)


def make_reader(
    mission: TestMission, email: str = "reader@example.org", *topics: Any, language: str = "en", **facts: Any
) -> Subscriber:
    """A confirmed subscriber with the topics given, all bulletins by default; a Category means its bulletins."""
    given = {"state": "confirmed", "asked_at": NOON, "confirmed_at": NOON, **facts}
    reader = Subscriber.objects.create(site=mission.site, email=email, language=language, **given)
    for topic in topics or (Topic.BULLETINS,):
        category = None if isinstance(topic, str) else topic
        Wish.objects.create(subscriber=reader, topic=Topic.BULLETINS if category else topic, category=category)
    return reader


def make_issue(mission: TestMission, state: str = "preparing", **facts: Any) -> Issue:
    """The issue of a new public bulletin."""
    index = facts.pop("index", None) or make_index(mission)
    category = facts.pop("category", None) or make_category(mission, f"category-{Issue.objects.count()}")
    page = facts.pop("page", None) or make_bulletin(index, title="Notes", slug="notes", category=category)
    given = {"kind": "bulletin", "title": page.title, "fallback": "en", "made_at": NOON, **facts}
    return Issue.objects.create(
        site=mission.site, translation_key=page.translation_key, state=state, category=page.category, **given
    )


def make_letters(mission: TestMission, count: int) -> Issue:
    """An issue that is going out to so many readers, without a page behind it."""
    issue = Issue.objects.create(
        site=mission.site, kind="bulletin", title="Notes", fallback="en", made_at=NOON, state="sending", started_at=NOON
    )
    IssueText.objects.create(issue=issue, language="en", subject="Notes", text="Text", html="<p>Text</p>")
    for number in range(count):
        reader = make_reader(mission, f"reader{number}@example.org")
        Delivery.objects.create(
            issue=issue,
            subscriber=reader,
            email=reader.email,
            public_id=reader.public_id,
            language="en",
            message_id=f"<{number}.{issue.pk}@aland.example>",
            not_before=NOON,
        )
    return issue


class FakeLine:
    """Answers as told, by address; notes what it got. ``is_down`` counts the times that it does not open."""

    def __init__(self, answers: dict[str, Any] | None = None, is_down: int = 0) -> None:
        self.answers, self.is_down = answers or {}, is_down
        self.got: list[str] = []
        self.contents: list[bytes] = []
        self.before: Any = None

    def open(self) -> None:
        if self.is_down:
            self.is_down -= 1
            raise NotSent

    def hand_over(self, sender: str, recipient: str, content: bytes, letter: Any, steps: Steps) -> Answer | None:
        if not steps.before_text():
            return None
        if self.before:
            self.before(recipient)
        self.got.append(recipient)
        self.contents.append(content)
        steps.meanwhile()
        answer = self.answers.get(recipient, SENT)
        if isinstance(answer, list):
            answer = answer.pop(0) if answer else SENT
        if isinstance(answer, BaseException):
            raise answer
        return answer

    def close(self) -> None:
        pass


class Clock:
    """Stands still but for what is waited."""

    def __init__(self, now: datetime = NOON) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def pause(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


def run_worker(line: FakeLine, clock: Clock | None = None, minutes: float = 60) -> int:
    from newsletter.sending import Worker

    clock = clock or Clock()
    worker = Worker(clock, clock.pause)
    worker.line = line  # type: ignore[assignment]
    return worker.run(until=clock() + timedelta(minutes=minutes))


def states(issue: Issue) -> dict[str, str]:
    return dict(issue.deliveries.values_list("email", "state"))
