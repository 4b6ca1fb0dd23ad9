"""Shares with their intervals, and what becomes of p-values if there are many of them."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from statistics import NormalDist
from typing import Final

from reconcile.statistics.bootstrap import Interval

__all__ = ["holm", "wilson95"]

_Z: Final = NormalDist().inv_cdf(0.975)


def wilson95(part: int, whole: int) -> Interval:
    """The 95 % interval of a share of independent things; None of nothing.

    E. B. Wilson, Probable inference, the law of succession, and statistical inference, J Am Stat
    Assoc 22:209-212, 1927. It holds for small numbers and for shares of 0 and 1 too. Where things
    come by figures, the bootstrap over figures is the honest one.

    Raises:
        ValueError: not 0 <= part <= whole.

    >>> [round(bound, 3) for bound in wilson95(9, 10)]
    [0.596, 0.982]
    >>> wilson95(0, 0) is None
    True
    """
    if not 0 <= part <= whole:
        raise ValueError(f"{part} of {whole} is no share")
    if whole == 0:
        return None
    square = _Z * _Z
    middle = part + square / 2
    reach = _Z * sqrt(part * (whole - part) / whole + square / 4)
    low = 0.0 if part == 0 else (middle - reach) / (whole + square)
    high = 1.0 if part == whole else (middle + reach) / (whole + square)
    return [low, high]


def holm(p_values: Sequence[float | None]) -> list[float | None]:
    """The p-values of one family, held so that 5 % of families have any that is below by chance.

    S. Holm, A simple sequentially rejective multiple test procedure, Scand J Stat 6:65-70, 1979.

    Args:
        p_values: in any order; None for undefined, which stays so and counts for nothing.

    >>> holm([0.01, None, 0.04, 0.03])
    [0.03, None, 0.06, 0.06]
    """
    known = sorted((p, i) for i, p in enumerate(p_values) if p is not None)
    found: list[float | None] = [None] * len(p_values)
    least = 0.0
    for rank, (p, i) in enumerate(known):
        least = max(least, min(1.0, p * (len(known) - rank)))
        found[i] = least
    return found
