"""What fixes of the pipeline do: which few of them are most of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reconcile.benchmark.plots.drawn import DRAWN, Document, Named, shown
from reconcile.report.html.charts import Curve, Gain, pareto
from reconcile.report.wording import SCORE_NAMES, plural

__all__ = ["fix_plots"]


def fix_plots(document: Document) -> Iterator[Named]:
    """None without fixes."""
    found = document.get("fixes")
    if found is None or not found["list"]:
        return
    fixes: Sequence[Document] = found["list"]
    now = found["now"]
    before = ", ".join(f"{SCORE_NAMES[metric]} {shown(now[metric])}" for metric in DRAWN)
    steps = [now, *(one["together"] for one in fixes)]
    yield (
        "fixes",
        pareto(
            "fixes",
            "What the fixes do",
            f"Gains after so many of {plural(len(fixes), 'fix', 'fixes')}; before: {before}",
            [Gain(_name(one), one["wrong"], one["right"]) for one in fixes],
            [
                Curve(SCORE_NAMES[metric], [_gain(step[metric], now[metric]) for step in steps], i)
                for i, metric in enumerate(DRAWN)
            ],
            spoken="What the scores gain by fixes of the pipeline, and the entries that each takes",
            labels=("Fixes made, the best first", "Gain"),
        ),
    )


def _gain(after: float | None, before: float | None) -> float | None:
    return None if after is None or before is None else after - before


def _name(one: Document) -> str:
    """A fix in few letters: the entry of the lexicon, else the word or the gene."""
    if one["action"] == "rename":
        what = one["gene"]
    else:
        names = (one[part] for part in ("match", "word", "gene"))
        what = next((name for name in names if name not in ("*", "")), "all")
    return f"{one['action']} {what}" + (f" → {' '.join(one['to'])}" if one["to"] else "")
