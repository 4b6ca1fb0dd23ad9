"""The pages for curators."""

from __future__ import annotations

from fastapi import APIRouter

from reconcile.serve.pages import (
    asking,
    curators,
    decisions,
    export,
    figure,
    history,
    queue,
    same,
    viewer,
)

__all__ = ["router"]

router = APIRouter()
for part in (asking, decisions, figure, queue, same, curators, history, export, viewer):
    router.include_router(part.router)
