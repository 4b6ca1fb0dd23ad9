"""Whether the service is there, and what it counts about itself."""

from __future__ import annotations

from collections.abc import Iterator

from fastapi import APIRouter, Request
from starlette.responses import Response

from reconcile.serve.answers import answer
from reconcile.serve.engine import Engine
from reconcile.serve.metrics import CONTENT_TYPE, family
from reconcile.serve.settings import Settings
from reconcile.version import __version__

__all__ = ["router"]

router = APIRouter(tags=["service"])


@router.get("/health", summary="Whether the service is there.")
async def health() -> Response:
    """The version too; needs no token."""
    return answer({"status": "ok", "version": __version__})


@router.get("/metrics", summary="What the service counts about itself, for Prometheus.")
async def metrics(request: Request) -> Response:
    """Requests by endpoint and status, their times, what waits, workers, versions."""
    state = request.app.state
    lines = (*_info(state.settings), *_work(state.engine), *state.metrics.lines())
    return Response("\n".join(lines) + "\n", media_type=CONTENT_TYPE)


def _info(settings: Settings) -> Iterator[str]:
    labels = {"version": __version__, "ner": settings.ner, "organism": settings.organism}
    name = "reconcile_info"
    yield from family(name, "gauge", "Versions and settings.", [(name, labels, 1)])


def _work(engine: Engine) -> Iterator[str]:
    counts = (
        ("reconcile_waiting", "gauge", "Items that wait for a worker.", engine.waiting),
        ("reconcile_workers", "gauge", "Worker processes.", engine.workers),
        (
            "reconcile_worker_restarts_total",
            "counter",
            "Worker processes that took the place of others.",
            engine.restarts,
        ),
    )
    for name, kind, meaning, value in counts:
        yield from family(name, kind, meaning, [(name, {}, value)])
    name = "reconcile_items_total"
    done = [(name, {"kind": kind}, count) for kind, count in sorted(engine.done.items())]
    yield from family(name, "counter", "Items that workers were done with.", done)
