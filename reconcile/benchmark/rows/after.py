"""The lists once suggestions are carried out, against the captions."""

from __future__ import annotations

from collections.abc import Iterator

from reconcile.benchmark.rows.comparison import comparison, curve
from reconcile.benchmark.rows.row import Document, Row

__all__ = ["after_rows"]


def after_rows(document: Document) -> Iterator[Row]:
    """Before and after, and by threshold."""
    yield from comparison("reconciled", document["reconciled"])
    yield from curve("reconciled_curve", document["reconciled"]["curve"])
