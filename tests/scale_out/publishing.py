"""Editors at the same time, each in a thread: one makes pages, one deletes pages beside them, others publish.

Run as ``python -m tests.scale_out.publishing <rounds>`` with the site's environment; prints as JSON what failed, and how
many editors made how many changes.
"""

import json
import sys
import threading
from collections.abc import Callable, Iterator

import django

django.setup()

# Models can be imported only once Django is set up.
from django.db import DatabaseError, connection, transaction  # noqa: E402
from wagtail.models import Site  # noqa: E402

from core.content_version import read_version  # noqa: E402
from home.models import StandardPage  # noqa: E402
from news.models import BulletinPage  # noqa: E402

PUBLISHERS = 4
failed: list[str] = []
changes: list[int] = []


def make(slug: str) -> StandardPage:
    home = Site.objects.get().root_page.specific
    page = StandardPage(title=slug, slug=slug, locale=home.locale)
    home.add_child(instance=page)
    return page


def maker(rounds: int) -> Iterator[Callable[[], None]]:
    for number in range(rounds):
        yield lambda number=number: make(f"made-{number}").save_revision().publish()


def deleter(pages: list[StandardPage]) -> Iterator[Callable[[], None]]:
    for page in pages:
        yield StandardPage.objects.get(pk=page.pk).delete


def publisher(pk: int, rounds: int) -> Iterator[Callable[[], None]]:
    for number in range(rounds):
        page = BulletinPage.objects.get(pk=pk)
        page.summary = f"Edition {number}"
        yield page.save_revision().publish


def work_off(steps: Iterator[Callable[[], None]], start: threading.Barrier) -> None:
    start.wait()
    for step in steps:
        before = read_version()
        try:
            with transaction.atomic():
                step()
        except DatabaseError as error:
            failed.append(f"{type(error).__name__}: {error}")
        changes.append(read_version())
        if changes[-1] <= before:
            failed.append("The version did not rise.")
    connection.close()


def main(rounds: int) -> None:
    doomed = [make(f"doomed-{number}") for number in range(rounds)]
    bulletins = list(BulletinPage.objects.live().values_list("pk", flat=True)[:PUBLISHERS])
    all_steps = [maker(rounds), deleter(doomed), *(publisher(pk, rounds) for pk in bulletins)]
    start = threading.Barrier(len(all_steps))
    threads = [threading.Thread(target=work_off, args=(steps, start)) for steps in all_steps]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    facts = {"failed": failed, "editors": len(threads), "changes": len(changes)}
    sys.stdout.write(json.dumps(facts))


if __name__ == "__main__":
    main(int(sys.argv[1]))
