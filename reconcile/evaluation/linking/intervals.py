"""Scores over many texts, and how far they would move with other texts."""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum
from typing import Any, Final

from reconcile.evaluation.linking.counts import KEYS, Counts, Key, Tally
from reconcile.statistics import RESAMPLES, Interval, interval95, ratios, resampled_sums

__all__ = ["MACRO", "SCORED", "SCORES", "intervals", "macro", "scores_of_sums", "summed"]

SCORES: Final = ("precision", "recall", "f1")
"""The scores of a tally, in the order in which they are shown."""

MACRO: Final[Key] = ("genes_macro", "")
"""The means over texts, beside `KEYS`."""

SCORED: Final[tuple[Key, ...]] = (*KEYS, MACRO)
"""What has scores, in the order of the columns of `scores_of_sums`."""


def summed(documents: Sequence[Counts]) -> Any:
    """An array with a row a text, whose sums over texts give all scores.

    The numbers of the tallies of `KEYS`; then the text's own scores of `genes`, 0 where undefined,
    and whether they are defined.
    """
    import numpy as np

    numbers = [[n for t in one.tallies for n in t.to_dict().values()] for one in documents]
    own = np.array([_own(one["genes"]) for one in documents], dtype=np.float64)
    known = ~np.isnan(own)
    return np.hstack([np.array(numbers, dtype=np.float64), np.where(known, own, 0.0), known])


def scores_of_sums(sums: Any) -> Any:
    """The scores of rows of sums, NaN where undefined: three columns for each of `SCORED`."""
    import numpy as np

    right, predicted, gold = (sums[:, place : 3 * len(KEYS) : 3] for place in range(3))
    both = np.where((predicted > 0) & (gold > 0), predicted + gold, 0)
    micro = [ratios(right, predicted), ratios(right, gold), ratios(2 * right, both)]
    means = ratios(sums[:, -6:-3], sums[:, -3:])
    return np.hstack([np.stack(micro, axis=-1).reshape(len(sums), -1), means])


def intervals(
    documents: Sequence[Counts], *, seed: int = 0, resamples: int = RESAMPLES
) -> dict[Key, dict[str, Interval]]:
    """95 % percentile bootstrap intervals of all scores, texts drawn with replacement.

    None where a score is undefined, or where fewer than two texts count for it. The same texts in
    another order give the same intervals.
    """
    if not documents:
        return {key: dict.fromkeys(SCORES) for key in SCORED}
    ordered = sorted(documents)
    drawn = scores_of_sums(resampled_sums(summed(ordered), seed, resamples))
    counted = [sum(one.tallies[place] != _NONE for one in ordered) for place in range(len(KEYS))]
    counted.append(counted[KEYS.index(("genes", ""))])
    return {
        key: {
            name: interval95(drawn[:, 3 * place + column]) if counted[place] > 1 else None
            for column, name in enumerate(SCORES)
        }
        for place, key in enumerate(SCORED)
    }


_NONE: Final = Tally()


def macro(documents: Sequence[Counts]) -> dict[str, float | None]:
    """The means over texts of the scores of `genes`.

    Precision is that of texts for which something was found, recall that of texts with genes, F1
    that of texts with either: 0 where one side has nothing.
    """
    columns = zip(*(_own(one["genes"]) for one in documents), strict=True)
    known = [[one for one in column if one is not None] for column in columns] or [[]] * 3
    means = (fsum(column) / len(column) if column else None for column in known)
    return dict(zip(SCORES, means, strict=True))


def _own(genes: Tally) -> tuple[float | None, float | None, float | None]:
    both = genes.predicted + genes.gold
    return genes.precision, genes.recall, 2 * genes.right / both if both else None
