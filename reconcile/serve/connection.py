"""Connections that are closed when nothing is asked on them for too long.

uvicorn gives a request any time to send its head, and one that was refused any time for the rest
of its body. Each holds a connection, of which there are only so many.
"""

from __future__ import annotations

import asyncio
from typing import Any, ClassVar

from uvicorn.protocols.http.h11_impl import H11Protocol

__all__ = ["patient"]


def patient(seconds: float) -> type[H11Protocol]:
    """What uvicorn makes of a connection.

    Args:
        seconds: from its beginning, or the last answer on it, until the head of a request is there.
    """
    return type("Patient", (_Connection,), {"patience": seconds})


class _Connection(H11Protocol):
    """HTTP/1.1, with an end to waiting for a request."""

    patience: ClassVar[float]

    _free_since: float = 0.0
    _watch: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """Begin to wait."""
        super().connection_made(transport)
        self._free_since = self.loop.time()
        self._watch = self.loop.call_later(self.patience, self._look)

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        if self._watch is not None:
            self._watch.cancel()
        super().connection_lost(exc)

    def on_response_complete(self) -> None:
        """Begin to wait for the next request."""
        self._free_since = self.loop.time()
        super().on_response_complete()

    def _look(self) -> None:
        """Close the connection if it was waited for long enough, else look again later."""
        if self.transport.is_closing():
            return
        busy = self.cycle is not None and not self.cycle.response_complete
        left = self.patience if busy else self._free_since + self.patience - self.loop.time()
        if left <= 0:
            self.transport.abort()
        else:
            self._watch = self.loop.call_later(left, self._look)
