"""The pages for curators."""

from __future__ import annotations

from fastapi import APIRouter

from reconcile.serve.pages import start, viewer

__all__ = ["router"]

router = APIRouter()
for part in (start, viewer):
    router.include_router(part.router)
