"""The end of the process: what is in memory is kept first, and requests go through as they are."""

import asyncio

from core.lifespan import Lifespan


def test_what_is_to_be_kept_is_kept_before_the_process_ends():
    steps = []
    waiting = ["lifespan.startup", "lifespan.shutdown"]

    async def receive():
        return {"type": waiting.pop(0)}

    async def send(message):
        steps.append(message["type"])

    asyncio.run(Lifespan(None, lambda: steps.append("kept"))({"type": "lifespan"}, receive, send))
    assert steps == ["lifespan.startup.complete", "kept", "lifespan.shutdown.complete"]


def test_a_request_passes():
    seen = []

    async def inner(scope, receive, send):
        seen.append(scope["type"])

    asyncio.run(Lifespan(inner, lambda: None)({"type": "http"}, None, None))
    assert seen == ["http"]
