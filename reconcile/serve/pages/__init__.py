"""The pages for curators."""

from __future__ import annotations

from fastapi import APIRouter

from reconcile.serve.pages import queue, same, viewer

__all__ = ["router"]

router = APIRouter()
for part in (queue, same, viewer):
    router.include_router(part.router)
