"""The layer around Django, with a small application in Django's place: what is kept, for whom, how long, in what form."""

import asyncio
import gzip

import brotli
import pytest
from asgiref.sync import async_to_sync
from hypothesis import given
from hypothesis import strategies as st

from core import content_version
from core.content_version import Tracker
from core.encodings import best_encoding
from core.kept_pages import Shelf, keep
from core.page_cache import LARGEST, PageCache
from core.sharing import SCOPE_KEY
from tests.music.asking import ask_async

PAGE = "<p>Сәлем</p>".encode() * 50
HTML = (b"Content-Type", b"text/html; charset=utf-8")


class Known(Tracker):
    """A version that needs no database; what has just been told is fresh."""

    def __init__(self, value=1):
        super().__init__()
        self.value = value

    async def current(self):
        return self.value


class Django:
    """Counts what it is asked and answers as it is told."""

    def __init__(self, body=PAGE, status=200, headers=(HTML,), until=float("inf"), parts=1):
        self.body, self.status, self.headers, self.until, self.parts = body, status, headers, until, parts
        self.asked = []
        self.gate = None
        self.fails = False

    async def __call__(self, scope, receive, send):
        self.asked.append(scope)
        assert (await receive())["type"] == "http.request"
        body, until = self.body, self.until
        if self.gate:
            await self.gate.wait()
        if self.fails:
            raise RuntimeError("broken")
        if SCOPE_KEY in scope:
            scope[SCOPE_KEY].until = until
        await send({"type": "http.response.start", "status": self.status, "headers": list(self.headers)})
        step = -(-len(body) // self.parts) or 1
        pieces = [body[at : at + step] for at in range(0, len(body), step)] or [b""]
        for number, piece in enumerate(pieces, 1):
            await send({"type": "http.response.body", "body": piece, "more_body": number < len(pieces)})


class Site:
    """The layer around its Django, asked in one event loop."""

    def __init__(self, django=None, **options):
        self.django = django or Django()
        self.version = Known()
        self.now = 1000.0
        options = {"room": 10_000_000, **options}
        self.layer = PageCache(self.django, version=self.version, clock=lambda: self.now, **options)

    async def ask(self, path="/", method="GET", query="", host="aland.example", **headers):
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        return await ask_async(self.layer, path, method, names, host=host, query=query)

    @property
    def count(self):
        return len(self.django.asked)


def run(work):
    return async_to_sync(work)()


def test_the_second_visitor_costs_django_nothing():
    site = Site()

    async def visit():
        return await site.ask(), await site.ask()

    first, second = run(visit)
    assert first.body == second.body == PAGE
    assert first.headers == second.headers
    assert first.headers["content-length"] == str(len(PAGE))
    assert first.headers["vary"] == "Accept-Encoding"
    assert first.headers["cache-control"] == (
        "public, max-age=0, must-revalidate, s-maxage=1, stale-while-revalidate=1"
    )
    assert site.count == 1


@pytest.mark.parametrize(
    "headers",
    [
        {"cookie": "sessionid=abc"},
        {"cookie": "a=b; sessionid = abc"},
        {"cookie": "messages=abc"},
        {"authorization": "Basic abc"},
        {"content_length": "3"},
        {"transfer_encoding": "chunked"},
    ],
)
def test_a_person_gets_an_answer_of_their_own(headers):
    site = Site()

    async def visit():
        await site.ask()
        await site.ask(**headers)
        await site.ask(**headers)

    run(visit)
    assert site.count == 3
    assert SCOPE_KEY not in site.django.asked[-1]


def test_other_cookies_do_not_matter():
    site = Site()

    async def visit():
        await site.ask(cookie="csrftoken=abc; sessionids=1")
        await site.ask(cookie="theme=dark")

    run(visit)
    assert site.count == 1


@pytest.mark.parametrize("path", ["/admin/", "/accounts/login/", "/documents/1/a.pdf", "/media/a.jpg", "/health/ready"])
def test_addresses_that_are_never_shared_pass(path):
    site = Site()

    async def visit():
        await site.ask(path)
        await site.ask(path)

    run(visit)
    assert site.count == 2
    assert SCOPE_KEY not in site.django.asked[0]


def test_only_reading_is_shared():
    site = Site()

    async def visit():
        await site.ask()
        await site.ask(method="POST")

    run(visit)
    assert site.count == 2


@pytest.mark.parametrize("django", [Django(until=None), Django(until=None, status=500)])
def test_what_django_does_not_offer_is_not_kept(django):
    site = Site(django)

    async def visit():
        return await site.ask(), await site.ask()

    first, second = run(visit)
    assert first.body == second.body == PAGE
    assert first.headers == {"Content-Type": "text/html; charset=utf-8"}
    assert site.count == 2


def test_host_scheme_path_and_query_are_one_key():
    site = Site()

    async def visit():
        for difference in ({}, {"host": "borduria.example"}, {"path": "/kk/"}, {"query": "page=2"}, {"query": "a="}):
            await site.ask(**difference)
            await site.ask(**difference)

    run(visit)
    assert site.count == 5


def test_the_order_of_parameters_and_the_case_of_the_host_do_not_matter():
    site = Site()

    async def visit():
        await site.ask(query="page=2&category=general")
        await site.ask(query="category=general&page=2")
        await site.ask(query="category=gene%72al&page=2", host="ALAND.example")
        await site.ask(query="page=2&page=1")
        await site.ask(query="page=1&page=2")

    run(visit)
    assert site.count == 3


@pytest.mark.parametrize("query", ["a=" + "b" * 600, "&".join(f"a{n}=1" for n in range(40))])
def test_a_query_that_nobody_honest_sends_is_answered_and_not_kept(query):
    site = Site()

    async def visit():
        await site.ask(query=query)
        return await site.ask(query=query)

    assert run(visit).body == PAGE
    assert site.count == 2


def test_two_hosts_in_one_request_or_none_pass():
    site = Site()

    async def visit():
        scope_headers = [[(b"host", b"a"), (b"host", b"b")], []]
        for headers in scope_headers:
            assert (
                site.layer.reader.read(
                    {"method": "GET", "path": "/", "query_string": b"", "scheme": "http", "headers": headers}
                )
                is None
            )

    run(visit)


def test_a_change_makes_the_page_anew():
    site = Site()

    async def visit():
        await site.ask()
        site.django.body = b"new"
        assert (await site.ask()).body == PAGE
        site.version.tell(2)
        return await site.ask()

    assert run(visit).body == b"new"


def test_a_page_ends_at_its_moment():
    site = Site(Django(until=1010.0))

    async def visit():
        await site.ask()
        site.django.body = b"new"
        site.now = 1009.9
        before = await site.ask()
        site.now = 1010.0
        return before, await site.ask()

    before, after = run(visit)
    assert before.body == PAGE
    # A server in front must not keep it beyond the moment.
    assert before.headers["cache-control"] == "public, max-age=0, must-revalidate, s-maxage=0"
    assert after.body == b"new"


@pytest.mark.parametrize(("coding", "undo"), [("gzip", gzip.decompress), ("br", brotli.decompress)])
def test_a_page_is_compressed_once(coding, undo, monkeypatch):
    site = Site()
    encoded = []
    from core import page_cache

    real = page_cache.encode
    monkeypatch.setattr(page_cache, "encode", lambda body, name: encoded.append(name) or real(body, name))

    async def visit():
        plain = await site.ask()
        return plain, await asyncio.gather(*(site.ask(accept_encoding=f"{coding};q=1") for _visitor in range(5)))

    plain, replies = run(visit)
    assert encoded == [coding]
    for reply in replies:
        assert reply.headers["content-encoding"] == coding
        assert int(reply.headers["content-length"]) == len(reply.body) < len(plain.body)
        assert undo(reply.body) == PAGE
        assert reply.headers["etag"] != plain.headers["etag"]
        assert not reply.headers["etag"].startswith("W/")


def test_short_and_binary_answers_are_not_compressed():
    async def visit():
        short = await Site(Django(b"short")).ask(accept_encoding="gzip, br")
        return short, await Site(Django(headers=[(b"Content-Type", b"image/png")])).ask(accept_encoding="gzip, br")

    for reply in run(visit):
        assert "content-encoding" not in reply.headers
        assert "vary" not in reply.headers


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("", "identity"),
        ("gzip, deflate", "gzip"),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip;q=1.0, br;q=0.5", "gzip"),
        ("br;q=0, gzip;q=0", "identity"),
        ("br;q=0, *", "gzip"),
        ("*;q=0", "identity"),
        ("identity, gzip;q=0.5", "identity"),
        ("deflate", "identity"),
        ("GZIP", "gzip"),
        ("gzip;q=much", "identity"),
        (";;,=q", "identity"),
    ],
)
def test_the_coding_is_the_best_that_is_wanted(accepted, coding):
    assert best_encoding(accepted.encode()) == coding


