"""The API for programs: JSON in and out, or JSON Lines for many."""

from __future__ import annotations

from reconcile.serve.api.router import router

__all__ = ["router"]
