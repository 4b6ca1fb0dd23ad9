"""The API for programs: JSON in and out, or JSON Lines for many."""

from __future__ import annotations

from fastapi import APIRouter

from reconcile.serve.api import page
from reconcile.serve.api import router as questions

router = APIRouter()
router.include_router(questions.router)
router.include_router(page.router)

__all__ = ["router"]
