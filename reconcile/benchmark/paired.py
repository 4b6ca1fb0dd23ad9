"""Two lists of the same figures: differences, their intervals, and how likely chance makes them.

Figures are pairs throughout: the bootstrap draws pairs, and the permutation test swaps the two
lists of a figure or leaves them. Figures whose two lists count the same weigh in the scores and
make no difference to the test.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import fsum
from typing import Any, Final, TypeAlias

from reconcile.metrics import (
    METRICS,
    Counts,
    basis,
    score_table,
    scores_of_sums,
    total,
)
from reconcile.statistics import (
    PERMUTATIONS,
    RESAMPLES,
    interval95,
    is_exact,
    p_values,
    ratios,
    resampled_sums,
)

__all__ = ["Pair", "compare_lists", "compare_pairs"]

Pair: TypeAlias = tuple[Counts, Counts]
"""One figure's counts with the list that is judged, and with the list it is held against."""

_SLACK: Final = (*(1e-12 for _ in METRICS), *(1e-9 for _ in METRICS))
"""Differences of scores, and of sums of them, closer than this are rounding of floats."""


def compare_pairs(
    pairs: Iterable[Pair],
    *,
    seed: int = 0,
    resamples: int = RESAMPLES,
    permutations: int = PERMUTATIONS,
) -> dict[str, Any]:
    """Scores of both, their differences, 95 % intervals and two-sided p-values.

    Args:
        pairs: one a figure, in any order.
        seed: of the random numbers of both the bootstrap and the test.
        resamples: of the bootstrap.
        permutations: random swaps of the test; where there are no more than that many ways to
            swap, each of them is taken once and the test is exact.

    Returns:
        `{"figures", "changed", "exact", "permutations", "micro": {score: {"here", "there",
        "difference", "ci95", "p"}}, "macro": {…}}`; `difference` is `here - there`; with
        the two sides of all pairs swapped it has the other sign, and so has the interval. Macro
        means are over the figures where both lists define the score, `defined` says how many. All
        are None where undefined, the interval also with fewer than two figures.

    >>> one, other = Counts(gene_keywords=2, supported_keywords=2), Counts(gene_keywords=2)
    >>> found = compare_pairs([(one, other), (one, one)])
    >>> found["micro"]["precision"]["difference"], found["micro"]["precision"]["p"]
    (0.5, 1.0)
    """
    ordered = sorted(pairs)
    turned = sorted((other, one) for one, other in ordered)
    # One order for both ways round: then the same random numbers judge them, and they agree.
    if turned < ordered:
        return _mirrored(_compared(turned, seed, resamples, permutations))
    return _compared(ordered, seed, resamples, permutations)


def _mirrored(found: dict[str, Any]) -> dict[str, Any]:
    """The comparison as the other side sees it."""
    for level in ("micro", "macro"):
        for score in found[level].values():
            score["here"], score["there"] = score["there"], score["here"]
            if score["difference"] is not None:
                score["difference"] = score["here"] - score["there"]
            if score["ci95"] is not None:
                low, high = score["ci95"]
                score["ci95"] = [0.0 - high, 0.0 - low]
    return found


def _compared(
    ordered: Sequence[Pair], seed: int, resamples: int, permutations: int
) -> dict[str, Any]:
    changed = [pair for pair in ordered if basis(pair[0]) != basis(pair[1])]
    exact = is_exact(len(changed), permutations)
    head = {
        "figures": len(ordered),
        "changed": len(changed),
        "exact": exact,
        "permutations": 2 ** len(changed) if exact else permutations,
    }
    if not ordered:
        nothing = dict.fromkeys(("here", "there", "difference", "ci95", "p"))
        return head | {
            "micro": {name: dict(nothing) for name in METRICS},
            "macro": {name: {**nothing, "defined": 0} for name in METRICS},
        }
    here, there = (score_table(side) for side in zip(*ordered, strict=True))
    micro, macro = _points(ordered, here, there)
    table = _table(here, there)
    spread = _bootstrap(table, seed, resamples)
    chance = _chance(table, seed, permutations)
    for level, scores, intervals, values in zip(
        (0, 1), (micro, macro), spread, chance, strict=True
    ):
        for i, name in enumerate(METRICS):
            score = scores[name]
            known = score["difference"] is not None
            few = len(ordered) < 2 or (level and score["defined"] < 2)
            score["ci95"] = None if few or not known else interval95(intervals[:, i])
            score["p"] = values[i] if known else None
    return head | {"micro": micro, "macro": macro}


