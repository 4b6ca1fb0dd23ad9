"""Lines of a body that come faster than they are worked on.

Many clients send all of a body before they read the first byte of the answer. If nothing of it
were read on until answers are taken, both sides would wait for each other. So what is not worked
on yet waits in a temporary file, up to a bound; from there on the client has to read.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from tempfile import SpooledTemporaryFile
from typing import Final

__all__ = ["Spool"]

_IN_MEMORY: Final = 1_000_000
_PIECE: Final = 65_536


class Spool:
    """Bytes that one coroutine puts in and another takes out; none of them blocks the other.

    Used as a context, which removes the file.
    """

    def __init__(self, room: int) -> None:
        """An empty one.

        Args:
            room: bytes that may wait; who puts in more than that waits itself.
        """
        self._file = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 -- see __exit__
        self._room = room
        self._put = self._taken = 0
        self._ended = False
        self._changed = asyncio.Event()

    def __enter__(self) -> Spool:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    async def fill(self, pieces: AsyncIterator[bytes]) -> None:
        """Put all pieces in; also where they end in an error, which is raised, it is an end."""
        try:
            async for piece in pieces:
                while self._put - self._taken >= self._room:
                    await self._change()
                self._file.seek(self._put)
                self._file.write(piece)
                self._put += len(piece)
                self._changed.set()
        finally:
            self._ended = True
            self._changed.set()

    async def lines(self, most: int) -> AsyncIterator[bytes | None]:
        """The lines, without their ends; None for one of more than `most` bytes."""
        begun: list[bytes] = []
        size = 0
        while piece := await self._take():
            for place, part in enumerate(piece.split(b"\n")):
                if place:
                    yield None if size > most else b"".join(begun)
                    begun, size = [], 0
                size += len(part)
                if size <= most:
                    begun.append(part)
        if size:
            yield None if size > most else b"".join(begun)

    async def _take(self) -> bytes:
        """The next bytes, none at the end."""
        while self._taken == self._put:
            if self._ended:
                return b""
            await self._change()
        self._file.seek(self._taken)
        piece = self._file.read(_PIECE)
        self._taken += len(piece)
        if self._taken == self._put:  # nothing waits: begin anew, so that the file does not grow
            self._put = self._taken = 0
            self._file.seek(0)
            self._file.truncate()
        self._changed.set()
        return piece

    async def _change(self) -> None:
        self._changed.clear()
        await self._changed.wait()
