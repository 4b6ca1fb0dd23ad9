"""The corpus and its groups: scores, entries, suggestions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from reconcile.benchmark.plots.drawn import Document, Named, score_chart, spread_of
from reconcile.benchmark.sections import largest, named, slug
from reconcile.metrics import METRICS
from reconcile.records import Reason
from reconcile.report.html.charts import bars, spreads
from reconcile.report.html.plots import reasons_plot
from reconcile.report.wording import STATUS_TITLES, plural

__all__ = ["corpus_plots", "group_plots"]


def corpus_plots(document: Document) -> Iterator[Named]:
    """Of all figures."""
    if document["with_caption"] and document["with_list"]:
        yield "scores", score_chart("scores", "Scores", document, METRICS)
    statuses = [(STATUS_TITLES[status], n) for status, n in document["statuses"].items() if n]
    if statuses:
        note = plural(sum(n for _, n in statuses), "entry", "entries")
        statuses.sort(key=lambda pair: -pair[1])
        spoken = "Entries by status"
        yield "statuses", bars("statuses", "Entries", f"{note} by status", statuses, spoken=spoken)
    reasons: Counter[Reason] = Counter(document["reasons"])
    if reasons.total():
        yield "reasons", reasons_plot(reasons)


def group_plots(document: Document) -> Iterator[Named]:
    """Of each field that figures are grouped by."""
    for field, groups in document["groups"].items():
        shown = [g for g in largest(groups) if g["micro"]["f1"] is not None]
        if not shown:
            continue
        left = len(groups) - len(shown)
        name = f"by-{slug(field)}"
        yield (
            name,
            spreads(
                name,
                f"F1 by {named(field)}",
                "Micro, with 95 % intervals" + (f"; {left} more in the table" if left else ""),
                [group["group"] for group in shown],
                {"micro": [spread_of(group, "micro", "f1") for group in shown]},
                spoken=f"Micro F1 by {named(field)}",
                label="F1",
            ),
        )
