"""The records that could not be done."""

from __future__ import annotations

from collections.abc import Iterator

from reconcile.benchmark.rows.row import Document, Row, row

__all__ = ["failure_rows"]


def failure_rows(document: Document) -> Iterator[Row]:
    """A row a record."""
    for failure in document["failures"]:
        source, error = failure["source"], failure["error"]
        yield row("failure", item=source, detail=error, value=failure["line"])
