"""Precision and recall of suggestions with intervals, and how far confidences can be trusted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

from reconcile.benchmark.judged.counted import ACTIONS, Numbers, is_named
from reconcile.benchmark.judged.outcomes import Outcomes
from reconcile.statistics import (
    Interval,
    Judged,
    Reliability,
    interval95,
    ratios,
    reliability,
    resampled_sums,
)

__all__ = ["Table", "confidences"]


class Table:
    """Numbers of each figure in columns, so that one bootstrap has the intervals of them all."""

    def __init__(self, figures: Sequence[Outcomes]) -> None:
        self._figures = figures
        self._columns: dict[Any, list[Numbers]] = {}

    def add(self, name: Any, count: Callable[[Outcomes], Numbers]) -> None:
        """Put in the numbers of every figure under a name."""
        self._columns[name] = [count(figure) for figure in self._figures]

    def scores(self, resamples: int) -> dict[Any, dict[str, Any]]:
        """Precision and recall by name, with intervals where there are two figures or more."""
        sums = {
            name: [sum(column) for column in zip(*own, strict=True)] or [0] * 4
            for name, own in self._columns.items()
        }
        spread = self._spread(resamples) if len(self._figures) > 1 else {}
        return {name: _score(own, spread.get(name)) for name, own in sums.items()}

    def _spread(self, resamples: int) -> dict[Any, Any]:
        import numpy as np

        rows = [
            [number for column in numbers for number in column]
            for numbers in zip(*self._columns.values(), strict=True)
        ]
        drawn = resampled_sums(np.array(sorted(rows), dtype=np.float64), 0, resamples)
        return {name: drawn[:, 4 * i : 4 * i + 4] for i, name in enumerate(self._columns)}


def _score(numbers: Sequence[int], drawn: Any) -> dict[str, Any]:
    right, named, found, wanted = numbers
    spread: list[Interval] = [None, None]
    if drawn is not None:
        spread = [interval95(ratios(drawn[:, i], drawn[:, i + 1])) for i in (0, 2)]
    return {
        "named": named,
        "right": right,
        "wanted": wanted,
        "found": found,
        "precision": right / named if named else None,
        "recall": found / wanted if wanted else None,
        "ci95": {
            "precision": spread[0] if named else None,
            "recall": spread[1] if wanted else None,
        },
    }


def confidences(figures: Sequence[Outcomes], resamples: int) -> dict[str, Any]:
    """How far confidences can be trusted, those of hints too."""

    def pairs(one: Outcomes, action: str) -> list[Judged]:
        named = (
            (o.suggestion.confidence, float(o.wrong))
            for o in one.entries
            if o.suggestion is not None and is_named(o, action, lambda _: True)
        )
        added = ((o.suggestion.confidence, float(o.right)) for o in one.added)
        return [*([] if action == "add" else named), *(added if action in ("all", "add") else ())]

    def every(one: Outcomes) -> list[Judged]:
        return [*pairs(one, "changes"), *pairs(one, "add")]

    return {
        **_told(reliability(map(every, figures), resamples=resamples)),
        "by_action": {
            action: _told(reliability((pairs(one, action) for one in figures), resamples=resamples))
            for action in ACTIONS
        },
    }


def _told(found: Reliability) -> dict[str, Any]:
    scores = ("brier", "log_loss", "calibration_error")
    pairs = {name: getattr(found, name) for name in scores}
    return {
        "count": found.count,
        "right": found.right,
        **{name: {"value": value, "ci95": interval} for name, (value, interval) in pairs.items()},
        "bins": [asdict(one) for one in found.bins],
    }
