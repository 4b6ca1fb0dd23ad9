"""The application: what it is made of, in which order a request goes through it."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from reconcile.serve import api, health, login, pages, pictures, reconciliation
from reconcile.serve.answers import refuse
from reconcile.serve.bodies import BoundedBodies
from reconcile.serve.engine import Engine
from reconcile.serve.errors import Refused
from reconcile.serve.faults import Caught
from reconcile.serve.headers import SafeHeaders
from reconcile.serve.images import Images
from reconcile.serve.metrics import Measured, Metrics
from reconcile.serve.pages.asking import warm
from reconcile.serve.security import Guard
from reconcile.serve.settings import Settings
from reconcile.store import StaleError, Store, StoreError
from reconcile.version import __version__

__all__ = ["create_app"]


def create_app(settings: Settings, *, store: Store | None = None) -> FastAPI:
    """The application, to be run by an ASGI server.

    What routers need is in `app.state`: `settings`, `store` (None without one), `engine`,
    `images`, `metrics`, and `csrf`, the secret of this process that pages carry.

    Args:
        settings: how it is set up.
        store: where figures and decisions are, opened; it stays open.
    """
    metrics = Metrics()
    app = FastAPI(
        title="reconcile",
        version=__version__,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        lifespan=_life,
        middleware=[
            Middleware(Measured, metrics),
            Middleware(SafeHeaders),
            Middleware(Guard, settings),
            Middleware(BoundedBodies, settings.limits),
            Middleware(Caught),
        ],
    )
    state = app.state
    state.settings, state.store, state.metrics = settings, store, metrics
    state.engine = Engine(settings)
    state.images = Images(settings.images)
    state.csrf = secrets.token_urlsafe(32)
    state.attempts = login.Attempts()
    for part in (health, login, api, pictures, pages, reconciliation):
        app.include_router(part.router)
    app.mount("/static", _static())
    for kind, handler in _HANDLERS.items():
        app.add_exception_handler(kind, handler)
    return app


@asynccontextmanager
async def _life(app: FastAPI) -> AsyncIterator[None]:
    engine: Engine = app.state.engine
    await run_in_threadpool(engine.open)
    if app.state.store is not None:
        asyncio.get_running_loop().run_in_executor(None, warm)
    try:
        yield
    finally:
        await run_in_threadpool(engine.close)


class _Static(StaticFiles):
    """Files that browsers keep, and ask whether they have changed."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        if "\x00" in path:  # the names of files have none
            raise HTTPException(HTTPStatus.NOT_FOUND)
        answer = await super().get_response(path, scope)
        answer.headers["cache-control"] = "no-cache"
        return answer


def _static() -> StaticFiles:
    """Styles and scripts of the pages, and the style that reports have too."""
    return _Static(packages=[("reconcile.serve", "static"), ("reconcile.report.html", "static")])


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)
    return refuse(request.scope, error)


async def _not_kept(request: Request, error: Exception) -> Response:
    """What the store does not take, or has not."""
    assert isinstance(error, StoreError)
    what, _, remedy = str(error).partition("; ")
    stale = isinstance(error, StaleError)
    refused = Refused(
        HTTPStatus.CONFLICT if stale else HTTPStatus.BAD_REQUEST,
        "stale" if stale else "store",
        what,
        remedy or "go back and do it otherwise",
    )
    return refuse(request.scope, refused)


async def _http(request: Request, error: Exception) -> Response:
    """What Starlette refuses: no such page, or not by this method."""
    assert isinstance(error, HTTPException)
    status = HTTPStatus(error.status_code)
    remedy = "the addresses that there are stand at / and at /api"
    if status is HTTPStatus.METHOD_NOT_ALLOWED:
        remedy = f"use {(error.headers or {}).get('Allow', 'another method')}"
    refused = Refused(
        status,
        status.phrase.lower().replace(" ", "_"),
        str(error.detail),
        remedy,
        where=request.url.path,
        headers=dict(error.headers or {}),
    )
    return refuse(request.scope, refused)


async def _invalid(request: Request, error: Exception) -> Response:
    """What does not fit the parameters of an endpoint; the first of its faults is told."""
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    refused = Refused(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "invalid",
        str(first["msg"]),
        "correct it and send it again",
        where=".".join(map(str, first["loc"])),
    )
    return refuse(request.scope, refused)


_HANDLERS: dict[type[Exception], Callable[[Request, Exception], Awaitable[Response]]] = {
    Refused: _refused,
    StoreError: _not_kept,
    HTTPException: _http,
    RequestValidationError: _invalid,
}
