"""The lists after the suggestions."""

from __future__ import annotations

from collections.abc import Iterator

from reconcile.benchmark.plots.drawn import Document, Named, curve_chart, difference_chart
from reconcile.metrics import METRICS

__all__ = ["after_plots"]


def after_plots(document: Document) -> Iterator[Named]:
    """None without captions or without lists."""
    if document["with_caption"] and document["with_list"]:
        found, sure = document["reconciled"], document["min_confidence"]
        yield "after", difference_chart("after", "After less before", found, METRICS)
        yield "after-curve", curve_chart("after-curve", found["curve"], sure, "captions")
