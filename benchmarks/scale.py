"""Pages among 10,000 bulletins of twenty years against the same among 100: what visitors and editors wait for."""

from __future__ import annotations

import http.cookiejar
import sqlite3
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial

from benchmarks.measure import Effort, Row, in_turns
from benchmarks.servers import ROOT, Site, run

# The highest ratio that holds.
BAR = 2.0
# Of one measurement; the least is taken, as what else the machine does only adds to it.
REQUESTS = 15
EDITOR, PASSWORD = "scale-editor", "known-to-everybody-9"
PAGES = {
    "list": "/news/",
    "archive": "/news/archive/",
    "year": "/news/2020/",
    "month": "/news/2020/05/",
    "category": "/news/category/general/",
    "series": "/news/series/load/",
    "feed": "/news/feed.rss",
    "search, few found": "/search/?q=load+50",
}
# A word that every bulletin of the load holds: all that are found are ranked and counted by kind, so that it takes as
# long as there are many. It has no bar.
COMMON = {"search, all found": "/search/?q=dictionaries"}
ADMIN_PAGES = {"admin listing": "/admin/pages/{news}/", "report of numbers": "/admin/news/numbers/"}
MAKE_EDITOR = f"""
import django; django.setup()
from django.contrib.auth import get_user_model
users = get_user_model().objects
users.filter(username={EDITOR!r}).exists() or users.create_superuser({EDITOR!r}, "scale@example.com", {PASSWORD!r})
"""


def news_of(site: Site) -> int:
    """The primary key of the list of bulletins in the main language."""
    with closing(sqlite3.connect(site.var / "db.sqlite3")) as database:
        return int(database.execute("SELECT min(page_ptr_id) FROM news_newsindexpage").fetchone()[0])


def visitor() -> urllib.request.OpenerDirector:
    return urllib.request.build_opener()


def editor(url: str) -> urllib.request.OpenerDirector:
    """A browser that is logged in. Raises SystemExit where the entrance did not open."""
    jar = http.cookiejar.CookieJar()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    address = f"{url}/admin/login/"
    opener.open(address).read()
    token = next(str(cookie.value) for cookie in jar if "csrf" in cookie.name)
    posted = {"username": EDITOR, "password": PASSWORD, "csrfmiddlewaretoken": token, "next": "/admin/"}
    request = urllib.request.Request(  # noqa: S310  # the loopback
        address, urllib.parse.urlencode(posted).encode(), headers={"Referer": address, "Origin": url}
    )
    if "/login/" in opener.open(request).geturl():
        raise SystemExit("The editor who measures the admin could not log in.")
    return opener


def least(opener: urllib.request.OpenerDirector, address: str, requests: int) -> float:
    """The least of so many requests one after the other, in ms."""
    taken = []
    for _request in range(requests):
        began = time.perf_counter()
        opener.open(address).read()
        taken.append((time.perf_counter() - began) * 1000)
    return min(taken)


def pages_among_many(few: Site, many: Site, count: int, effort: Effort) -> Iterator[Row]:
    """A row for each page; both sites are there already, ``many`` with ``count`` of everything."""
    for site in (few, many):
        run("-c", MAKE_EDITOR, folder=ROOT, **site.environment)
    with few.served(cached=False) as (one, _pid), many.served(cached=False) as (other, _other_pid):
        openers: tuple[Callable[[str], urllib.request.OpenerDirector], ...] = (lambda url: visitor(), editor)
        for opened, pages in zip(openers, (PAGES | COMMON, ADMIN_PAGES), strict=True):
            browsers = [(opened(url), url) for url in (other, one)]
            for name, path in pages.items():
                path = path.format(news=news_of(many))  # both have the same demonstration
                figures = [partial(least, browser, url + path, REQUESTS) for browser, url in browsers]
                for figure in figures:
                    figure()
                bar = None if name in COMMON else BAR
                yield Row(f"{name} among {count:,} / among 100", "ms", in_turns(effort, *figures), bar, is_most=True)
