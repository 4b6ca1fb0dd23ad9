"""The document of a benchmark as rows of the CSV and TSV forms: one number a row, all of them.

A module a part; this one has their order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from reconcile.benchmark.rows.after import after_rows
from reconcile.benchmark.rows.against import against_rows
from reconcile.benchmark.rows.corpus import corpus_rows, group_rows
from reconcile.benchmark.rows.decision import decision_rows
from reconcile.benchmark.rows.failures import failure_rows
from reconcile.benchmark.rows.fixes import fix_rows
from reconcile.benchmark.rows.gold import gold_rows
from reconcile.benchmark.rows.row import COLUMNS, Document, Row
from reconcile.benchmark.rows.verdicts import verdict_rows

__all__ = ["COLUMNS", "rows"]

_MADE_BY: Final[tuple[Callable[[Document], Iterator[Row]], ...]] = (
    decision_rows,
    against_rows,
    fix_rows,
    gold_rows,
    verdict_rows,
    corpus_rows,
    group_rows,
    after_rows,
    failure_rows,
)
"""What makes the rows, in their order."""


def rows(document: Document) -> Iterator[Row]:
    """The rows below the header `COLUMNS`."""
    for made in _MADE_BY:
        yield from made(document)
