"""JSON Lines: one item a line, one answer a line, in the same order, any number of them."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from typing import Any, Final

from fastapi import Request
from starlette.requests import ClientDisconnect

from reconcile.report.jsonout import dumps
from reconcile.serve.api.items import Asked
from reconcile.serve.api.reading import decoded
from reconcile.serve.api.spool import Spool
from reconcile.serve.engine import Engine, Task
from reconcile.serve.errors import Refused, refusal, shape, too_large
from reconcile.serve.settings import Limits

__all__ = ["streamed", "written"]

_BLANK: Final = b" \t\r\n\xef\xbb\xbf"


async def streamed(
    request: Request, asked: Asked, engine: Engine, limits: Limits, read: asyncio.Event
) -> AsyncGenerator[str]:
    """The answers to the lines of a body, each with its line end.

    What is wrong with a line stands in its place. What is wrong with the body as a whole, such as
    that it is too large, stands in the last line. `read` is set once all of the body is there.
    """
    with Spool(limits.spool_bytes) as spool:
        filling = asyncio.ensure_future(_filled(spool, request, read))
        try:
            numbers: deque[int] = deque()
            tasks = _tasks(spool, filling, asked, limits, numbers)
            async with aclosing(engine.stream(tasks)) as outcomes:
                async for outcome in outcomes:
                    yield f"{written(outcome, f'line {numbers.popleft()}')}\n"
        finally:
            filling.cancel()
            await asyncio.gather(filling, return_exceptions=True)


async def _filled(spool: Spool, request: Request, read: asyncio.Event) -> None:
    await spool.fill(request.stream())
    read.set()


def written(outcome: Any, where: str | None = None) -> str:
    """What an item came to, as JSON; `where` it stands is told of one that failed."""
    if not isinstance(outcome, Exception):
        return str(outcome)
    if isinstance(outcome, Refused):  # which knows it
        where = None
    return dumps(shape(refusal(outcome, where)))


async def _tasks(
    spool: Spool,
    filling: asyncio.Future[None],
    asked: Asked,
    limits: Limits,
    numbers: deque[int],
) -> AsyncIterator[Task | Exception]:
    """A task for each line; its number is put into `numbers`."""
    number = 0
    async for data in spool.lines(limits.body_bytes):
        number += 1
        if data is None or data.strip(_BLANK):
            numbers.append(number)
            yield _task(data, number, asked, limits)
    try:
        await filling
    except Refused as refused:
        numbers.append(number)
        yield refused
    except ClientDisconnect:
        return


def _task(data: bytes | None, number: int, asked: Asked, limits: Limits) -> Task | Refused:
    where = f"line {number}"
    if data is None:
        return too_large(limits.body_bytes, where)
    try:
        return asked.item(decoded(data, where), {}, limits, where)
    except Refused as refused:
        return refused