def compare_lists(here: Mapping[str, Counts], there: Mapping[str, Counts]) -> dict[str, Any]:
    """Two lists of the same figures by figid: `compare_pairs`, and the figures by change of F1."""
    both = sorted(here.keys() & there.keys())
    pairs: dict[str, Pair] = {figid: (here[figid], there[figid]) for figid in both}
    moved: list[tuple[float, str]] = []
    undefined = 0
    for figid, (one, other) in pairs.items():
        if one.f1 is None or other.f1 is None:
            undefined += 1
        elif one.f1 != other.f1:
            moved.append((one.f1 - other.f1, figid))
    better = sorted((-change, figid) for change, figid in moved if change > 0)
    worse = sorted((change, figid) for change, figid in moved if change < 0)
    return {
        **compare_pairs(pairs.values()),
        "better": [_moved(figid, -change, *pairs[figid]) for change, figid in better],
        "worse": [_moved(figid, change, *pairs[figid]) for change, figid in worse],
        "same": len(pairs) - len(moved) - undefined,
        "undefined": undefined,
    }


def _moved(figid: str, change: float, here: Counts, there: Counts) -> dict[str, Any]:
    return {"figid": figid, "change": change, "here": here.scores(), "there": there.scores()}


def _points(
    ordered: Sequence[Pair], here: Any, there: Any
) -> tuple[dict[str, Any], dict[str, Any]]:
    sums = [total(column).scores() for column in zip(*ordered, strict=True)]
    micro = {name: _difference(sums[0][name], sums[1][name]) for name in METRICS}
    macro: dict[str, Any] = {}
    for i, name in enumerate(METRICS):
        both = here[:, 9 + i] * there[:, 9 + i] == 1
        known = int(both.sum())
        means = [
            fsum(side[both, 5 + i].tolist()) / known if known else None for side in (here, there)
        ]
        macro[name] = {**_difference(*means), "defined": known}
    return micro, macro


def _difference(here: float | None, there: float | None) -> dict[str, Any]:
    difference = None if here is None or there is None else here - there
    return {"here": here, "there": there, "difference": difference}


def _table(here: Any, there: Any) -> Any:
    """A row a figure: both bases, the differences of its scores, where those are defined."""
    import numpy as np

    defined = here[:, 9:13] * there[:, 9:13]
    change = (here[:, 5:9] - there[:, 5:9]) * defined
    return np.hstack([here[:, :5], there[:, :5], change, defined])


def _bootstrap(table: Any, seed: int, resamples: int) -> tuple[Any, Any]:
    sums = resampled_sums(table, seed, resamples)
    micro = scores_of_sums(sums[:, :5]) - scores_of_sums(sums[:, 5:10])
    return micro, ratios(sums[:, 10:14], sums[:, 14:18])


def _chance(
    table: Any, seed: int, permutations: int
) -> tuple[list[float | None], list[float | None]]:
    """Two-sided p-values of the micro and of the macro differences."""
    import numpy as np

    sums = table.sum(axis=0)
    here, there, summed = sums[:5], sums[5:10], sums[10:14]
    table = table[(table[:, :5] != table[:, 5:10]).any(axis=1)]
    # By a swap the sums of these lists gain what the others lose; differences change their sign.
    moves = np.hstack([table[:, 5:10] - table[:, :5], table[:, 10:14]])

    def difference(moved: Any) -> Any:
        gained = moved[:, :5]
        micro = scores_of_sums(here + gained) - scores_of_sums(there - gained)
        return np.hstack([micro, summed - 2 * moved[:, 5:]])

    found = p_values(moves, difference, slack=_SLACK, seed=seed, permutations=permutations)
    return found[: len(METRICS)], found[len(METRICS) :]
