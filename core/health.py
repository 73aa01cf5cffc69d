"""Two answers for whoever watches the process: that it lives, and that it can serve pages.

The second goes through its parts one by one and says of each one word; what exactly is wrong stands in the log.
"""

from __future__ import annotations

import logging
import pkgutil
import time
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from uuid import uuid4

from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from core.heartbeats import SCHEDULER, WORKER, is_alive
from core.safe_methods import require_safe

logger = logging.getLogger(__name__)

OK, FAILED, LATE, NOT_EXPECTED = "ok", "failed", "late", "not expected"
# Without these no page can be served. Without the others pages go on: a load balancer that took every process away
# because the one worker is late would turn a small trouble into a large one.
NEEDED = frozenset({"database", "migrations", "storage"})
# A probe that costs something is not repeated sooner.
STORAGE_SECONDS = 30.0
PROBE = b"is this kept?"


class Remembered:
    """The last word of a probe for some seconds, in this process."""

    def __init__(self, probe: Callable[[], str], seconds: float) -> None:
        self.probe = probe
        self.seconds = seconds
        self.word = ""
        self.until = 0.0

    def __call__(self) -> str:
        now = time.monotonic()
        if now >= self.until:
            self.word = self.probe()
            self.until = now + self.seconds
        return self.word


@never_cache
@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """200 while the process answers at all; no database is asked."""
    return HttpResponse("live\n", content_type="text/plain")


@never_cache
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """200 when pages can be served, 503 otherwise; with ``?strict`` also 503 when anything else is amiss.

    The body is JSON: ``state`` is ready, degraded or failed, ``parts`` has one word for each.
    """
    parts = {name: _word(name, probe) for name, probe in PROBES.items()}
    amiss = {name for name, word in parts.items() if word not in {OK, NOT_EXPECTED}}
    state = "failed" if amiss & NEEDED else "degraded" if amiss else "ready"
    is_bad = state == "failed" or (state == "degraded" and "strict" in request.GET)
    return JsonResponse({"state": state, "parts": parts}, status=503 if is_bad else 200)


def _word(name: str, probe: Callable[[], str]) -> str:
    """What a probe says. Whatever it stumbles over is its answer: this is asked when things are broken."""
    try:
        return probe()
    except Exception as error:  # noqa: BLE001  # libraries for caches and stores raise errors of their own kinds
        logger.error("Not ready: %s: %s", name, type(error).__name__)
        return FAILED


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return OK


def migration_names() -> set[tuple[str, str]]:
    """App and name of every migration that this code brings. Their modules are not loaded, which takes a second."""
    found = set()
    for app in apps.get_app_configs():
        name = f"{app.name}.migrations"
        if find_spec(name) is None:
            continue
        folders = getattr(import_module(name), "__path__", [])
        found |= {(app.label, module.name) for module in pkgutil.iter_modules(folders) if module.name[0] not in "_~"}
    return found


class Migrations:
    """Whether the database has every migration. Once it has, it is not asked again: code is new only after a start."""

    def __init__(self) -> None:
        self.wanted: set[tuple[str, str]] | None = None
        self.are_applied = False

    def __call__(self) -> str:
        if self.are_applied:
            return OK
        if self.wanted is None:
            self.wanted = migration_names()
        self.are_applied = self.wanted <= set(MigrationRecorder(connection).applied_migrations())
        return OK if self.are_applied else LATE


def _cache() -> str:
    key = f"health-{uuid4().hex}"
    cache.set(key, "kept", 10)
    found = cache.get(key)
    cache.delete(key)
    return OK if found == "kept" else FAILED


def _storage() -> str:
    """Writes a few bytes among the originals, reads them and takes them away."""
    name = default_storage.save(f"health/{uuid4().hex}", ContentFile(PROBE))
    try:
        with default_storage.open(name, "rb") as file:
            return OK if file.read() == PROBE else FAILED
    finally:
        default_storage.delete(name)


def _process(kind: str) -> Callable[[], str]:
    def probe() -> str:
        if kind not in settings.EXPECTED_PROCESSES:
            return NOT_EXPECTED
        return OK if is_alive(kind, timezone.now()) else LATE

    return probe


PROBES: dict[str, Callable[[], str]] = {
    "database": _database,
    "migrations": Migrations(),
    "cache": _cache,
    "storage": Remembered(_storage, STORAGE_SECONDS),
    "worker": _process(WORKER),
    "scheduler": _process(SCHEDULER),
}
