"""How far long work is: a bar on a terminal, lines elsewhere."""

from __future__ import annotations

from typing import Any

WIDTH = 30


class Progress:
    """Told ``(name, done, total)`` again and again; writes to ``out``, which is a text stream."""

    def __init__(self, out: Any) -> None:
        self.out = out
        self.is_terminal = bool(getattr(out, "isatty", lambda: False)())
        self.tenth: dict[str, int] = {}

    def __call__(self, name: str, done: int, total: int) -> None:
        if not total:
            self.out.write(f"{name}: all are there\n")
        elif self.is_terminal:
            self._draw(name, done, total)
        elif self.tenth.get(name) != done * 10 // total:
            self.tenth[name] = done * 10 // total
            self.out.write(f"{name}: {done} of {total}\n")

    def _draw(self, name: str, done: int, total: int) -> None:
        full = WIDTH * done // total
        end = "\n" if done == total else ""
        self.out.write(f"\r{name:10} [{'#' * full}{'.' * (WIDTH - full)}] {done} of {total}{end}")
        self.out.flush()
