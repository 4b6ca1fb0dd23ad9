"""What a refit gains, by decisions about figures that it was not fitted on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum
from typing import Any, Final

from reconcile.learning.fitting import (
    NO_CHANGE,
    Decided,
    Fit,
    Pull,
    chosen_pull,
    fit_lines,
    folds_of,
)
from reconcile.statistics import (
    RESAMPLES,
    Interval,
    brier_score,
    calibration_error,
    interval95,
    log_losses,
    ratios,
    resampled_sums,
)

__all__ = ["HEAD", "Measured", "Scores", "measured", "signed"]

_ALL: Final = "all"
HEAD: Final = (
    "suggestions",
    "decisions",
    "accepted",
    "log loss",
    "Brier",
    "calibration error",
    "change of log loss [95 %]",
)
"""What the cells of `Scores` are."""


def signed(change: float) -> str:
    """A change with its sign, to three places; none of nothing.

    >>> signed(-0.0204), signed(-0.0001), signed(0.1)
    ('-0.020', '0.000', '+0.100')
    """
    rounded = round(change, 3)
    return f"{rounded:+.3f}" if rounded else "0.000"


@dataclass(frozen=True, slots=True)
class Scores:
    """How well the confidences of some suggestions tell what is accepted, before and after.

    Attributes:
        name: of the action, or `all`.
        decisions: how many there are.
        accepted: the share that was accepted.
        log_loss: before and after.
        brier: the mean squared error, before and after.
        calibration_error: the expected calibration error in ten bins, before and after.
        difference: the log loss after less that before, with its 95 % interval over figures.
    """

    name: str
    decisions: int
    accepted: float
    log_loss: tuple[float, float]
    brier: tuple[float, float]
    calibration_error: tuple[float, float]
    difference: tuple[float, Interval]

    @property
    def cells(self) -> tuple[str, ...]:
        """The row of a table under `HEAD`."""
        low, high = self.difference[1] or (None, None)
        interval = "" if low is None or high is None else f" [{signed(low)}, {signed(high)}]"
        pairs = (self.log_loss, self.brier, self.calibration_error)
        return (
            self.name,
            str(self.decisions),
            f"{self.accepted:.2f}",
            *(f"{before:.3f} → {after:.3f}" for before, after in pairs),
            f"{signed(self.difference[0])}{interval}",
        )


@dataclass(frozen=True, slots=True)
class Measured:
    """A refit and what it gains by cross-validation.

    Attributes:
        fit: on all decisions.
        pull: how strongly its lines are held to each other, and to the confidences as they are.
        scores: of all suggestions, then by action; none without decisions.
    """

    fit: Fit
    pull: Pull
    scores: tuple[Scores, ...]

    @property
    def is_better(self) -> bool:
        """Whether the whole interval of the difference in log loss is a gain."""
        interval = self.scores[0].difference[1] if self.scores else None
        return interval is not None and interval[1] < 0


def measured(decided: Sequence[Decided], *, resamples: int = RESAMPLES, seed: int = 0) -> Measured:
    """A refit, and what it gains on figures left out; each part chooses the pull by itself.

    Args:
        decided: the decisions; their order makes no difference.
        resamples: how many times figures are drawn for the intervals.
        seed: of the draws.
    """
    ordered = sorted(decided, key=lambda d: (d.figid, d.kind, d.confidence, d.accepted))
    if not ordered:
        return Measured(fit_lines((), NO_CHANGE), NO_CHANGE, ())
    folds = folds_of((one.figid for one in ordered), seed)
    after: dict[int, float] = {}
    for fold in sorted(set(folds.values())):
        known = [one for one in ordered if folds[one.figid] != fold]
        fit = fit_lines(known, chosen_pull(known, seed))
        after |= {i: fit.of(one) for i, one in enumerate(ordered) if folds[one.figid] == fold}
    said = [after[i] for i in range(len(ordered))]
    pull = chosen_pull(ordered, seed)
    actions = sorted({one.kind.partition(" ")[0] for one in ordered})
    scores = tuple(_scores(name, ordered, said, resamples, seed) for name in (_ALL, *actions))
    return Measured(fit_lines(ordered, pull), pull, scores)


def _scores(
    name: str, decided: Sequence[Decided], said: Sequence[float], resamples: int, seed: int
) -> Scores:
    chosen = [
        (one, p)
        for one, p in zip(decided, said, strict=True)
        if name in (_ALL, one.kind.partition(" ")[0])
    ]
    own = [one for one, _ in chosen]
    before = [(one.confidence, one.accepted) for one in own]
    after = [(p, one.accepted) for one, p in chosen]
    loss = log_losses(before), log_losses(after)
    count = len(own)
    return Scores(
        name,
        count,
        sum(one.accepted for one in own) / count,
        (fsum(loss[0]) / count, fsum(loss[1]) / count),
        (brier_score(before), brier_score(after)),
        (calibration_error(before), calibration_error(after)),
        _difference(own, loss, resamples, seed),
    )


def _difference(
    decided: Sequence[Decided],
    loss: tuple[Sequence[float], Sequence[float]],
    resamples: int,
    seed: int,
) -> tuple[float, Interval]:
    import numpy as np  # arrives with spaCy

    figures: dict[str, list[float]] = {}
    for one, before, after in zip(decided, *loss, strict=True):
        row = figures.setdefault(one.figid, [0.0, 0.0])
        row[0] += after - before
        row[1] += 1
    table: Any = np.array([figures[name] for name in sorted(figures)])
    mean = float(table[:, 0].sum() / table[:, 1].sum())
    if len(figures) < 2:
        return mean, None
    sums = resampled_sums(table, seed, resamples)
    return mean, interval95(ratios(sums[:, 0], sums[:, 1]))
