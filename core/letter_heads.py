"""Headers that letters of some kinds carry beside the usual ones; the app whose letters they are says which.

They are made when a letter leaves, from its row, so that nothing secret is kept in the outbox for them.
"""

from __future__ import annotations

from collections.abc import Callable

from core.models import OutboxMessage

Heads = Callable[[OutboxMessage], dict[str, str]]
_of_kind: dict[str, Heads] = {}


def carry(kind: str, heads: Heads) -> None:
    """Letters of that kind carry what ``heads`` makes of their row, the same each time it is asked."""
    _of_kind[kind] = heads


def heads_of(message: OutboxMessage) -> dict[str, str]:
    heads = _of_kind.get(message.kind)
    return heads(message) if heads else {}
