"""The desk of a mission's editor, for tests of single panels."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.test import RequestFactory

from core.dashboard import Content, Desk, Row
from tests.missions import TestMission

NOW = datetime(2026, 3, 16, 12, tzinfo=UTC)  # eight in the morning in Washington


def desk_of(mission: TestMission, now: datetime = NOW, user: Any = None) -> Desk:
    request = RequestFactory(headers={"host": mission.host}).get("/admin/")
    # Fresh: an account remembers the rights that it was asked for.
    request.user = user or type(mission.editor).objects.get(pk=mission.editor.pk)
    return Desk(request, now)


def rows_of(content: Content) -> list[Row]:
    return [row for part in content.parts for row in part.rows]


def titles_of(content: Content) -> list[str]:
    return [row.title for row in rows_of(content)]