@given(st.binary(max_size=300))
def test_any_accept_encoding_gets_a_coding(accepted):
    assert best_encoding(accepted) in {"identity", "gzip", "br"}


@pytest.mark.parametrize("form", ["{}", "W/{}", '"other", {}', '"a" , W/"b",{}', "*"])
def test_a_client_that_has_the_page_is_told_so(form):
    site = Site()

    async def visit():
        first = await site.ask(accept_encoding="gzip")
        return first, await site.ask(accept_encoding="gzip", if_none_match=form.format(first.headers["etag"]))

    first, second = run(visit)
    assert (second.status, second.body) == (304, b"")
    assert set(second.headers) == {"cache-control", "etag", "vary"}
    assert second.headers["etag"] == first.headers["etag"]
    assert site.count == 1


def test_the_tag_of_another_coding_or_page_is_not_enough():
    site = Site()

    async def visit():
        first = await site.ask()
        return [
            await site.ask(accept_encoding="gzip", if_none_match=first.headers["etag"]),
            await site.ask(if_none_match='"other"'),
            await site.ask(if_none_match=first.headers["etag"].strip('"')),
        ]

    assert [reply.status for reply in run(visit)] == [200, 200, 200]


def test_the_first_request_may_be_conditional_too():
    site = Site()

    async def visit():
        tag = (await site.ask()).headers["etag"]
        site.version.tell(2)
        return await site.ask(if_none_match=tag, if_modified_since="Mon, 01 Jan 2024 00:00:00 GMT")

    assert run(visit).status == 304
    names = {name for name, _value in site.django.asked[-1]["headers"]}
    assert names.isdisjoint({b"if-none-match", b"if-modified-since"})


