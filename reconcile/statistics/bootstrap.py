"""The bootstrap over figures or documents.

B. Efron, R. J. Tibshirani, An Introduction to the Bootstrap, 1993. The same rows, seed and number
of draws give the same result on any machine; callers sort their rows.
"""

from __future__ import annotations

from typing import Any, Final, TypeAlias

__all__ = [
    "CHUNK_CELLS",
    "RESAMPLES",
    "Interval",
    "check_resamples",
    "interval95",
    "ratios",
    "resampled_sums",
]

Interval: TypeAlias = list[float] | None
"""Low and high bound; None where there is none."""

RESAMPLES: Final = 2000
"""How many times to draw if nobody says otherwise."""

CHUNK_CELLS: Final = 4_000_000
"""Resampled rows held at a time, about 32 MB."""


def resampled_sums(table: Any, seed: int, resamples: int) -> Any:
    """The column sums of an array (rows, columns) in each resample of its rows.

    Rows are drawn with replacement, as many as there are. Sums of integers are exact.

    Raises:
        ValueError: `resamples` is not positive.
    """
    import numpy as np  # arrives with spaCy; scores without intervals do not need it

    check_resamples(resamples)
    size = len(table)
    random = np.random.default_rng(seed)
    sums = np.empty((resamples, table.shape[1]))
    chunk = max(1, CHUNK_CELLS // size)
    for start in range(0, resamples, chunk):
        rows = min(chunk, resamples - start)
        weights = np.empty((rows, size))
        for row in range(rows):
            drawn = random.integers(0, size, size=size)
            weights[row] = np.bincount(drawn, minlength=size)
        # One matrix product gives all sums; those of counts are exact, being integers below 2**53.
        sums[start : start + rows] = weights @ table
    return sums


def check_resamples(resamples: int) -> None:
    """Refuse a bootstrap that draws nothing.

    Raises:
        ValueError: `resamples` is not positive.
    """
    if resamples < 1:
        raise ValueError(f"resamples is {resamples}; give a positive number")


def ratios(parts: Any, wholes: Any) -> Any:
    """Each part of an array by its whole; NaN where that is 0."""
    import numpy as np

    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(wholes == 0, np.nan, parts / wholes)


def interval95(values: Any) -> Interval:
    """The middle 95 % of an array by its percentiles, NaN apart; None where nothing is left."""
    import numpy as np

    known = values[~np.isnan(values)]
    if not known.size:
        return None
    # Twelve digits: beyond them, float sums depend on the machine's matrix product.
    return [round(float(bound), 12) for bound in np.percentile(known, [2.5, 97.5])]
