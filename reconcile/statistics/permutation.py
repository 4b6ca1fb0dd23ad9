"""The permutation test of pairs: how likely chance makes a difference between two lists.

If the two lists were alike, either could have been the other: so the two sides of a pair change
places, or not, and the share of these ways that show as large a difference is the p-value.
B. Phipson, G. K. Smyth, Permutation p-values should never be zero, Stat Appl Genet Mol Biol 9:39,
2010, is why the pairs as they are count as one of the random ways.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from reconcile.statistics.bootstrap import CHUNK_CELLS

__all__ = ["PERMUTATIONS", "is_exact", "p_values"]

PERMUTATIONS: Final = 9_999
"""Random ways to swap that are tried where not all can be."""


def is_exact(pairs: int, permutations: int) -> bool:
    """Whether there are no more ways to swap so many pairs than may be tried."""
    return bool(2 ** min(pairs, 60) <= permutations)


def p_values(
    moves: Any,
    difference: Callable[[Any], Any],
    *,
    slack: Sequence[float],
    seed: int = 0,
    permutations: int = PERMUTATIONS,
) -> list[float | None]:
    """Two-sided p-values of several differences, over the same ways to swap.

    Args:
        moves: an array, one row a pair: what is added up if its two sides change places.
        difference: from an array of such sums, one row a way, to the differences, one column
            each, NaN for undefined.
        slack: for each difference, how much rounding of floats may make of it.
        seed: of the random ways.
        permutations: how many random ways; where there are no more ways than that, each is taken
            once and the values are exact, see `is_exact`.

    Returns:
        One for each difference: None where no way defines it, 1 where there are no pairs.

    >>> import numpy as np
    >>> p_values(np.array([[-2.0]] * 5), lambda moved: 5 + moved, slack=[1e-9])
    [0.0625]
    """
    import numpy as np

    if not len(moves):
        return [1.0] * len(slack)
    exact = is_exact(len(moves), permutations)
    observed = difference(np.zeros((1, moves.shape[1])))[0]
    hits, tried = np.zeros(len(slack)), np.zeros(len(slack))
    for ways in _swaps(len(moves), seed, permutations):
        found = difference(ways @ moves)
        defined = ~np.isnan(found)
        hits += ((np.abs(found) >= np.abs(observed) - np.array(slack)) & defined).sum(axis=0)
        tried += defined.sum(axis=0)
    own = 0 if exact else 1
    return [float((h + own) / (t + own)) if t else None for h, t in zip(hits, tried, strict=True)]


def _swaps(pairs: int, seed: int, permutations: int) -> Iterator[Any]:
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