def test_a_date_counts_only_without_a_tag():
    site = Site(Django(headers=[HTML, (b"Last-Modified", b"Mon, 01 Jan 2024 00:00:00 GMT"), (b"ETag", b'"inner"')]))

    async def visit():
        since = {"if_modified_since": "Tue, 02 Jan 2024 00:00:00 GMT"}
        return [
            await site.ask(**since),
            await site.ask(**since, if_none_match='"other"'),
            await site.ask(if_modified_since="Sun, 31 Dec 2023 23:59:59 GMT"),
            await site.ask(if_modified_since="yesterday"),
        ]

    assert [reply.status for reply in run(visit)] == [304, 200, 200, 200]


def test_head_is_answered_from_the_page_and_brings_it():
    site = Site()

    async def visit():
        head = await site.ask(method="HEAD", accept_encoding="gzip")
        return head, await site.ask(accept_encoding="gzip"), await site.ask(method="HEAD", accept_encoding="gzip")

    head, page, again = run(visit)
    assert head.body == again.body == b""
    assert head.headers == page.headers == again.headers
    assert [scope["method"] for scope in site.django.asked] == ["GET"]


def test_head_of_what_is_not_shared_has_no_body():
    site = Site(Django(until=None))

    async def visit():
        return await site.ask(method="HEAD")

    reply = run(visit)
    assert (reply.status, reply.body, reply.complete) == (200, b"", True)


