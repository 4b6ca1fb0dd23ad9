"""The addresses of the API."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from reconcile.report.jsonout import dumps, grounded
from reconcile.serve.answers import JSON, json_text
from reconcile.serve.api.items import ASKED, Asked
from reconcile.serve.api.reading import Items, read, wrong_type
from reconcile.serve.api.sending import Pieces
from reconcile.serve.api.streaming import streamed, written
from reconcile.serve.bodies import STREAM, is_stream
from reconcile.serve.engine import Engine, Full, Task
from reconcile.serve.errors import Refused, refusal
from reconcile.serve.settings import Limits

__all__ = ["router"]

router = APIRouter(tags=["genes"])


def _add(name: str, asked: Asked) -> None:
    async def one(request: Request) -> Response:
        return await _answered(request, asked)

    async def many(request: Request) -> Response:
        if not is_lines(request):
            raise wrong_type(request)
        return _streamed(request, asked)

    router.add_api_route(f"/{name}", one, methods=["POST"], name=name)
    router.add_api_route(f"/{name}/stream", many, methods=["POST"], name=f"{name}_stream")


def is_lines(request: Request) -> bool:
    """Whether a body says that it is JSON Lines."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    return kind != JSON and is_stream({**request.scope, "path": ""})


async def _answered(request: Request, asked: Asked) -> Response:
    if is_lines(request):
        return _streamed(request, asked)
    limits: Limits = request.app.state.settings.limits
    engine: Engine = request.app.state.engine
    items = await read(request, asked, limits)
    try:
        if items.single and isinstance(task := items.tasks[0], Task):
            return _single(await _done(engine, task), asked)
        answers = _each(engine, items, asked)
        first = await anext(answers, None)
    except Full:
        raise _full() from None
    lines = STREAM in request.headers.get("accept", "")
    pieces = _lines(first, answers) if lines else _list(first, answers)
    return Pieces(pieces, STREAM if lines else JSON, limits.send_seconds)


def _streamed(request: Request, asked: Asked) -> Response:
    limits: Limits = request.app.state.settings.limits
    engine: Engine = request.app.state.engine
    read = asyncio.Event()
    pieces = streamed(request, asked, engine, limits, read)
    return Pieces(pieces, STREAM, limits.send_seconds, read)


async def _done(engine: Engine, task: Task) -> Any:
    """What one task comes to; a name alone needs no worker."""
    if task.kind == "ground" and not task.what[1]:
        return await run_in_threadpool(_ground, engine, task.what[0])
    return await engine.do(task)


def _ground(engine: Engine, name: str) -> str:
    return dumps(grounded(name, engine.ground(name)))


def _single(outcome: Any, asked: Asked) -> Response:
    if isinstance(outcome, Exception):
        raise refusal(outcome, asked.one)
    return json_text(outcome + "\n")


async def _each(engine: Engine, items: Items, asked: Asked) -> AsyncGenerator[str]:
    """What each item came to, as JSON, in order."""
    place = 0
    async with aclosing(engine.each(items.tasks)) as outcomes:
        async for outcome in outcomes:
            yield written(outcome, f"{asked.many}[{place}]")
            place += 1


async def _lines(first: str | None, others: AsyncGenerator[str]) -> AsyncGenerator[str]:
    async for answer in _all(first, others):
        yield f"{answer}\n"


async def _list(first: str | None, others: AsyncGenerator[str]) -> AsyncGenerator[str]:
    """The object with all results, in pieces."""
    before = '{"results": ['
    async for answer in _all(first, others):
        yield f"{before}\n{answer}"
        before = ","
    yield "\n]}\n" if before == "," else f"{before}]}}\n"


async def _all(first: str | None, others: AsyncGenerator[str]) -> AsyncGenerator[str]:
    async with aclosing(others):
        if first is not None:
            yield first
        async for answer in others:
            yield answer


def _full() -> Refused:
    return Refused(
        HTTPStatus.SERVICE_UNAVAILABLE,
        "busy",
        "too much waits already",
        "wait a second and send it again",
        headers={"retry-after": "1"},
    )


for _name, _asked in ASKED.items():
    _add(_name, _asked)
