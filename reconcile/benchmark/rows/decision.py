"""The verdict."""

from __future__ import annotations

from collections.abc import Iterator

from reconcile.benchmark.decision import level_and_name
from reconcile.benchmark.rows.row import Document, Row, row

__all__ = ["decision_rows"]


def decision_rows(document: Document) -> Iterator[Row]:
    """The number that decides, then what it rests on in sentences."""
    found = document["verdict"]
    level, metric = level_and_name(found["metric"])
    alone = document["against"] is None
    yield row(
        "verdict",
        item=found["answer"] or "",
        detail=found["sentence"],
        level=level,
        metric=metric,
        value=found["here" if alone else "difference"],
        interval=found["ci95"],
        p=found["p"],
    )
    for line in found["lines"][1:]:
        yield row("verdict", detail=line)
