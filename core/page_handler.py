"""Django behind ASGI for pages made by synchronous code: each whole request in one thread of a few that stay.

Django's own handler starts a thread for each request and changes to it and back several times. Threads that stay keep
their database connection, and with it what the database has prepared.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import Executor, ThreadPoolExecutor
from contextvars import Context, copy_context
from typing import Any

from django.core import signals
from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIHandler, get_script_prefix
from django.core.handlers.base import BaseHandler
from django.http.response import HttpResponseBase
from django.urls import set_script_prefix

from core.turnstile import UNCOUNTED, Scope

# For whoever watches the process, who is not to wait for pages.
WATCHING_THREADS = 2


class PageHandler(ASGIHandler):
    """Django's handler with another way into the threads. ``threads`` is how many requests it works on at once."""

    def __init__(self, threads: int) -> None:
        BaseHandler.__init__(self)
        self.load_middleware(is_async=False)
        self.crew: Executor = ThreadPoolExecutor(threads, "page")
        self.watch: Executor = ThreadPoolExecutor(WATCHING_THREADS, "watch")

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            raise ValueError(f"Django can only handle HTTP, not {scope['type']}.")
        try:
            body = await self.read_body(receive)
        except RequestAborted:
            return
        threads = self.watch if scope["path"].startswith(UNCOUNTED) else self.crew
        # What the layers outside say of the request (its number in the log) holds inside; nothing comes back out.
        context, loop = copy_context(), asyncio.get_running_loop()
        with body:
            response = await loop.run_in_executor(threads, context.run, self._respond, scope, body)
            try:
                await self.send_response(response, send)
            finally:
                if response.streaming:
                    await asyncio.shield(loop.run_in_executor(threads, _close, context, response))

    def _respond(self, scope: Scope, body: Any) -> Any:
        """The answer, from the first to the last line of Django in this thread."""
        set_script_prefix(get_script_prefix(scope))
        signals.request_started.send(sender=self.__class__, scope=scope)
        request, refusal = self.create_request(scope, body)
        response: Any = refusal if request is None else self.get_response(request)
        response._handler_class = self.__class__  # who sends the signal of its end
        if not response.streaming:
            # Its bytes are there; to send them, nothing of this thread is needed any more.
            response.close()
        return response


def _close(context: Context, response: HttpResponseBase) -> None:
    context.run(response.close)
