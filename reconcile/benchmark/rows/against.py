"""These lists against others of the same figures."""

from __future__ import annotations

from collections.abc import Iterator

from reconcile.benchmark.rows.comparison import comparison
from reconcile.benchmark.rows.row import Document, Row, row

__all__ = ["against_rows"]


def against_rows(document: Document) -> Iterator[Row]:
    """None without other lists."""
    against = document["against"]
    if against is None:
        return
    for key in ("caption", "gold"):
        if against[key] is not None:
            yield from comparison(f"against_{key}", against[key])
    for key in ("only_here", "only_there", "captions_differ"):
        for name in against[key]:
            yield row(f"against_{key}", item=name)
