"""Many tasks of one request: a few of them wait at a time, and answers come in their order.

So a request of thousands takes no more memory than one of some, and does not keep those of others
waiting.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterable
from typing import Any, Final

from reconcile.serve.engine.waiting import Full
from reconcile.serve.engine.work import Task

__all__ = ["Put", "in_order", "streamed"]

Put = Callable[[Task], "asyncio.Future[Any]"]
"""Has a task wait; raises `Full` where there is no room."""

_AGAIN_S: Final = 0.05
"""Seconds until a request that found no room tries again."""


async def in_order(put: Put, tasks: Iterable[Task | Exception], window: int) -> AsyncGenerator[Any]:
    """What tasks come to; an error among them stands for itself.

    Raises:
        Full: there is no room for the first of them; the others wait for it.
    """
    source = iter(tasks)
    pending: deque[asyncio.Future[Any]] = deque()
    held = next(source, None)
    begun = False
    try:
        while held is not None or pending:
            while held is not None and len(pending) < window:
                try:
                    pending.append(_waiting(put, held))
                except Full:
                    if not begun:
                        raise
                    break
                held, begun = next(source, None), True
            if pending:
                yield await pending[0]
                pending.popleft()
            else:
                await asyncio.sleep(_AGAIN_S)
    finally:
        _forget(pending)


async def streamed(
    put: Put, tasks: AsyncIterator[Task | Exception], window: int
) -> AsyncGenerator[Any]:
    """What tasks come to that come one by one; an error among them stands for itself.

    An answer is given when it is there, also where the next task is not yet. The next task is not
    asked for while `window` answers wait to be taken.
    """
    pending: deque[asyncio.Future[Any]] = deque()
    coming: asyncio.Future[Task | Exception | None] | None = None
    more = True
    try:
        while more or pending:
            if more and coming is None and len(pending) < window:
                coming = asyncio.ensure_future(anext(tasks, None))
            waited = [*([pending[0]] if pending else ()), *([coming] if coming else ())]
            await asyncio.wait(waited, return_when=asyncio.FIRST_COMPLETED)
            if coming is not None and coming.done():
                task, coming = coming.result(), None
                if task is None:
                    more = False
                else:
                    pending.append(await _placed(put, task))
            if pending and pending[0].done():
                yield pending.popleft().result()
    finally:
        _forget(pending)
        if coming is not None:
            coming.cancel()


async def _placed(put: Put, task: Task | Exception) -> asyncio.Future[Any]:
    while True:
        try:
            return _waiting(put, task)
        except Full:
            await asyncio.sleep(_AGAIN_S)


def _waiting(put: Put, task: Task | Exception) -> asyncio.Future[Any]:
    """What a task will come to; an error has come to itself."""
    if isinstance(task, Task):
        return put(task)
    done = asyncio.get_running_loop().create_future()
    done.set_result(task)
    return done


def _forget(pending: Iterable[asyncio.Future[Any]]) -> None:
    """Let nobody do what nobody waits for."""
    for future in pending:
        future.cancel()
