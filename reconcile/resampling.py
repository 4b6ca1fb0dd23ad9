"""The bootstrap over figures or documents, and the ways to swap the two sides of pairs.

The only random numbers behind intervals and p-values. The same rows, seed and number give the same
result on any machine; callers sort their rows, so that the order of figures changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, TypeAlias

__all__ = [
    "CHUNK_CELLS",
    "RESAMPLES",
    "Interval",
    "check_resamples",
    "interval95",
    "is_exact",
    "resampled_sums",
    "swaps",
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


def interval95(values: Any) -> Interval:
    """The middle 95 % of an array, NaN apart; None where nothing is left."""
    import numpy as np

    known = values[~np.isnan(values)]
    if not known.size:
        return None
    # Twelve digits: beyond them, float sums depend on the machine's matrix product.
    return [round(float(bound), 12) for bound in np.percentile(known, [2.5, 97.5])]


def is_exact(pairs: int, permutations: int) -> bool:
    """Whether there are no more ways to swap so many pairs than may be tried."""
    return bool(2 ** min(pairs, 60) <= permutations)


def swaps(pairs: int, seed: int, permutations: int) -> Iterator[Any]:
    """Rows of 0 and 1, one for each pair, 1 where its two sides change places; in chunks.

    Each way once where `is_exact`, else so many random ones.
    """
    import numpy as np

    exact = is_exact(pairs, permutations)
    count = 2**pairs if exact else permutations
    random = np.random.default_rng(seed)
    chunk = max(1, CHUNK_CELLS // pairs)
    for start in range(0, count, chunk):
        rows = min(chunk, count - start)
        if exact:
            ways = np.arange(start, start + rows)[:, None]
            yield ((ways >> np.arange(pairs)) & 1).astype(np.float64)
        else:
            yield random.integers(0, 2, size=(rows, pairs), dtype=np.uint8).astype(np.float64)
