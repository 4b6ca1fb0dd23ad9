"""What the HTML report plots of a corpus: scores, reasons, how many suggestions a threshold keeps.

Only counts are drawn, so that a corpus of any size needs the memory of a few numbers.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from markupsafe import Markup

from reconcile.records import Action, Reason, Reconciliation
from reconcile.report.html.svg import COLOURS, can_plot, canvas
from reconcile.report.wording import plural, reason_name

__all__ = ["Distributions", "Plot", "corpus_plots"]

_BINS: Final = 10
_ACTIONS: Final[dict[Action, tuple[str, str]]] = {
    "add": ("one", "-"),
    "replace": ("two", "--"),
    "remove": ("three", ":"),
}


@dataclass(frozen=True, slots=True)
class Plot:
    """A drawing with its caption."""

    title: str
    note: str
    svg: Markup


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


def corpus_plots(counts: Distributions) -> tuple[Plot, ...] | None:
    """The plots; None where matplotlib is not installed."""
    if not can_plot():
        return None
    plots = [
        _histogram("precision", "Precision", counts.precision),
        _histogram("recall", "Recall", counts.recall),
    ]
    if counts.reasons:
        plots += [_reasons(counts.reasons), _thresholds(counts.confidence)]
    return tuple(plots)


def _histogram(name: str, title: str, bins: Counter[int | None]) -> Plot:
    heights = [bins[i] for i in range(_BINS)]
    told = "; ".join(
        f"{i / _BINS:.1f} to {(i + 1) / _BINS:.1f}: {plural(height, 'figure')}"
        for i, height in enumerate(heights)
        if height
    )
    with canvas(f"plot-{name}", f"Figures by {name}", told or "No figures.") as drawing:
        axes = drawing.axes
        axes.bar(
            [i / _BINS for i in range(_BINS)],
            heights,
            width=0.94 / _BINS,
            align="edge",
            color=COLOURS["one"],
        )
        axes.set_xlim(0, 1)
        axes.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", "0.25", "0.5", "0.75", "1"])
        axes.locator_params(axis="y", integer=True, nbins=5)
        axes.set_xlabel(title)
        axes.set_ylabel("Figures")
        axes.grid(axis="y")
    undefined = bins[None]
    note = "Figures by score" + (", a lower bound" if name == "precision" else "")
    if undefined:
        note += f"; {plural(undefined, 'figure')} without"
    return Plot(title, note, drawing.svg)


def _reasons(reasons: Counter[Reason]) -> Plot:
    ordered = sorted(reasons.items(), key=lambda item: (item[1], item[0]))
    names = [reason_name(reason) for reason, _ in ordered]
    told = "; ".join(f"{reason_name(reason)}: {count}" for reason, count in reversed(ordered))
    height = max(2.2, 0.24 * len(ordered) + 0.5)
    with canvas("plot-reasons", "Suggestions by reason", told, height=height) as drawing:
        axes = drawing.axes
        bars = axes.barh(names, [n for _, n in ordered], height=0.66, color=COLOURS["one"])
        axes.bar_label(bars, padding=3)
        axes.margins(x=0.1)
        axes.set_xticks([])
        axes.spines["bottom"].set_visible(False)
    return Plot("Reasons", f"{plural(reasons.total(), 'suggestion')} by reason", drawing.svg)


def _thresholds(confidence: Counter[tuple[Action, int]]) -> Plot:
    """For each action, how many suggestions are at least this sure."""
    curves = {
        action: [
            sum(n for (what, c), n in confidence.items() if what == action and c >= threshold)
            for threshold in range(101)
        ]
        for action in _ACTIONS
        if any(what == action for what, _ in confidence)
    }
    told = "; ".join(
        f"{action}: {kept[0]} in all, {kept[50]} from 0.50, {kept[80]} from 0.80"
        for action, kept in curves.items()
    )
    with canvas("plot-threshold", "Suggestions kept by a threshold", told) as drawing:
        axes = drawing.axes
        for action, kept in curves.items():
            colour, line = _ACTIONS[action]
            axes.step(
                [c / 100 for c in range(101)],
                kept,
                where="pre",
                label=action,
                color=COLOURS[colour],
                linestyle=line,
                linewidth=1.8,
            )
        axes.set_xlim(0, 1)
        axes.set_ylim(bottom=0)
        axes.locator_params(axis="y", integer=True, nbins=5)
        axes.set_xlabel("Confidence at least")
        axes.set_ylabel("Suggestions")
        axes.grid(axis="y")
        axes.legend(loc="lower left", bbox_to_anchor=(-0.02, 1), ncols=len(curves), borderpad=0)
    return Plot("Thresholds", "What --min-confidence keeps", drawing.svg)
