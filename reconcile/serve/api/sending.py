"""Answers in pieces: each is made when the one before was taken."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable
from contextlib import aclosing
from typing import Any

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

__all__ = ["Pieces"]


class Pieces(Response):
    """An answer whose pieces come one by one, and no more once the client has gone.

    Starlette's own listens for that by reading on, which would take the body from who reads it.
    """

    def __init__(
        self,
        pieces: AsyncGenerator[str],
        media_type: str,
        patience: float,
        read: asyncio.Event | None = None,
    ) -> None:
        """An answer.

        Args:
            pieces: what is sent.
            media_type: of all of them.
            patience: seconds that the client has to take a piece.
            read: set once the body of the request was read, so that what comes then says that the
                client has gone; None if it was read already.
        """
        super().__init__(media_type=media_type)
        del self.headers["content-length"]
        self._pieces, self._patience, self._read = pieces, patience, read

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send all of it."""
        sending = asyncio.ensure_future(self._send(send))
        leaving = asyncio.ensure_future(_gone(receive, self._read))
        try:
            await asyncio.wait((sending, leaving), return_when=asyncio.FIRST_COMPLETED)
            if sending.done():
                sending.result()
        finally:
            sending.cancel()
            leaving.cancel()
            await asyncio.gather(sending, leaving, return_exceptions=True)

    async def _send(self, send: Send) -> None:
        start = {"type": "http.response.start", "status": self.status_code}
        await self._in_time(send({**start, "headers": self.raw_headers}))
        async with aclosing(self._pieces) as pieces:
            async for piece in pieces:
                message = {"type": "http.response.body", "body": piece.encode(), "more_body": True}
                await self._in_time(send(message))
        await self._in_time(send({"type": "http.response.body", "body": b""}))

    async def _in_time(self, sent: Awaitable[Any]) -> None:
        """Wait until a piece is sent.

        Raises:
            TimeoutError: the client takes nothing.
        """
        async with asyncio.timeout(self._patience):
            await sent


async def _gone(receive: Receive, read: asyncio.Event | None) -> None:
    if read is not None:
        await read.wait()
    while (await receive())["type"] != "http.disconnect":
        pass
