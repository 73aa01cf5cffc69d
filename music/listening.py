"""The process in which a recording is decoded, apart from the worker: ``python -m music.listening``, no Django.

It takes one job as JSON on its input, binds itself to the job's limits, and says what came of it as JSON.
"""

from __future__ import annotations

import errno
import json
import resource
import sys
from collections.abc import Callable
from typing import Any

MEGABYTE = 1024 * 1024
# What is no fault of the file.
ERRORS = {errno.ENOMEM: "memory", errno.ENOSPC: "storage", errno.EDQUOT: "storage"}


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


def do(job: dict[str, Any]) -> dict[str, Any]:
    """The job's answer; `error` is a key of music.findings.SENTENCES."""
    # After the limits: what is loaded here counts towards them.
    from av.error import FFmpegError

    from music.measuring import Undecodable

    work: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {"measure": _measure, "encode": _encode}
    try:
        return work[job["work"]](job)
    except MemoryError:
        return {"error": "memory"}
    except Undecodable:
        return {"error": "no_sound"}
    except FFmpegError as error:
        return {"error": ERRORS.get(error.errno or 0, "unreadable")}


def _measure(job: dict[str, Any]) -> dict[str, Any]:
    from music.measuring import measure

    found = measure(job["source"])
    return vars(found) | {"peaks": found.peaks.hex()}


def _encode(job: dict[str, Any]) -> dict[str, Any]:
    from music.encoding import RECIPES, encode

    encode(job["source"], job["target"], RECIPES[job["kind"]], job["gain_db"])
    return {}


if __name__ == "__main__":
    asked = json.load(sys.stdin)
    bind(asked["cpu_seconds"], asked["memory_mb"])
    json.dump(do(asked), sys.stdout)
