"""Figures of this process, and the page that Prometheus reads them from. Each process has its own, and is asked itself.

What is counted is counted in memory under one lock and costs a microsecond; what lies in the database is asked when
the page is.
"""

from __future__ import annotations

import hmac
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator
from threading import Lock

from django.conf import settings
from django.db.models import Count, Min
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django_tasks_db.models import DBTaskResult

from core.models import OutboxMessage
from core.safe_methods import require_safe

# Upper bounds in seconds.
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
# The first part of an address says what class of page it is.
CLASSES = {
    **{name: name for name in ("static", "media", "admin", "health", "theme")},
    "documents": "document",
    "metrics": "health",
}
SECTIONS = frozenset({"news", "events", "music", "search", "subscribe"})

Labels = tuple[tuple[str, str], ...]


def class_of(path: str, languages: frozenset[str]) -> str:
    """What a request was for, as one of a dozen words; never anything that a visitor made up."""
    parts = path.strip("/").split("/")
    if parts[0] in CLASSES:
        return CLASSES[parts[0]]
    if parts[0] in languages:
        parts = parts[1:] or [""]
    if parts[0] == "music" and len(parts) > 1 and parts[1] == "audio":
        return "audio"
    if "." in parts[-1]:
        return "feed"
    if parts[0] in SECTIONS:
        return parts[0]
    return "page" if parts[0] else "home"


class Figures:
    """The counts of one process. Safe for all its threads."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.requests: Counter[tuple[str, int]] = Counter()
        self.seconds: dict[str, list[float]] = {}
        self.events: Counter[tuple[str, Labels]] = Counter()
        self.gauges: dict[str, Callable[[], float]] = {}

    def request(self, kind: str, status: int, seconds: float) -> None:
        """One answer and how long it took until its last byte was handed over."""
        with self.lock:
            self.requests[kind, status] += 1
            row = self.seconds.setdefault(kind, [0.0] * (len(BUCKETS) + 2))
            row[bisect_left(BUCKETS, seconds)] += 1
            row[-1] += seconds

    def count(self, name: str, **labels: str) -> None:
        """One more of something, such as ``count("page_cache", outcome="hit")``."""
        with self.lock:
            self.events[name, tuple(sorted(labels.items()))] += 1

    def gauge(self, name: str, read: Callable[[], float]) -> None:
        """Something that is read when the page is asked for; a later one of the same name takes its place."""
        self.gauges[name] = read

    def lines(self) -> Iterator[str]:
        """The text format of Prometheus, version 0.0.4."""
        with self.lock:
            requests, seconds = dict(self.requests), {kind: list(row) for kind, row in self.seconds.items()}
            events = dict(self.events)
        yield "# TYPE embassy_requests_total counter"
        for (kind, status), number in sorted(requests.items()):
            yield _line("requests_total", (("class", kind), ("status", str(status))), number)
        yield "# TYPE embassy_request_seconds histogram"
        for kind, row in sorted(seconds.items()):
            yield from _histogram(kind, row)
        for name in sorted({name for name, _labels in events}):
            yield f"# TYPE embassy_{name}_total counter"
            for (own, labels), number in sorted(events.items()):
                if own == name:
                    yield _line(f"{name}_total", labels, number)
        for name, read in sorted(self.gauges.items()):
            yield f"# TYPE embassy_{name} gauge"
            yield _line(name, (), read())


figures = Figures()


def _histogram(kind: str, row: list[float]) -> Iterator[str]:
    total = 0.0
    for bound, number in zip((*map(str, BUCKETS), "+Inf"), row[:-1], strict=True):
        total += number
        yield _line("request_seconds_bucket", (("class", kind), ("le", bound)), total)
    yield _line("request_seconds_sum", (("class", kind),), row[-1])
    yield _line("request_seconds_count", (("class", kind),), total)


def _line(name: str, labels: Labels, value: float) -> str:
    inside = ",".join(f'{label}="{text}"' for label, text in labels)
    # The content version has more digits than a figure needs.
    number = str(value) if isinstance(value, int) else f"{value:.10g}"
    return f"embassy_{name}{{{inside}}} {number}" if inside else f"embassy_{name} {number}"


def task_lines() -> Iterator[str]:
    """How many tasks are in which state, and how long the oldest has waited; one query."""
    states = DBTaskResult.objects.order_by().values("status").annotate(number=Count("pk"), oldest=Min("enqueued_at"))
    found = {row["status"]: row for row in states}
    yield "# TYPE embassy_tasks gauge"
    for state in ("READY", "RUNNING", "FAILED", "SUCCESSFUL"):
        yield _line("tasks", (("state", state.lower()),), found[state]["number"] if state in found else 0)
    waiting = found.get("READY")
    age = (timezone.now() - waiting["oldest"]).total_seconds() if waiting else 0
    yield "# TYPE embassy_oldest_task_seconds gauge"
    yield _line("oldest_task_seconds", (), max(0.0, age))


def mail_lines() -> Iterator[str]:
    """How many messages of the outbox are in which state; one query."""
    states = OutboxMessage.objects.order_by().values_list("state").annotate(number=Count("pk"))
    found = dict(states)
    yield "# TYPE embassy_mail gauge"
    for state in OutboxMessage.State.values:
        yield _line("mail", (("state", state),), found.get(state, 0))


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """The figures for who knows METRICS_TOKEN (``Authorization: Bearer …``); without that setting there is no page."""
    if not settings.METRICS_TOKEN:
        raise Http404
    scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
    if scheme != "Bearer" or not hmac.compare_digest(token.encode(), settings.METRICS_TOKEN.encode()):
        refused = HttpResponse("The token is missing or wrong.\n", status=401, content_type="text/plain")
        refused.headers["WWW-Authenticate"] = "Bearer"
        return refused
    lines = [*figures.lines(), *task_lines(), *mail_lines()]
    return HttpResponse("\n".join(lines) + "\n", content_type=CONTENT_TYPE)
