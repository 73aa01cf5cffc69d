"""How many requests are worked on at once, who waits, and who is asked to come again."""

import asyncio

from asgiref.sync import async_to_sync

from core.turnstile import Turnstile
from tests.music.asking import ask_async


class Django:
    def __init__(self):
        self.gate = asyncio.Event()
        self.running = self.most = 0

    async def __call__(self, scope, receive, send):
        while (await receive()).get("more_body"):
            pass
        self.running += 1
        self.most = max(self.most, self.running)
        await self.gate.wait()
        self.running -= 1
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"done"})


def run(work):
    return async_to_sync(work)()


def test_so_many_at_once_and_the_rest_in_their_turn():
    async def work():
        django = Django()
        site = Turnstile(django, 2, 5)
        visits = [asyncio.create_task(ask_async(site, "/")) for _visitor in range(9)]
        await asyncio.sleep(0.01)
        assert django.running == 2
        django.gate.set()
        replies = await asyncio.gather(*visits)
        return django.most, {reply.body for reply in replies}

    assert run(work) == (2, {b"done"})


def test_whoever_waits_too_long_is_asked_to_come_again():
    async def work():
        django = Django()
        site = Turnstile(django, 1, 0.02)
        first = asyncio.create_task(ask_async(site, "/"))
        await asyncio.sleep(0)
        late = await ask_async(site, "/")
        django.gate.set()
        # The place is free again for the next.
        return late, await first, await ask_async(site, "/")

    late, first, following = run(work)
    assert late.status == 503
    assert late.headers["retry-after"] == "5"
    assert late.headers["cache-control"] == "no-store"
    assert b"Try again in a moment." in late.body
    assert first.body == following.body == b"done"


def test_a_slow_upload_holds_no_place():
    async def work():
        django = Django()
        django.gate.set()
        site = Turnstile(django, 1, 5)
        rest = asyncio.Event()
        parts = [{"type": "http.request", "body": b"a", "more_body": True}]

        async def receive():
            if parts:
                return parts.pop()
            await rest.wait()
            return {"type": "http.request", "body": b"b", "more_body": False}

        async def send(message):
            pass

        upload = asyncio.create_task(site({"type": "http", "path": "/admin/"}, receive, send))
        await asyncio.sleep(0)
        reply = await ask_async(site, "/")
        rest.set()
        await upload
        return reply

    assert run(work).body == b"done"


def test_a_slow_reader_holds_no_place():
    async def work():
        django = Django()
        django.gate.set()
        site = Turnstile(django, 1, 5)
        read = asyncio.Event()

        async def wait(reply):
            await read.wait()

        slow = asyncio.create_task(ask_async(site, "/", after_chunk=wait))
        await asyncio.sleep(0.01)
        reply = await ask_async(site, "/")
        read.set()
        await slow
        return reply

    assert run(work).body == b"done"


def test_a_failure_frees_its_place():
    async def broken(scope, receive, send):
        await receive()
        raise RuntimeError

    async def work():
        site = Turnstile(broken, 1, 0.05)
        return await asyncio.gather(*(ask_async(site, "/") for _visitor in range(3)), return_exceptions=True)

    assert {type(one) for one in run(work)} == {RuntimeError}


def test_whoever_watches_the_process_need_not_wait():
    async def work():
        django = Django()
        site = Turnstile(django, 1, 0.02)
        first = asyncio.create_task(ask_async(site, "/"))
        watching = asyncio.create_task(ask_async(site, "/health/live"))
        await asyncio.sleep(0.05)
        django.gate.set()
        return (await watching).status, (await first).status

    assert run(work) == (200, 200)


def test_django_is_not_told_that_a_client_left():
    async def work():
        told = []

        async def inner(scope, receive, send):
            await receive()
            try:
                async with asyncio.timeout(0.02):
                    told.append(await receive())
            except TimeoutError:
                told.append("nothing")

        gone = asyncio.Event()
        gone.set()
        await ask_async(Turnstile(inner, 1, 1), "/", gone=gone)
        return told

    assert run(work) == ["nothing"]
