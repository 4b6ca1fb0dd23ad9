"""How large the body of a request may be, and how long it may take."""

from __future__ import annotations

import asyncio
import time
from http import HTTPStatus
from typing import Final

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from reconcile.serve.answers import refuse
from reconcile.serve.errors import Refused, too_large
from reconcile.serve.settings import Limits

__all__ = ["STREAM", "BoundedBodies", "is_stream"]

STREAM: Final = "application/x-ndjson"
_STREAMS: Final = frozenset({STREAM, "application/jsonl", "application/ndjson"})


class BoundedBodies:
    """Middleware that ends a request whose body is too large or too slow.

    A body of JSON Lines is read piece by piece, so it may be larger, and has as much time for
    each piece as another body has for all of it.
    """

    def __init__(self, app: ASGIApp, limits: Limits) -> None:
        self._app, self._limits = app, limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, with a body that is bounded."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        stream = is_stream(scope)
        most = self._limits.stream_bytes if stream else self._limits.body_bytes
        announced = Headers(scope=scope).get("content-length", "")
        if announced.isascii() and announced.isdecimal() and int(announced[:20]) > most:
            await refuse(scope, too_large(most))(scope, receive, send)
            return
        await self._app(scope, self._bounded(receive, most, each=stream), send)

    def _bounded(self, receive: Receive, most: int, *, each: bool) -> Receive:
        """The same body; taking of it what is too much raises."""
        seconds = self._limits.body_seconds
        taken, ends, complete = 0, time.monotonic() + seconds, False

        async def bounded() -> Message:
            nonlocal taken, complete
            if complete:  # what comes now says that the client has gone, whenever that is
                return await receive()
            left = seconds if each else ends - time.monotonic()
            try:
                message = await asyncio.wait_for(receive(), max(left, 0.0))
            except TimeoutError:
                raise _too_slow(seconds) from None
            taken += len(message.get("body", b""))
            if taken > most:
                raise too_large(most)
            complete = not message.get("more_body", False)
            return message

        return bounded


def is_stream(scope: Scope) -> bool:
    """Whether the body of a request is JSON Lines."""
    if scope["path"].endswith("/stream"):
        return True
    kind = Headers(scope=scope).get("content-type", "").partition(";")[0].strip().lower()
    return kind in _STREAMS


def _too_slow(seconds: float) -> Refused:
    return Refused(
        HTTPStatus.REQUEST_TIMEOUT,
        "too_slow",
        f"the body did not come within {seconds:g} s",
        "send it without a pause",
        where="body",
        headers={"connection": "close"},
    )
