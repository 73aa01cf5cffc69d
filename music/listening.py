"""The process in which a recording is decoded, apart from the worker: ``python -m music.listening``, no Django.

It takes one job as JSON on its input, binds itself to the job's limits, and says what came of it as JSON.
"""

from __future__ import annotations

import errno
import json
import sys
from collections.abc import Callable
from typing import Any

from av.error import FFmpegError

from core.process_limits import bind
from music.encoding import encode
from music.loudness import CEILING_DBTP
from music.measuring import Undecodable, measure
from music.recipes import RECIPES

# The second one nearly always fits; a codec that still peaks higher after the third has done so by hundredths.
ENCODINGS = 3
# What is no fault of the file.
ERRORS = {errno.ENOMEM: "memory", errno.ENOSPC: "storage", errno.EDQUOT: "storage"}


def do(job: dict[str, Any]) -> dict[str, Any]:
    """The job's answer; `error` is a key of music.findings.SENTENCES."""
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
    found = measure(job["source"])
    return vars(found) | {"peaks": found.peaks.hex()}


def _encode(job: dict[str, Any]) -> dict[str, Any]:
    """Encodes, and listens to what came out: a codec moves peaks, so a loud recording may need a little less gain."""
    gain = float(job["gain_db"])
    for _time in range(ENCODINGS):
        encode(job["source"], job["target"], RECIPES[job["kind"]], gain)
        peak = measure(job["target"]).true_peak if job["is_close"] else None
        if peak is None or peak <= CEILING_DBTP:
            break
        gain = round(gain + CEILING_DBTP - peak - 0.01, 2)
    return {"gain_db": gain}


if __name__ == "__main__":
    asked = json.load(sys.stdin)
    bind(asked["cpu_seconds"], asked["memory_mb"])
    json.dump(do(asked), sys.stdout)
