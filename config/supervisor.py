"""Keeps the programs of one site running: starts each, starts it again when it dies, ends all of them together.

Standard library only. Each program leads a process group of its own, so that Ctrl+C in a terminal reaches this
process alone, which then tells each program once.
"""

from __future__ import annotations

import ctypes
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import FrameType
from typing import TextIO

FIRST_WAIT_S, LONGEST_WAIT_S = 1.0, 30.0
# A program that ran so long was not broken; its next death counts as the first.
HEALTHY_S = 60.0
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class Program:
    """What is kept running. ``grace_s`` is how long it may take to end after it was told; then it is ended.

    ``after_s`` is how long after the others it is started for the first time.
    """

    name: str
    command: tuple[str, ...]
    grace_s: float = 10.0
    after_s: float = 0.0


@dataclass
class _Running:
    """A program's present process, None while it waits to be started again at ``due`` (monotonic seconds)."""

    program: Program
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    due: float = 0.0
    wait_s: float = FIRST_WAIT_S


def end_with_parent(parent: int) -> Callable[[], None]:
    """A function that a child calls before its program begins: on Linux it is told to end when ``parent`` is gone,
    even if that was killed and could tell nobody. Elsewhere it does nothing.
    """
    if not sys.platform.startswith("linux"):
        return lambda: None
    libc = ctypes.CDLL(None, use_errno=True)

    def ask() -> None:
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:
            os.kill(os.getpid(), signal.SIGTERM)

    return ask


class Supervisor:
    """Runs the programs until it is told to stop (SIGINT, SIGTERM or SIGHUP). The first program is the main one."""

    def __init__(
        self, programs: Sequence[Program], *, first_wait_s: float = FIRST_WAIT_S, out: TextIO = sys.stderr
    ) -> None:
        self.first_wait_s = first_wait_s
        self.kept = [_Running(program, wait_s=first_wait_s) for program in programs]
        self.out = out
        self.told: int | None = None
        self.told_again = False
        self.prepare = end_with_parent(os.getpid())

    def run(self) -> int:
        """Returns when all have ended, with the exit code of the main program; 0 if it ended by the very signal."""
        reader, writer = os.pipe()
        os.set_blocking(writer, False)
        os.set_blocking(reader, False)
        signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
        for number in STOPPING:
            signal.signal(number, self._tell)
        # Without a handler the death of a child would not wake the loop.
        signal.signal(signal.SIGCHLD, lambda _number, _frame: None)
        for one in self.kept:
            one.due = time.monotonic() + one.program.after_s
        while self.told is None:
            self._start_due()
            self._sleep(reader, self._until_due())
            self._notice_deaths()
        return self._stop(reader)

    def _tell(self, number: int, _frame: FrameType | None) -> None:
        self.told_again = self.told is not None
        self.told = self.told or number

    def _sleep(self, reader: int, seconds: float | None) -> None:
        """Until something happens, or the time is over."""
        if select.select([reader], [], [], seconds)[0]:
            os.read(reader, 4096)

    def _start_due(self) -> None:
        now = time.monotonic()
        for one in self.kept:
            if one.process is None and one.due <= now:
                one.started = now
                # The child is this process's own copy for a moment only; it calls nothing but prctl.
                one.process = subprocess.Popen(  # noqa: S603  # our own words
                    one.program.command,
                    stdin=subprocess.DEVNULL,
                    process_group=0,
                    preexec_fn=self.prepare,  # safe in a process of one thread
                )

    def _until_due(self) -> float | None:
        waiting = [one.due for one in self.kept if one.process is None]
        return max(0.0, min(waiting) - time.monotonic()) if waiting else None

    def _notice_deaths(self) -> None:
        now = time.monotonic()
        for one in self.kept:
            if one.process is None or one.process.poll() is None or self.told is not None:
                continue
            if now - one.started >= HEALTHY_S:
                one.wait_s = self.first_wait_s
            self._say(f"{one.program.name} has ended ({_how(one.process.returncode)}); again in {one.wait_s:g} s.")
            _end_group(one.process)
            one.process, one.due = None, now + one.wait_s
            one.wait_s = min(one.wait_s * 2, LONGEST_WAIT_S)

    def _stop(self, reader: int) -> int:
        """Tells all of them, waits, and ends what is still there after its grace, or at once when told again."""
        number = signal.SIGINT if self.told == signal.SIGINT else signal.SIGTERM
        alive = [(one.program, one.process) for one in self.kept if one.process is not None]
        for _program, process in alive:
            if process.poll() is None:
                process.send_signal(number)
        began = time.monotonic()
        for program, process in alive:
            while process.poll() is None and not self.told_again:
                left = began + program.grace_s - time.monotonic()
                if left <= 0:
                    self._say(f"{program.name} does not end and is ended.")
                    break
                self._sleep(reader, left)
            _end_group(process)
            process.wait()
        main = self.kept[0].process
        if main is None or main.returncode == -number:
            return 0
        return main.returncode if main.returncode >= 0 else 128 - main.returncode

    def _say(self, sentence: str) -> None:
        print(sentence, file=self.out, flush=True)


def _how(code: int) -> str:
    return f"by signal {-code}" if code < 0 else f"with code {code}"


def _end_group(process: subprocess.Popen[bytes]) -> None:
    """Ends what is left of a program: itself, and whatever it has started."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
