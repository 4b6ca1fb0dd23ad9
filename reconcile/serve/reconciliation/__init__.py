"""The Reconciliation Service API 0.2 of the W3C Entity Reconciliation Community Group.

`router.py` is its front: the manifest, queries and data extension at `/reconciliation`, suggest
services, flyouts, preview and views below it. What may be asked for are the `entities`: human
genes, families and complexes, and the genes of the organisms that there are tables of.
"""

from __future__ import annotations

from reconcile.serve.reconciliation.router import router

__all__ = ["router"]
