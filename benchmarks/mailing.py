"""What becomes of the list's letters when processes are killed, and how fast they leave.

    .venv/bin/python -m benchmarks.mailing kill                       10,000 addresses, 20 workers and a server killed
    .venv/bin/python -m benchmarks.mailing kill --postgresql URL      the same in an empty database of PostgreSQL
    .venv/bin/python -m benchmarks.mailing kill --count 300 --kills 3 a small one
    .venv/bin/python -m benchmarks.mailing speed                      against smtplib alone, in turns
    .venv/bin/python -m benchmarks.mailing prepare --count 100000     the memory that preparing an issue takes

Everything stays on the loopback. Ends with 1 where a letter was sent twice, or lost without being told.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import shutil
import signal
import smtplib
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.servers import ROOT, free_port, wait_for

WORDS = "The embassy invites readers to the days of culture, and tells of what was agreed on. "
SECONDS = 1200


class PostOffice:
    """The mail server as a process that can be killed and opened again on the same port and book."""

    def __init__(self, folder: Path, sync: bool) -> None:
        self.port, self.book, self.sync = free_port(), folder / "book.txt", sync
        self.book.touch()
        self.open()

    def open(self) -> None:
        command = [sys.executable, "-m", "benchmarks.post_office", str(self.port), str(self.book)]
        self.process = subprocess.Popen([*command, "--sync"] if self.sync else command, cwd=ROOT)  # noqa: S603  # ours
        wait_for(self.port, self.process)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def taken(self) -> int:
        return self.book.read_bytes().count(b"\n")

    def addresses(self) -> Counter[str]:
        lines = self.book.read_text().splitlines()
        return Counter(line.split("\t")[0] for line in lines)


@contextmanager
def ground(folder: Path, office: PostOffice, database_url: str = "") -> Iterator[None]:
    """Django on a database in ``folder``, or on the empty one at the address, sending to the office."""
    os.environ.update(
        DJANGO_SETTINGS_MODULE="config.settings.production",
        EMBASSY_ENV_FILE=os.devnull,
        EMBASSY_VAR=str(folder),
        SECRET_KEY="known-to-everybody-and-used-in-a-benchmark-0123456789",  # noqa: S106  # as it says
        ALLOWED_HOSTS="127.0.0.1,embassy.example",
        BASE_URL="http://127.0.0.1:8000",
        EMAIL_URL=f"smtp://127.0.0.1:{office.port}",
        LIST_MAILS_PER_MINUTE="0",
        LIST_LEASE_SECONDS="6",
        LIST_LINE_TRIES="8",
        DATABASE_POOL="0",
    )
    if database_url:
        os.environ["DATABASE_URL"] = database_url
    with set_up():
        yield


@contextmanager
def set_up() -> Iterator[None]:
    import django  # the settings are known only now
    from django.core.management import call_command
    from django.db import connections

    django.setup()
    if migrated := os.environ["MIGRATED"]:
        shutil.copy(migrated, Path(os.environ["EMBASSY_VAR"]) / "db.sqlite3")
    else:
        call_command("migrate", verbosity=0)
    try:
        yield
    finally:
        connections.close_all()


def fill(count: int) -> Any:
    """So many subscribers, and an issue for them that is ready to be prepared."""
    from django.utils import timezone
    from wagtail.models import Site

    from newsletter.models import Issue, Subscriber, Wish
    from newsletter.topics import Topic

    page, now = bulletin(), timezone.now()
    site = Site.objects.get(is_default_site=True)
    for first in range(0, count, 5000):
        numbers = range(first, min(count, first + 5000))
        people = Subscriber.objects.bulk_create(
            Subscriber(
                site=site,
                email=f"reader{n}@example.org",
                language="en",
                state="confirmed",
                asked_at=now,
                public_id=f"p{n}",
            )
            for n in numbers
        )
        Wish.objects.bulk_create(Wish(subscriber=person, topic=Topic.BULLETINS) for person in people)
    return Issue.objects.create(
        site=site,
        kind="bulletin",
        state="preparing",
        title=page.title,
        translation_key=page.translation_key,
        fallback="en",
        made_at=now,
    )


def bulletin() -> Any:
    """A public bulletin of a few pages on the default site."""
    from wagtail.models import Page, Site

    from home.models import HomePage
    from news.models import BulletinPage, NewsIndexPage

    site = Site.objects.get(is_default_site=True)
    home = Page.get_first_root_node().add_child(instance=HomePage(title="Embassy", slug="embassy"))
    site.root_page, site.hostname = home, "embassy.example"
    site.save()
    news = home.add_child(instance=NewsIndexPage(title="News", slug="news"))
    body = [("paragraph", f"<p>{WORDS * 10}</p>") for _ in range(12)]
    page = news.add_child(instance=BulletinPage(title="An issue", slug="an-issue", body=body))
    page.save_revision().publish()
    return page


def address_all(issue: Any) -> None:
    from django.utils import timezone

    from newsletter.preparing import prepare

    prepare(issue, timezone.now())


def start_worker() -> int:
    """A worker in a process of its own, forked so that it sends at once; returns its process id."""
    from django.db import connections

    connections.close_all()
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        work()
        status = 0
    finally:
        os._exit(status)


def work() -> None:
    from datetime import timedelta

    from django.utils import timezone

    from newsletter.sending import Worker

    Worker().run(until=timezone.now() + timedelta(seconds=SECONDS))


def kill_and_count(count: int, kills: int, workers: int, database_url: str, seed: int) -> bool:
    """Whether each address got one letter or is told as unknown, and at most one unknown for each worker killed."""
    chance = random.Random(seed)  # noqa: S311  # moments, no secrets
    with tempfile.TemporaryDirectory(prefix="embassy-mailing-") as name:
        office = PostOffice(Path(name), sync=True)
        try:
            with ground(Path(name), office, database_url):
                issue = fill(count)
                address_all(issue)
                at_risk = deal_out_death(issue, office, count, kills, workers, chance)
                return judge(issue, office, count, at_risk)
        finally:
            office.kill()


def deal_out_death(issue: Any, office: PostOffice, count: int, kills: int, workers: int, chance: random.Random) -> int:
    """Kills a worker so often, at random moments, and the server once; returns how many letters may be unknown."""
    moments = sorted(chance.uniform(0.02, 0.95) * count for _ in range(kills + 1))
    server_goes = chance.randrange(len(moments))
    running, at_risk = [start_worker() for _ in range(workers)], 0
    for turn, moment in enumerate(moments):
        while office.taken() < moment and is_going(issue):
            running = [start_worker() if has_ended(pid) else pid for pid in running]
            time.sleep(chance.uniform(0.0, 0.01))
        if turn == server_goes:
            office.kill()
            at_risk += workers
            time.sleep(chance.uniform(0.1, 1.5))
            office.open()
        else:
            victim = chance.randrange(workers)
            os.kill(running[victim], signal.SIGKILL)
            os.waitpid(running[victim], 0)
            at_risk += 1
            running[victim] = start_worker()
    finish_off(running)
    return at_risk


def is_going(issue: Any) -> bool:
    issue.refresh_from_db()
    return issue.state == "sending"


def finish_off(running: list[int]) -> None:
    """Lets workers work until nothing is left to do, also what dead ones held."""
    from newsletter.models import Delivery

    for pid in running:
        os.waitpid(pid, 0)
    give_up = time.monotonic() + SECONDS
    while Delivery.objects.unsettled().filter(issue__state="sending").exists() and time.monotonic() < give_up:
        time.sleep(1)
        work()
    work()


def has_ended(pid: int) -> bool:
    return os.waitpid(pid, os.WNOHANG)[0] == pid


def judge(issue: Any, office: PostOffice, count: int, at_risk: int) -> bool:
    from newsletter.models import Delivery

    got = office.addresses()
    rows = dict(Delivery.objects.filter(issue=issue).values_list("email", "state"))
    states = Counter(rows.values())
    twice = [email for email, times in got.items() if times > 1]
    lost = [email for email, state in rows.items() if state != "unknown" and got[email] != 1]
    issue.refresh_from_db()
    print(f"addresses {count}, states {dict(states)}, issue {issue.state}")
    print(f"twice {len(twice)}, lost without being told {len(lost)}, unknown {states['unknown']} of {at_risk} allowed")
    return not twice and not lost and len(rows) == count and states["unknown"] <= at_risk and issue.state == "sent"


def speed(count: int, rounds: int) -> bool:
    """Letters a second of one worker, against smtplib alone with the same bytes, in turns."""
    with tempfile.TemporaryDirectory(prefix="embassy-mailing-") as name:
        office = PostOffice(Path(name), sync=False)
        try:
            with ground(Path(name), office):
                issue = fill(count)
                address_all(issue)
                bare, ours = [], []
                for _ in range(rounds):
                    bare.append(count / bare_loop(issue, office))
                    again(issue)
                    begun = time.monotonic()
                    work()
                    ours.append(count / (time.monotonic() - begun))
        finally:
            office.kill()
    ratios = [own / other for own, other in zip(ours, bare, strict=True)]
    print(f"smtplib alone {median(bare):.0f}/s, one worker {median(ours):.0f}/s")
    print(f"ratio {median(ratios):.2f} (from {min(ratios):.2f} to {max(ratios):.2f}; bar 0.6)")
    return median(ratios) >= 0.6


def again(issue: Any) -> None:
    from newsletter.models import Delivery, Issue

    Delivery.objects.filter(issue=issue).update(state="waiting", attempts=0, settled_at=None, holder="")
    Issue.objects.filter(pk=issue.pk).update(state="sending")


def bare_loop(issue: Any, office: PostOffice) -> float:
    """Seconds that smtplib takes for the same bytes, which are made before."""
    from django.utils import timezone

    from newsletter.casting import Caster
    from newsletter.models import Delivery

    caster = Caster()
    letters = [
        (letter.sender, delivery.email, letter.content)
        for delivery in Delivery.objects.filter(issue=issue)
        for letter in [caster.letter(delivery, timezone.now())]
    ]
    begun = time.monotonic()
    with smtplib.SMTP("127.0.0.1", office.port) as line:
        for sender, recipient, content in letters:
            line.sendmail(sender, [recipient], content)
    return time.monotonic() - begun


def memory(count: int) -> bool:
    """The peak of memory, in MB, that preparing takes beside what the process had."""
    with tempfile.TemporaryDirectory(prefix="embassy-mailing-") as name:
        office = PostOffice(Path(name), sync=False)
        try:
            with ground(Path(name), office):
                issue = fill(count)
                before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
                begun = time.monotonic()
                address_all(issue)
                took = time.monotonic() - begun
                grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        finally:
            office.kill()
    print(f"prepared {count} in {took:.1f} s, memory grew by {grown:.0f} MB")
    return grown < 50


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.mailing", description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=["kill", "speed", "prepare"])
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--postgresql", default="", metavar="URL")
    parser.add_argument("--database", type=Path, help="A migrated SQLite file, copied instead of migrating anew.")
    asked = parser.parse_args(arguments)
    os.environ["MIGRATED"] = str(asked.database or "")
    if asked.what == "kill":
        print(f"seed {asked.seed}")
        good = kill_and_count(asked.count, asked.kills, asked.workers, asked.postgresql, asked.seed)
    elif asked.what == "speed":
        good = speed(asked.count, asked.rounds)
    else:
        good = memory(asked.count)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
