"""What fixes of the pipeline do: which few of them are most of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reconcile.benchmark.plots.drawn import DRAWN, Document, Named
from reconcile.report.html.charts import Curve, Gain, pareto
from reconcile.report.wording import SCORE_NAMES, plural

__all__ = ["fix_plots"]


def fix_plots(document: Document) -> Iterator[Named]:
    """None without fixes."""
    found = document.get("fixes")
    if found is None or not found["list"]:
        return
    fixes: Sequence[Document] = found["list"]
    steps = [_before(fixes[0]), *(one["together"] for one in fixes)]
    yield (
        "fixes",
        pareto(
            "fixes",
            "What the fixes do",
            f"Scores after so many of {plural(len(fixes), 'fix', 'fixes')}",
            [Gain(_name(one), one["wrong"], one["right"]) for one in fixes],
            [
                Curve(SCORE_NAMES[metric], [step[metric] for step in steps], i)
                for i, metric in enumerate(DRAWN)
            ],
            spoken="Scores after fixes of the pipeline, and the entries that each takes away",
            label="Fixes made, the best first",
        ),
    )


def _before(first: Document) -> dict[str, float | None]:
    """The scores without any fix: those after the first one, less its effect."""
    after, effect = first["together"], first["effect"]
    return {
        metric: None
        if after[metric] is None or effect[metric] is None
        else after[metric] - effect[metric]
        for metric in DRAWN
    }


def _name(one: Document) -> str:
    to = f" → {' '.join(one['to'])}" if one["to"] else ""
    return f"{one['action']} {one['match'] or one['word']}{to}"
