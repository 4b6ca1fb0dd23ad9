"""Two systems on the same texts: which is better, by how much, and how likely chance makes that.

Texts are pairs throughout: the bootstrap draws pairs, and the permutation test swaps the answers of
the two systems to a text or leaves them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Literal

from reconcile.evaluation.linking.counts import MEASURES, Counts, Key, total
from reconcile.evaluation.linking.intervals import (
    MACRO,
    SCORED,
    SCORES,
    macro,
    scores_of_sums,
    summed,
)
from reconcile.evaluation.linking.run import LinkingScore
from reconcile.statistics import (
    PERMUTATIONS,
    RESAMPLES,
    Interval,
    interval95,
    is_exact,
    p_values,
    resampled_sums,
)

__all__ = ["Comparison", "Difference", "compare_scores"]

_COMPARED: Final[tuple[Key, ...]] = (*((measure, "") for measure in MEASURES), MACRO)
_COLUMNS: Final = [3 * SCORED.index(key) + i for key in _COMPARED for i in range(3)]
_SLACK: Final = 1e-12
_LEVEL: Final = 0.05


@dataclass(frozen=True, slots=True)
class Difference:
    """A score of both systems.

    Attributes:
        here: that of the system that is judged; None where undefined.
        there: that of the other.
        ci95: the interval of their difference; None where it is undefined, or there are fewer than
            two texts.
        p: two-sided; None where it is undefined.
    """

    here: float | None
    there: float | None
    ci95: Interval
    p: float | None

    @property
    def difference(self) -> float | None:
        """`here - there`; None where one is."""
        return None if self.here is None or self.there is None else self.here - self.there

    def to_dict(self) -> dict[str, Any]:
        """All of it by name."""
        return {
            "here": self.here,
            "there": self.there,
            "difference": self.difference,
            "ci95": self.ci95,
            "p": self.p,
        }


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two systems on the same texts.

    Attributes:
        against: the other system.
        version: its version, None where it says none.
        documents: how many texts both have.
        changed: those that count differently.
        exact: whether all ways to swap were tried.
        scores: by measure, and `genes_macro`; each with precision, recall and F1.
    """

    against: str
    version: str | None
    documents: int
    changed: int
    exact: bool
    scores: dict[str, dict[str, Difference]]

    @property
    def answer(self) -> Literal["better", "worse", "no difference"]:
        """By F1 of `grounded`: a difference that chance makes less than once in 20 times."""
        judged = self.scores["grounded"]["f1"]
        if not judged.difference or judged.p is None or judged.p > _LEVEL:
            return "no difference"
        return "better" if judged.difference > 0 else "worse"

    def to_dict(self) -> dict[str, Any]:
        """The object `comparison` of the JSON output."""
        return {
            "against": {"name": self.against, "version": self.version},
            "answer": self.answer,
            "documents": self.documents,
            "changed": self.changed,
            "exact": self.exact,
            "scores": {
                measure: {name: one.to_dict() for name, one in scores.items()}
                for measure, scores in self.scores.items()
            },
        }


def compare_scores(
    here: LinkingScore,
    there: LinkingScore,
    *,
    seed: int = 0,
    resamples: int = RESAMPLES,
    permutations: int = PERMUTATIONS,
) -> Comparison:
    """Hold the score of a system against that of another on the same gold.

    Args:
        here: the system that is judged.
        there: the other, on the same documents.
        seed: of the random numbers of both the bootstrap and the test.
        resamples: of the bootstrap.
        permutations: random swaps of the test; where there are no more ways than that, each is
            tried once.

    Raises:
        ValueError: they do not have the same documents.
    """
    if here.counts.keys() != there.counts.keys():
        raise ValueError("the scores are of different documents; compare those of the same")
    pairs = sorted((one, there.counts[name]) for name, one in here.counts.items())
    changed = [pair for pair in pairs if pair[0] != pair[1]]
    spread = _intervals(pairs, seed, resamples)
    chance = _chance(pairs, changed, seed, permutations)
    points = [_points([pair[side] for pair in pairs]) for side in (0, 1)]
    scores: dict[str, dict[str, Difference]] = {}
    for place, (measure, _) in enumerate(_COMPARED):
        for column, name in enumerate(SCORES):
            a, b = (side[measure][name] for side in points)
            known = a is not None and b is not None
            at = 3 * place + column
            scores.setdefault(measure, {})[name] = Difference(
                a, b, spread[at] if known else None, chance[at] if known else None
            )
    return Comparison(
        there.system,
        there.version,
        len(pairs),
        len(changed),
        is_exact(len(changed), permutations),
        scores,
    )


Pair = tuple[Counts, Counts]


def _points(documents: list[Counts]) -> dict[str, dict[str, float | None]]:
    counts = total(documents)
    return {m: counts[m].scores() for m in MEASURES} | {MACRO[0]: macro(documents)}


def _sides(pairs: list[Pair]) -> tuple[Any, Any]:
    return summed([a for a, _ in pairs]), summed([b for _, b in pairs])


def _intervals(pairs: list[Pair], seed: int, resamples: int) -> list[Interval]:
    import numpy as np

    if len(pairs) < 2:
        return [None] * len(_COLUMNS)
    sides = _sides(pairs)
    drawn = resampled_sums(np.hstack(sides), seed, resamples)
    width = sides[0].shape[1]
    apart = scores_of_sums(drawn[:, :width]) - scores_of_sums(drawn[:, width:])
    return [interval95(apart[:, column]) for column in _COLUMNS]


def _chance(
    pairs: list[Pair], changed: list[Pair], seed: int, permutations: int
) -> list[float | None]:
    if not changed:
        return [1.0] * len(_COLUMNS)
    here, there = (side.sum(axis=0) for side in _sides(pairs))
    mine, theirs = _sides(changed)

    def difference(gained: Any) -> Any:
        apart = scores_of_sums(here + gained) - scores_of_sums(there - gained)
        return apart[:, _COLUMNS]

    slack = [_SLACK] * len(_COLUMNS)
    return p_values(theirs - mine, difference, slack=slack, seed=seed, permutations=permutations)