def test_headers_of_security_are_kept_and_those_of_a_transfer_are_not():
    headers = [
        HTML,
        (b"Content-Security-Policy", b"default-src 'none'"),
        (b"X-Frame-Options", b"SAMEORIGIN"),
        (b"Date", b"Mon, 01 Jan 2024 00:00:00 GMT"),
        (b"Content-Length", b"7"),
        (b"Connection", b"close"),
    ]
    site = Site(Django(headers=headers))

    async def visit():
        await site.ask()
        return await site.ask()

    reply = run(visit)
    assert reply.headers["content-security-policy"] == "default-src 'none'"
    assert reply.headers["x-frame-options"] == "SAMEORIGIN"
    assert {"date", "connection"}.isdisjoint(reply.headers)
    assert reply.headers["content-length"] == str(len(PAGE))


def test_an_answer_that_says_how_long_it_may_be_kept_stays_so():
    site = Site(Django(headers=[HTML, (b"Cache-Control", b"public, max-age=31536000, immutable")]))

    async def visit():
        return await site.ask()

    assert run(visit).headers["cache-control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize("status", [301, 404])
def test_redirects_and_missing_pages_are_kept_without_a_tag(status):
    site = Site(Django(status=status))

    async def visit():
        await site.ask()
        return await site.ask(if_none_match="*")

    reply = run(visit)
    assert reply.status == status
    assert "etag" not in reply.headers
    assert site.count == 1


def test_one_request_makes_the_page_and_the_others_wait():
    site = Site(Django(parts=3))

    async def visit():
        site.django.gate = asyncio.Event()
        visits = [asyncio.create_task(site.ask(accept_encoding="gzip")) for _visitor in range(50)]
        await asyncio.sleep(0.01)
        assert site.count == 1
        site.django.gate.set()
        return await asyncio.gather(*visits)

    assert {gzip.decompress(reply.body) for reply in run(visit)} == {PAGE}
    assert site.count == 1


def test_who_waits_gets_the_page_of_just_before(monkeypatch):
    site = Site()

    async def visit():
        await site.ask()
        site.version.tell(2)
        site.django.body, site.django.gate = b"new", asyncio.Event()
        first = asyncio.create_task(site.ask())
        await asyncio.sleep(0)
        waiting = await site.ask()
        # Later than that, everybody waits for the new page.
        site.version.changed_at -= 10
        late = asyncio.create_task(site.ask())
        await asyncio.sleep(0.15)
        assert not late.done()
        site.django.gate.set()
        return waiting, await first, await late

    assert [reply.body for reply in run(visit)] == [PAGE, b"new", b"new"]
    assert site.count == 2


def test_a_page_that_has_ended_by_itself_is_not_given_for_a_moment():
    site = Site(Django(until=1010.0))

    async def visit():
        await site.ask()
        site.version.tell(2)
        site.now = 1011.0
        site.django.body, site.django.gate, site.django.until = b"new", asyncio.Event(), float("inf")
        visits = [asyncio.create_task(site.ask()) for _visitor in range(3)]
        await asyncio.sleep(0.15)
        site.django.gate.set()
        return await asyncio.gather(*visits)

    assert {reply.body for reply in run(visit)} == {b"new"}


def test_who_comes_after_a_change_does_not_wait_for_what_was_begun_before():
    site = Site()

    async def visit():
        site.django.gate = gate = asyncio.Event()
        before = asyncio.create_task(site.ask())
        await asyncio.sleep(0)
        site.version.tell(2)
        site.django.body, site.django.gate = b"new", None
        after = await site.ask()
        gate.set()
        return await before, after, await site.ask()

    assert [reply.body for reply in run(visit)] == [PAGE, b"new", b"new"]
    assert site.count == 2


def test_a_failure_frees_those_who_wait_and_is_not_kept():
    site = Site()

    async def visit():
        site.django.gate, site.django.fails = asyncio.Event(), True
        first = asyncio.create_task(site.ask())
        waiting = asyncio.create_task(site.ask())
        await asyncio.sleep(0.01)
        site.django.gate.set()
        with pytest.raises(RuntimeError):
            await first
        with pytest.raises(RuntimeError):
            await waiting
        site.django.fails = False
        return await site.ask()

    assert run(visit).body == PAGE
    assert site.count == 3


def test_who_waits_for_something_that_is_not_shared_asks_for_an_own_one():
    site = Site(Django(until=None))

    async def visit():
        site.django.gate = asyncio.Event()
        visits = [asyncio.create_task(site.ask()) for _visitor in range(4)]
        await asyncio.sleep(0.01)
        site.django.gate.set()
        return await asyncio.gather(*visits)

    assert {reply.body for reply in run(visit)} == {PAGE}
    assert site.count == 4


def test_a_client_that_leaves_does_not_take_the_page_from_the_others():
    site = Site()

    async def visit():
        site.django.gate = asyncio.Event()
        gone = asyncio.Event()
        first = asyncio.create_task(ask_async(site.layer, "/", gone=gone))
        waiting = asyncio.create_task(site.ask())
        await asyncio.sleep(0.01)
        gone.set()
        await asyncio.sleep(0.01)
        site.django.gate.set()
        await first
        return await waiting

    assert run(visit).body == PAGE
    assert site.count == 1


def test_an_answer_too_large_to_keep_is_handed_on_whole():
    site = Site(Django(b"x" * (LARGEST + 10), parts=7))

    async def visit():
        return await site.ask(), await site.ask()

    first, second = run(visit)
    assert len(first.body) == len(second.body) == LARGEST + 10
    assert site.count == 2


def test_memory_is_bounded_and_the_least_used_goes_first():
    shelf = Shelf(20_000)
    start = {"status": 200, "headers": []}
    for number in range(10):
        shelf.put(number, keep(1, 0, start, b"x" * 4000))
        shelf.get(0)
        assert shelf.used <= 20_000
    assert shelf.get(0) is not None
    assert shelf.get(1) is None
    assert shelf.get(9) is not None
    shelf.put("huge", keep(1, 0, start, b"x" * 40_000))
    assert (len(shelf), shelf.used) == (0, 0)


def test_compressed_forms_count():
    site = Site()

    async def visit():
        await site.ask()
        before = site.layer.pages.used
        await site.ask(accept_encoding="br")
        return before

    before = run(visit)
    assert site.layer.pages.used > before


def test_invented_addresses_do_not_push_out_the_pages():
    site = Site(room=100_000)

    async def visit():
        await site.ask("/page/")
        site.django.status = 404
        for number in range(100):
            await site.ask(f"/{number}/")
        await site.ask("/page/")

    run(visit)
    assert site.count == 101
    assert site.layer.strays.used <= 100_000 // 8


def test_without_a_version_everything_passes():
    site = Site()
    site.version.value = None

    async def visit():
        await site.ask()
        return await site.ask()

    assert run(visit).body == PAGE
    assert site.count == 2


def test_what_is_no_request_passes():
    seen = []

    async def inner(scope, receive, send):
        seen.append(scope["type"])

    async def visit():
        await PageCache(inner, room=1000)({"type": "lifespan"}, None, None)

    run(visit)
    assert seen == ["lifespan"]


def test_the_allowances_add_up_to_less_than_a_second():
    from core.page_cache import STALE

    assert content_version.TRUSTED + STALE < 1


def test_each_request_is_counted_once_by_what_became_of_it(monkeypatch):
    counted = []
    monkeypatch.setattr("core.page_cache.figures.count", lambda name, outcome: counted.append((name, outcome)))
    site = Site()

    async def visit():
        await site.ask()
        await site.ask()
        await site.ask(cookie="sessionid=abc")
        site.version.tell(2)
        site.django.gate = asyncio.Event()
        first = asyncio.create_task(site.ask())
        await asyncio.sleep(0)
        await site.ask()
        site.django.gate.set()
        await first

    run(visit)
    assert counted == [("page_cache", outcome) for outcome in ("miss", "hit", "bypass", "miss", "stale")]
