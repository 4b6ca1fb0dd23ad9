"""The first page: what is served."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from reconcile.serve.rendering import page

__all__ = ["router"]

router = APIRouter(include_in_schema=False)


@router.get("/")
def start(request: Request) -> Response:
    """Say what there is."""
    state = request.app.state
    return page(
        request, "start.html.j2", title="reconcile", settings=state.settings, store=state.store
    )
