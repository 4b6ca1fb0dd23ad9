"""What several parts of a benchmark draw alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeAlias

from reconcile.report.html.charts import Chart, Curve, Spread, curves, spreads
from reconcile.report.wording import SCORE_NAMES, UNDEFINED

__all__ = [
    "DRAWN",
    "INTERVALS",
    "LEVELS",
    "Document",
    "Named",
    "curve_chart",
    "difference_chart",
    "score_chart",
    "shown",
    "spread_of",
]

Document: TypeAlias = Mapping[str, Any]
Named: TypeAlias = tuple[str, Chart]
"""The section that a chart belongs to, and the chart."""

LEVELS: Final = ("micro", "macro")
DRAWN: Final = ("precision", "recall", "f1")
"""The scores of curves and of gold lists."""
INTERVALS: Final = "With 95 % intervals"


def score_chart(name: str, title: str, summary: Document, metrics: Sequence[str]) -> Chart:
    """Scores, micro and macro, with their intervals."""
    return spreads(
        name,
        title,
        INTERVALS,
        [SCORE_NAMES[metric] for metric in metrics],
        {level: [spread_of(summary, level, metric) for metric in metrics] for level in LEVELS},
        spoken=f"{title}, micro and macro",
        label="Score",
    )


def spread_of(summary: Document, level: str, metric: str) -> Spread:
    """A score with its interval."""
    return summary[level][metric], summary["ci95"][level][metric]


def curve_chart(name: str, curve: Sequence[Document], sure: float | None, what: str) -> Chart:
    """Scores by the confidence from which on suggestions are taken."""

    def told(step: Document) -> str:
        scores = ", ".join(
            f"{SCORE_NAMES[metric]} {shown(step['micro'][metric])}" for metric in DRAWN
        )
        return f"from {step['threshold']:g}: {scores}"

    return curves(
        name,
        "By threshold",
        f"Micro, against {what}" + ("" if sure is None else f"; the upright line is at {sure:g}"),
        [step["threshold"] for step in curve],
        [
            Curve(SCORE_NAMES[metric], [step["micro"][metric] for step in curve], i)
            for i, metric in enumerate(DRAWN)
        ],
        spoken=f"Scores against {what} after the suggestions from each confidence on",
        told="; ".join(told(step) for step in curve[::5]),
        labels=("Confidence at least", "Score"),
        mark=sure,
    )


def difference_chart(name: str, title: str, found: Document, metrics: Sequence[str]) -> Chart:
    """Differences of scores, micro and macro, with their intervals."""
    return spreads(
        f"{name}-difference",
        title,
        INTERVALS,
        [SCORE_NAMES[metric] for metric in metrics],
        {
            level: [
                (found[level][metric]["difference"], found[level][metric]["ci95"])
                for metric in metrics
            ]
            for level in LEVELS
        },
        spoken=f"{title}: differences of scores",
        label="Difference",
        about=0.0,
    )


def shown(value: float | None) -> str:
    """A score with two places."""
    return UNDEFINED if value is None else f"{value:.2f}"
