"""Which of a page's translations a visitor gets where the page is shown inside another one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import get_language

from core.missions import mission_of


def best_translations(pages: Iterable[Any], request: HttpRequest) -> dict[UUID, Any]:
    """One page for each translation key: in the active language, else in the mission's main one, else any."""
    preferred = [get_language(), mission_of(request).main_language]
    found: dict[UUID, Any] = {}
    for page in pages:
        best = found.get(page.translation_key)
        if best is None or _rank(page, preferred) < _rank(best, preferred):
            found[page.translation_key] = page
    return found


def _rank(page: Any, preferred: list[Any]) -> int:
    code = page.locale.language_code
    return preferred.index(code) if code in preferred else len(preferred)
