"""Cohen's kappa: how far two people agree beyond chance.

J. Cohen, A coefficient of agreement for nominal scales, Educ Psychol Meas 20:37-46, 1960.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from reconcile.statistics.bootstrap import RESAMPLES, interval95, ratios, resampled_sums

__all__ = ["Table", "cohens_kappa", "kappa_interval"]

Table: TypeAlias = tuple[int, int, int, int]
"""How often both said yes, the first alone, the second alone, both no."""


def cohens_kappa(table: Table) -> float | None:
    """Agreement beyond chance: 1 for full agreement, 0 for that of chance, below it negative.

    None where it is undefined: without any pair, or where both say the same of everything, so that
    chance alone would agree too.

    >>> cohens_kappa((20, 5, 10, 15))
    0.4
    >>> cohens_kappa((9, 0, 0, 0)) is None
    True
    """
    both, first, second, neither = table
    total = sum(table)
    # All as integers, so that the same counts give the same number anywhere.
    chance = (both + first) * (both + second) + (neither + second) * (neither + first)
    if total == 0 or chance == total * total:
        return None
    return ((both + neither) * total - chance) / (total * total - chance)


def kappa_interval(
    by_figure: Sequence[Table], *, seed: int = 0, resamples: int = RESAMPLES
) -> tuple[float, float] | None:
    """The 95 % percentile bootstrap interval of kappa, figures drawn with replacement.

    A resample in which it is undefined does not count. None for fewer than two figures, or where
    no resample defines it.

    Raises:
        ValueError: `resamples` is not positive.
    """
    import numpy as np

    if len(by_figure) < 2:
        return None
    sums = resampled_sums(np.array(sorted(by_figure), dtype=np.float64), seed, resamples)
    both, first, second, neither = sums.T
    total = both + first + second + neither
    chance = (both + first) * (both + second) + (neither + second) * (neither + first)
    bounds = interval95(ratios((both + neither) * total - chance, total * total - chance))
    return None if bounds is None else (bounds[0], bounds[1])
