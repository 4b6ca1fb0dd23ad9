"""A row of the CSV and TSV forms: one number with what it is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

__all__ = ["COLUMNS", "Cell", "Document", "Row", "row"]

COLUMNS = (
    "section",
    "by",
    "group",
    "item",
    "detail",
    "level",
    "metric",
    "value",
    "low",
    "high",
    "p",
)
"""The columns of the CSV and TSV forms."""

Cell: TypeAlias = str | int | float | None
Row: TypeAlias = Sequence[Cell]
Document: TypeAlias = Mapping[str, Any]
"""What `reconcile.benchmark.run.document` gives, or a part of it."""


def row(
    section: str,
    *,
    by: str = "",
    group: str = "",
    item: str = "",
    detail: str = "",
    level: str = "",
    metric: str = "",
    value: Cell = None,
    interval: Sequence[float] | None = None,
    p: float | None = None,
) -> Row:
    """The cells in the order of `COLUMNS`; what is left out is empty."""
    low, high = (None, None) if interval is None else interval
    return (section, by, group, item, detail, level, metric, value, low, high, p)
