"""Starts the process that decodes a recording and waits for it. Whatever a file does there, it does not do it here."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings

BEAT_S = 10.0
# A process may wait for a slow disk or a busy machine, but not for ever.
PATIENCE = 4


class Failed(Exception):
    """The work on a file did not succeed. `reason` is a key of music.findings.SENTENCES; another try may help, unless
    it failed `for_good`.
    """

    def __init__(self, reason: str, *, for_good: bool) -> None:
        super().__init__(reason)
        self.reason = reason
        self.for_good = for_good


# What a file is, not what happened to it.
FOR_GOOD = frozenset({"no_sound", "unreadable"})


def run(job: Mapping[str, Any], beat: Callable[[], object]) -> dict[str, Any]:
    """Does the job of `music.listening`; calls `beat` every few seconds. Raises Failed; what `beat` raises ends it."""
    seconds: int = settings.AUDIO_CPU_SECONDS
    asked = {**job, "cpu_seconds": seconds, "memory_mb": settings.AUDIO_MEMORY_MB}
    process = subprocess.Popen(
        [sys.executable, "-m", "music.listening"],
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ.get("PATH", "")},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    try:
        told = _wait(process, json.dumps(asked).encode(), seconds * PATIENCE, beat)
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()
    if process.returncode:
        raise Failed("time" if process.returncode == -signal.SIGXCPU else "died", for_good=False)
    answer: dict[str, Any] = json.loads(told)
    if "error" in answer:
        raise Failed(answer["error"], for_good=answer["error"] in FOR_GOOD)
    return answer


def _wait(process: subprocess.Popen[bytes], asked: bytes, seconds: float, beat: Callable[[], object]) -> bytes:
    """What the process said, when it has ended."""
    until = time.monotonic() + seconds
    sending: bytes | None = asked
    while True:
        try:
            return process.communicate(sending, timeout=BEAT_S)[0]
        except subprocess.TimeoutExpired:
            sending = None
        beat()
        if time.monotonic() > until:
            raise Failed("time", for_good=False)
