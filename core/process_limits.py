"""What a process may take that works on what others wrote: it binds itself, for good, before it begins."""

from __future__ import annotations

import resource

MEGABYTE = 1024 * 1024
# With what such a process ends where its memory is used up: neither 0 nor what Python itself ends with.
OUT_OF_MEMORY = 3


def bind(cpu_seconds: int, memory_mb: int) -> None:
    """Limits of this process for good. A system that knows a limit only by name goes without it."""
    memory = memory_mb * MEGABYTE
    wanted = {
        # The second after the first is for those whose first signal says why they end.
        resource.RLIMIT_CPU: (cpu_seconds, cpu_seconds + 1),
        resource.RLIMIT_AS: (memory, memory),
        resource.RLIMIT_CORE: (0, 0),
    }
    for limit, values in wanted.items():
        try:
            resource.setrlimit(limit, values)
        except (ValueError, OSError):
            continue
