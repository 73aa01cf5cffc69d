"""The supervisor with tiny programs in the place of server and worker: restart, waiting, ending, no orphans."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from config.launch import programs
from config.supervisor import HEALTHY_S, LONGEST_WAIT_S, Program, Supervisor

ROOT = Path(__file__).resolve().parent.parent
PATIENCE_S = 15
# Writes its number, then does what it is told on its command line.
STAND_IN = """
import os, pathlib, signal, subprocess, sys, time
folder, name, manner = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3]
with (folder / name).open("a") as file:
    print(os.getpid(), file=file)
def end(number, frame):
    (folder / f"{name}.told").write_text(str(number))
    sys.exit(7 if manner == "seven" else 0)
if manner == "deaf":
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
elif manner != "plain":
    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
if manner == "brief":
    sys.exit(3)
if manner == "parent":
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    (folder / f"{name}.child").write_text(str(child.pid))
time.sleep(60)
"""
RUN = """
import sys
sys.path.insert(0, sys.argv[1])
from config.supervisor import Program, Supervisor
stand_in, folder = sys.argv[2:4]
kept = [
    Program(name, (sys.executable, stand_in, folder, name, manner), grace_s=1)
    for name, manner in (word.split("=") for word in sys.argv[4:])
]
sys.exit(Supervisor(kept, first_wait_s=0.1).run())
"""


class Ground:
    """A supervisor in a process of its own, and what its programs have written."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.process: subprocess.Popen | None = None
        (folder / "stand_in.py").write_text(STAND_IN)

    def start(self, **manners: str) -> subprocess.Popen:
        words = [f"{name}={manner}" for name, manner in manners.items()]
        command = [sys.executable, "-c", RUN, str(ROOT), str(self.folder / "stand_in.py"), str(self.folder), *words]
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
        for name in manners:
            self.wait(lambda name=name: self.numbers(name))
        time.sleep(0.2)  # until the stand-ins have their handlers
        return self.process

    def numbers(self, name: str) -> list[int]:
        path = self.folder / name
        return [int(line) for line in path.read_text().split()] if path.exists() else []

    def wait(self, happened: Callable[[], object]) -> None:
        end = time.monotonic() + PATIENCE_S
        while not happened():
            assert time.monotonic() < end, "it did not happen in time"
            time.sleep(0.02)

    def end(self, number: int) -> int:
        self.process.send_signal(number)
        return self.process.wait(timeout=PATIENCE_S)

    def all_numbers(self) -> list[int]:
        files = [path for path in self.folder.iterdir() if path.suffix in {"", ".child"}]
        return [int(line) for path in files for line in path.read_text().split()]


def lives(number: int) -> bool:
    try:
        state = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


@pytest.fixture
def ground(tmp_path: Path) -> Iterator[Ground]:
    made = Ground(tmp_path)
    yield made
    if made.process is not None:
        made.process.kill()
        made.process.communicate()
    for number in made.all_numbers():
        if lives(number):
            os.kill(number, signal.SIGKILL)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_each_program_is_told_once_with_the_same_signal_and_nothing_is_left(ground: Ground, number: int) -> None:
    ground.start(web="polite", worker="polite")
    assert ground.end(number) == 0
    told = [(ground.folder / f"{name}.told").read_text() for name in ("web", "worker")]
    assert told == [str(int(number))] * 2
    assert [one for one in ground.all_numbers() if lives(one)] == []


def test_a_program_that_dies_is_started_again_and_the_other_is_left_alone(ground: Ground) -> None:
    ground.start(web="polite", worker="polite")
    os.kill(ground.numbers("worker")[0], signal.SIGKILL)
    ground.wait(lambda: len(ground.numbers("worker")) == 2)
    assert len(ground.numbers("web")) == 1
    assert lives(ground.numbers("web")[0])
    assert ground.end(signal.SIGTERM) == 0


def test_what_dies_again_and_again_is_started_ever_more_seldom(ground: Ground) -> None:
    ground.start(web="polite", worker="brief")
    ground.wait(lambda: len(ground.numbers("worker")) == 3)
    ground.process.send_signal(signal.SIGTERM)
    _out, said = ground.process.communicate(timeout=PATIENCE_S)
    waits = [
        line.rsplit(" in ", 1)[1] for line in said.splitlines() if line.startswith("worker has ended (with code 3)")
    ]
    assert waits[:3] == ["0.1 s.", "0.2 s.", "0.4 s."][: len(waits)]
    assert len(waits) >= 2


def test_the_waiting_has_an_end_and_begins_anew_after_a_healthy_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    supervisor = Supervisor([Program("web", ("false",))], out=open(os.devnull, "w"))  # noqa: SIM115
    one, now = supervisor.kept[0], 1000.0
    monkeypatch.setattr("config.supervisor.time.monotonic", lambda: now)
    waits = []
    for _death in range(8):
        one.process, one.started = subprocess.Popen(["true"], process_group=0), now
        one.process.wait()
        supervisor._notice_deaths()
        waits.append(one.due - now)
    one.process, one.started = subprocess.Popen(["true"], process_group=0), now - HEALTHY_S
    one.process.wait()
    supervisor._notice_deaths()
    supervisor.out.close()
    assert waits == [1, 2, 4, 8, 16, LONGEST_WAIT_S, LONGEST_WAIT_S, LONGEST_WAIT_S]
    assert one.due - now == 1


def test_the_exit_code_is_that_of_the_first_program(ground: Ground) -> None:
    ground.start(web="seven", worker="polite")
    assert ground.end(signal.SIGTERM) == 7


def test_a_program_that_ends_by_the_signal_itself_has_ended_well(ground: Ground) -> None:
    ground.start(web="plain", worker="plain")
    assert ground.end(signal.SIGTERM) == 0


def test_what_does_not_listen_is_ended_after_its_grace(ground: Ground) -> None:
    ground.start(web="polite", worker="deaf")
    began = time.monotonic()
    assert ground.end(signal.SIGTERM) == 0
    assert 0.8 < time.monotonic() - began < 5
    assert [one for one in ground.all_numbers() if lives(one)] == []


def test_what_a_program_has_started_goes_with_it(ground: Ground) -> None:
    ground.start(web="polite", worker="parent")
    ground.wait((ground.folder / "worker.child").exists)
    ground.end(signal.SIGTERM)
    ground.wait(lambda: not any(lives(one) for one in ground.all_numbers()))


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the kernel tells children on Linux only")
def test_programs_end_when_the_supervisor_is_killed(ground: Ground) -> None:
    ground.start(web="polite", worker="plain")
    ground.process.kill()
    ground.process.wait()
    ground.wait(lambda: not any(lives(one) for one in ground.all_numbers()))
    assert (ground.folder / "web.told").read_text() == str(int(signal.SIGTERM))


def test_a_site_is_a_server_a_worker_and_a_scheduler() -> None:
    server, worker, scheduler = programs("run", "127.0.0.1", 8000)
    assert "uvicorn" in server.command
    assert worker.command[1:] == ("manage.py", "background_worker")
    assert scheduler.command[1:] == ("manage.py", "scheduler")
