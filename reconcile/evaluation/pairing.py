"""The best one-to-one pairing of spans that share characters."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from reconcile.evaluation.overlaps import Place, Spans

__all__ = ["best_pairs"]


def best_pairs(
    gold: Sequence[Place], found: Sequence[Place], fits: Callable[[int, int], bool]
) -> int:
    """The largest number of pairs, each span in at most one.

    Args:
        gold: spans.
        found: other spans.
        fits: whether the gold span and the found one at these positions may be a pair, beyond that
            they share a character.

    >>> best_pairs([(0, 4), (3, 9)], [(0, 9), (0, 2)], lambda i, j: True)
    2
    """
    touched = Spans(found)
    candidates = [[j for j in touched.touching(*a) if fits(i, j)] for i, a in enumerate(gold)]
    owner: dict[int, int] = {}
    return sum(_placed(i, candidates, owner) for i in range(len(gold)))


def _placed(first: int, candidates: Sequence[Sequence[int]], owner: dict[int, int]) -> bool:
    """Find a partner for one more span, others changing theirs if need be.

    An augmenting path, on a stack of our own: it may be as long as the text has spans.
    """
    tried: set[int] = set()
    path = [(first, iter(candidates[first]))]
    chosen: list[int] = []
    while path:
        span, left = path[-1]
        free = next((j for j in candidates[span] if j not in owner), None) if not tried else None
        partner = next((j for j in left if j not in tried), None) if free is None else free
        if partner is None:
            path.pop()
            if chosen:
                chosen.pop()
            continue
        tried.add(partner)
        chosen.append(partner)
        if partner not in owner:
            for (one, _), other in zip(path, chosen, strict=True):
                owner[other] = one
            return True
        path.append((owner[partner], iter(candidates[owner[partner]])))
    return False
