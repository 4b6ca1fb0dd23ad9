"""What the HTML report plots of a corpus: scores, reasons, how many suggestions a threshold keeps.

Only counts are drawn, so that a corpus of any size needs the memory of a few numbers.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from reconcile.records import Action, Reason, Reconciliation
from reconcile.report.html.charts import Chart, Curve, bars, columns, curves
from reconcile.report.html.svg import can_plot
from reconcile.report.wording import plural, reason_name

__all__ = ["Distributions", "corpus_plots", "reasons_plot"]

_BINS: Final = 10
_ACTIONS: Final[tuple[Action, ...]] = ("add", "replace", "remove")


@dataclass(slots=True)
class Distributions:
    """The counts behind the plots.

    Attributes:
        precision: figures by tenth of their precision; None for undefined.
        recall: likewise.
        reasons: suggestions by reason.
        confidence: suggestions by action and confidence in hundredths.
    """

    precision: Counter[int | None] = field(default_factory=Counter)
    recall: Counter[int | None] = field(default_factory=Counter)
    reasons: Counter[Reason] = field(default_factory=Counter)
    confidence: Counter[tuple[Action, int]] = field(default_factory=Counter)

    def add(self, result: Reconciliation) -> None:
        """Count one more figure."""
        self.precision[_bin(result.precision)] += 1
        self.recall[_bin(result.recall)] += 1
        for suggestion in result.suggestions:
            self.reasons[suggestion.reason] += 1
            self.confidence[suggestion.action, int(suggestion.confidence * 100 + 1e-9)] += 1


def _bin(score: float | None) -> int | None:
    return None if score is None else min(int(score * _BINS + 1e-9), _BINS - 1)


def corpus_plots(counts: Distributions) -> tuple[Chart, ...] | None:
    """The plots; None where matplotlib is not installed."""
    if not can_plot():
        return None
    plots = [
        _histogram("precision", "Precision", counts.precision),
        _histogram("recall", "Recall", counts.recall),
    ]
    if counts.reasons:
        plots += [reasons_plot(counts.reasons), _thresholds(counts.confidence)]
    return tuple(plots)


def _histogram(name: str, title: str, bins: Counter[int | None]) -> Chart:
    note = "Figures by score" + (", a lower bound" if name == "precision" else "")
    if bins[None]:
        note += f"; {plural(bins[None], 'figure')} without"
    heights = [bins[i] for i in range(_BINS)]
    return columns(name, title, note, heights, spoken=f"Figures by {name}", label=title)


def reasons_plot(reasons: Counter[Reason]) -> Chart:
    """Suggestions by reason, the most frequent first; reasons without any are left out."""
    ordered = sorted((+reasons).items(), key=lambda item: (-item[1], item[0]))
    named = [(reason_name(reason), count) for reason, count in ordered]
    note = f"{plural(reasons.total(), 'suggestion')} by reason"
    return bars("reasons", "Reasons", note, named, spoken="Suggestions by reason")


def _thresholds(confidence: Counter[tuple[Action, int]]) -> Chart:
    """For each action, how many suggestions are at least this sure."""
    kept = {
        action: [
            sum(n for (what, c), n in confidence.items() if what == action and c >= threshold)
            for threshold in range(101)
        ]
        for action in _ACTIONS
        if any(what == action for what, _ in confidence)
    }
    told = "; ".join(
        f"{action}: {counts[0]} in all, {counts[50]} from 0.50, {counts[80]} from 0.80"
        for action, counts in kept.items()
    )
    return curves(
        "threshold",
        "Thresholds",
        "What --min-confidence keeps",
        [c / 100 for c in range(101)],
        [Curve(action, counts, _ACTIONS.index(action)) for action, counts in kept.items()],
        spoken="Suggestions kept by a threshold",
        told=told,
        labels=("Confidence at least", "Suggestions"),
        counts=True,
    )
