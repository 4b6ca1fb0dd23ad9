"""The fit of a calibration: a line for each kind of suggestion, held to a common one, that to none.

By maximum likelihood with a penalty: the lines of kinds are pulled to the common line, and the
common line to the confidences as they are, so that few decisions change little. How strong either
pull is, cross-validation chooses, in which the decisions about one figure are left out together.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, Final, NamedTuple

from reconcile.calibration import Calibration, Line, log_odds
from reconcile.statistics import log_losses

__all__ = [
    "FOLDS",
    "NO_CHANGE",
    "Decided",
    "Fit",
    "Pull",
    "chosen_pull",
    "fit_lines",
    "folds_of",
]

_STRENGTHS: Final = (1.0, 8.0, 64.0, math.inf)
"""The strengths that are tried, each eight times the one before; the last leaves no freedom."""
_FIXED: Final = 1e9
"""A pull so strong that nothing departs from it."""
FOLDS: Final = 10
"""Parts in which a gain is measured."""
INNER_FOLDS: Final = 5
"""Parts in which the pulls are chosen."""
_ROUNDS: Final = 100
_CLOSE: Final = 1e-7
_FIRST: Final = Line()


@dataclass(frozen=True, slots=True)
class Decided:
    """A suggestion that somebody decided about.

    Attributes:
        figid: the figure.
        kind: `action reason`.
        confidence: of the suggestion.
        accepted: what was decided.
    """

    figid: str
    kind: str
    confidence: float
    accepted: bool


class Pull(NamedTuple):
    """What it costs a line to depart from the one that it is held to.

    Attributes:
        common: the common line, from the confidences as they are.
        kinds: the line of a kind, from the common one.
    """

    common: float
    kinds: float


NO_CHANGE: Final = Pull(math.inf, math.inf)
PULLS: Final = tuple(Pull(*both) for both in product(_STRENGTHS, repeat=2))


@dataclass(frozen=True, slots=True)
class Fit:
    """The lines of a fit, by kind, and the common one."""

    lines: Mapping[str, Line]
    general: Line

    def of(self, one: Decided) -> float:
        """How probable it is that a suggestion is accepted."""
        return self.lines.get(one.kind, self.general).of(one.confidence)

    def calibration(self, decided: Sequence[Decided], **more: Any) -> Calibration:
        """The calibration of the fit, with what it is made of."""
        figures = len({one.figid for one in decided})
        return Calibration(self.lines, self.general, len(decided), figures, **more)


def fit_lines(decided: Sequence[Decided], pull: Pull) -> Fit:
    """The lines that fit decisions best, for one strength of the pulls."""
    return _Table(decided).fit(pull)


class _Table:
    """The decisions as arrays, in one order: log-odds, kinds, and what was decided."""

    def __init__(self, decided: Sequence[Decided]) -> None:
        import numpy as np  # arrives with spaCy

        self._names = sorted({one.kind for one in decided})
        place = {kind: k for k, kind in enumerate(self._names)}
        rows = sorted((place[one.kind], log_odds(one.confidence), one.accepted) for one in decided)
        self._begin = np.zeros(2 + 2 * len(self._names))
        self._kind = np.array([kind for kind, _, _ in rows])
        self._x = np.array([x for _, x, _ in rows])
        self._y = np.array([float(accepted) for _, _, accepted in rows])

    def fit(self, pull: Pull) -> Fit:
        """The best lines. What was found the last time is where this begins."""
        if pull == NO_CHANGE or not self._names:
            return Fit({}, _FIRST)
        flat: frozenset[int] = frozenset()
        while True:
            general, lines = self._solved(pull, flat)
            falling = {k for k, line in enumerate(lines) if line.slope < 0}
            if not falling:
                break
            flat |= falling  # more would be accepted the less sure they are: so all are alike
        return Fit(dict(zip(self._names, lines, strict=True)), general)

    def _solved(self, pull: Pull, flat: frozenset[int]) -> tuple[Line, list[Line]]:
        """The common line and those of the kinds, by Newton's method.

        Args:
            pull: as for `fit_lines`.
            flat: the kinds whose lines have the slope 0.
        """
        import numpy as np

        many = len(self._names)
        x = np.where(np.isin(self._kind, sorted(flat)), 0.0, self._x)
        # Departures: shift and slope of the common line, then of each kind from that.
        design = np.zeros((len(x), 2 + 2 * many))
        rows = np.arange(len(x))
        design[:, 0], design[:, 1] = 1.0, x
        design[rows, 2 + self._kind] = 1.0
        design[rows, 2 + many + self._kind] = x
        common, kinds = (min(strength, _FIXED) for strength in pull)
        penalty = np.full(2 + 2 * many, kinds)
        target = np.zeros(2 + 2 * many)
        penalty[:2] = common, common + len(flat) * kinds
        target[1] = -len(flat) * kinds / penalty[1]  # the flat ones depart from the common line

        def cost(at: Any) -> float:
            odds = x + design @ at
            likely = np.logaddexp(0.0, odds).sum() - float(self._y @ odds)
            return float(likely + penalty @ (at - target) ** 2 / 2)

        found = self._begin
        least = cost(found)
        for _ in range(_ROUNDS):
            q = 1 / (1 + np.exp(-(x + design @ found)))
            slope = design.T @ (q - self._y) + penalty * (found - target)
            curve = (design.T * (q * (1 - q))) @ design
            step = np.linalg.solve(curve + np.diag(penalty), slope)
            part = 1.0
            while (now := cost(found - part * step)) > least and part > _CLOSE:
                part /= 2  # a step may overshoot, and a part of it does not
            found, least = found - part * step, min(now, least)
            if float(np.abs(part * step).max()) < _CLOSE:
                break
        self._begin = found
        shift, slope_of_all = float(found[0]), 1 + float(found[1])
        lines = [
            Line(
                shift + float(found[2 + k]),
                0.0 if k in flat else slope_of_all + float(found[2 + many + k]),
            )
            for k in range(many)
        ]
        return Line(shift, max(0.0, slope_of_all)), lines


def folds_of(figids: Iterable[str], seed: int = 0, folds: int = FOLDS) -> dict[str, int]:
    """Into which part each figure falls; as many in each, whatever their order."""
    import numpy as np

    ordered = sorted(set(figids))
    drawn = np.random.default_rng(seed).permutation(len(ordered))
    return {ordered[at]: place % folds for place, at in enumerate(drawn)}


def chosen_pull(decided: Sequence[Decided], seed: int = 0) -> Pull:
    """The pulls with the least log loss on decisions about figures that were left out."""
    folds = folds_of((one.figid for one in decided), seed, INNER_FOLDS)
    parts = [
        (
            _Table([one for one in decided if folds[one.figid] != fold]),
            [one for one in decided if folds[one.figid] == fold],
        )
        for fold in sorted(set(folds.values()))
    ]

    def loss(pull: Pull) -> float:
        total = 0.0
        for known, left_out in parts:
            fit = known.fit(pull)
            total += math.fsum(log_losses((fit.of(one), one.accepted) for one in left_out))
        return total

    return min(PULLS, key=lambda pull: (loss(pull), -pull.kinds, -pull.common))
