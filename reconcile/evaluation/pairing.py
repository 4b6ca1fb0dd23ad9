"""The best one-to-one pairing of spans that share characters."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from reconcile.evaluation.overlaps import Place, Spans

__all__ = ["best_pairs"]


def best_pairs(
    gold: Sequence[Place], found: Sequence[Place], fits: Callable[[int, int], bool]
) -> int:
    """The largest number of pairs, each span in at most one.

    J. E. Hopcroft, R. M. Karp, SIAM J Comput 2:225-231, 1973: in each round, all shortest ways in
    which spans can change partners so that one more has any.

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
    alone = list(range(len(gold)))
    while levels := _levels(alone, candidates, owner):
        left = [iter(one) for one in candidates]
        alone = [i for i in alone if not _placed(i, levels, left, owner)]
    return len(owner)


def _levels(
    alone: Sequence[int], candidates: Sequence[Sequence[int]], owner: dict[int, int]
) -> dict[int, int]:
    """How many changes away the gold spans are from one without partner.

    Up to the first that touches a found span without; empty if none does.
    """
    levels = dict.fromkeys(alone, 0)
    level, ring = 0, list(alone)
    while ring:
        following: list[int] = []
        for span in ring:
            for partner in candidates[span]:
                other = owner.get(partner)
                if other is None:
                    return levels
                if other not in levels:
                    levels[other] = level + 1
                    following.append(other)
        level, ring = level + 1, following
    return {}


def _placed(
    first: int, levels: dict[int, int], left: Sequence[Iterator[int]], owner: dict[int, int]
) -> bool:
    """Find a partner for one more span, others changing theirs if need be.

    On a stack of our own: the way may be as long as the text has spans. `left` holds what no span
    has tried in this round, so that each candidate is tried once.
    """
    path, chosen = [first], list[int]()
    while path:
        for partner in left[path[-1]]:
            other = owner.get(partner)
            if other is None:
                owner.update(zip((*chosen, partner), path, strict=True))
                return True
            if levels.get(other) == levels[path[-1]] + 1:
                chosen.append(partner)
                path.append(other)
                break
        else:
            path.pop()
            if chosen:
                chosen.pop()
    return False
