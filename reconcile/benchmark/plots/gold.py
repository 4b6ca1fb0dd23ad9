"""The lists against gold lists."""

from __future__ import annotations

from collections.abc import Iterator

from reconcile.benchmark.plots.drawn import (
    DRAWN,
    Document,
    Named,
    curve_chart,
    difference_chart,
    score_chart,
)

__all__ = ["gold_plots"]


def gold_plots(document: Document) -> Iterator[Named]:
    """None without gold lists."""
    held = document["gold"]
    if held is not None:
        found, sure = held["comparison"], document["min_confidence"]
        yield "gold-scores", score_chart("gold-scores", "Lists as they are", held["raw"], DRAWN)
        yield "gold-after", difference_chart("gold", "After less before", found, DRAWN)
        yield "gold-curve", curve_chart("gold-curve", held["curve"], sure, "gold lists")
