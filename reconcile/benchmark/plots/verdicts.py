"""How far the confidence of suggestions can be trusted, by what people decided."""

from __future__ import annotations

from collections.abc import Iterator

from reconcile.benchmark.plots.drawn import Document, Named
from reconcile.report.html.charts import Said, reliability
from reconcile.report.wording import plural

__all__ = ["verdict_plots"]


def verdict_plots(document: Document) -> Iterator[Named]:
    """None without verdicts on suggestions."""
    found = document.get("verdicts")
    bins = [] if found is None else found["reliability"]["bins"]
    if not bins:
        return
    total = sum(one["count"] for one in bins)
    yield (
        "verdicts-reliability",
        reliability(
            "verdicts-reliability",
            "Confidence and truth",
            f"{plural(total, 'suggestion')} with 95 % intervals; on the diagonal both are the same",
            [_said(one) for one in bins],
            spoken="The share of suggestions that was right, by their confidence",
            labels=("Confidence", "Share that was right"),
        ),
    )


def _said(one: Document) -> Said:
    low, high = one["interval"]
    return Said(one["said"], one["right"], low, high, one["count"])
