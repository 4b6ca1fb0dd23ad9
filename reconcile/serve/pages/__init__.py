"""The pages for curators."""

from __future__ import annotations

from reconcile.serve.pages.start import router

__all__ = ["router"]
