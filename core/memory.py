"""What a process remembers between requests: values that hold for one content version.

Only what every page of a mission needs and no visitor changes; whoever gets a value must not alter it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from core.content_version import tracker

Value = TypeVar("Value")

_remembered: dict[Hashable, tuple[int, Any]] = {}


def remembered(key: Hashable, make: Callable[[], Value]) -> Value:
    """The value of ``make`` for the present version, made when it is not known.

    In a transaction that has changed something it is made anew each time: others must not see that yet.
    """
    version = tracker.settled()
    if version is None:
        return make()
    known = _remembered.get(key)
    if known is not None and known[0] == version:
        found: Value = known[1]
        return found
    value = make()
    if tracker.value == version:
        _remembered[key] = (version, value)
    return value


def is_settled() -> bool:
    """Whether what is remembered may be used here: not in a transaction that has changed something."""
    return tracker.settled() is not None


def forget() -> None:
    """Everything, as at the start of the process."""
    _remembered.clear()
    tracker.forget()
