"""Scores of found spans: integer counts a document, exact sums, bootstrap intervals.

Counts are integers, so that the order of documents, and how they were split, change nothing. A
score whose denominator is 0 is undefined: None, never 0 or 1.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import astuple, dataclass, fields

from reconcile.evaluation.corpora import TypedSpan
from reconcile.evaluation.pairing import best_pairs
from reconcile.statistics import (
    RESAMPLES,
    Interval,
    check_resamples,
    interval95,
    ratios,
    resampled_sums,
)

__all__ = ["MEASURES", "SCORES", "SpanCounts", "bootstrap_ci95", "count", "total"]

MEASURES = ("strict", "overlap", "type")
"""What a match is, from the counts of the same names.

`strict`: both ends and the type are the same. `overlap`: at least one character is shared, each
span is matched at most once. `type`: overlap, and the type is the same.
"""

SCORES = ("precision", "recall", "f1")
"""The scores of a measure, in the order in which they are shown."""


@dataclass(frozen=True, slots=True, order=True)
class SpanCounts:
    """The integers behind the scores of one document, or of many added up.

    Attributes:
        gold: spans of the corpus.
        predicted: spans that were found.
        strict: pairs of both that match strictly; likewise the others, see `MEASURES`.
        overlap: the largest number of overlapping pairs, each span in at most one.
        type: the largest number of those with the same type.

    Raises:
        ValueError: not 0 <= strict <= type <= overlap <= both gold and predicted.

    >>> one = SpanCounts(gold=2, predicted=1, strict=0, overlap=1, type=1)
    >>> one.score("overlap", "recall"), one.score("strict", "precision")
    (0.5, 0.0)
    """

    gold: int = 0
    predicted: int = 0
    strict: int = 0
    overlap: int = 0
    type: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.strict <= self.type <= self.overlap <= min(self.gold, self.predicted):
            raise ValueError(f"0 <= strict <= type <= overlap <= spans does not hold in {self}")

    def __add__(self, other: SpanCounts) -> SpanCounts:
        """The counts of both together; exact, commutative, associative."""
        if not isinstance(other, SpanCounts):
            return NotImplemented
        return SpanCounts(*map(sum, zip(astuple(self), astuple(other), strict=True)))

    def score(self, measure: str, name: str) -> float | None:
        """One of `SCORES` under one of `MEASURES`; None where it is undefined."""
        matched: int = getattr(self, measure)
        if name == "f1":
            both = self.gold and self.predicted
            return 2 * matched / (self.gold + self.predicted) if both else None
        whole = self.predicted if name == "precision" else self.gold
        return matched / whole if whole else None

    def scores(self, measure: str) -> dict[str, float | None]:
        """All scores of a measure by name."""
        return {name: self.score(measure, name) for name in SCORES}

    def to_dict(self) -> dict[str, int]:
        """The counts by name."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


def total(counts: Iterable[SpanCounts]) -> SpanCounts:
    """The sum over documents; all zeros for none."""
    columns = list(zip(*map(astuple, counts), strict=True))
    return SpanCounts(*map(sum, columns))


def count(gold: Collection[TypedSpan], predicted: Collection[TypedSpan]) -> SpanCounts:
    """Hold the spans that were found in a text against those of the corpus.

    A span that is given twice counts once.

    >>> gold = [TypedSpan(0, 4, "gene"), TypedSpan(5, 9, "gene")]
    >>> count(gold, [TypedSpan(0, 4, "gene"), TypedSpan(6, 20, "complex")]).to_dict()
    {'gold': 2, 'predicted': 2, 'strict': 1, 'overlap': 2, 'type': 1}
    """
    right, found = sorted(set(gold)), sorted(set(predicted))
    sides = [(one.start, one.end) for one in right], [(one.start, one.end) for one in found]
    return SpanCounts(
        gold=len(right),
        predicted=len(found),
        strict=len(set(right).intersection(found)),
        overlap=best_pairs(*sides, lambda i, j: True),
        type=best_pairs(*sides, lambda i, j: right[i].type == found[j].type),
    )


def bootstrap_ci95(
    per_document: Iterable[SpanCounts], *, seed: int = 0, resamples: int = RESAMPLES
) -> dict[str, dict[str, Interval]]:
    """95 % percentile bootstrap intervals over documents.

    Documents are drawn with replacement. A resample in which a score is undefined does not count
    for it. The same documents in another order give the same intervals.

    Args:
        per_document: one `SpanCounts` a document.
        seed: of the random numbers.
        resamples: how many times to draw; more than 0.

    Returns:
        `{measure: {score: [low, high] | None}}`; None where the score is undefined, or where fewer
        than two documents have spans, since one says nothing about the spread.

    Raises:
        ValueError: `resamples` is not positive.
    """
    import numpy as np

    check_resamples(resamples)
    ordered = sorted(per_document)
    if sum(bool(one.gold or one.predicted) for one in ordered) < 2:
        return {measure: dict.fromkeys(SCORES) for measure in MEASURES}
    table = np.array([astuple(one) for one in ordered], dtype=np.float64)
    sums = resampled_sums(table, seed, resamples)
    columns = dict(zip((field.name for field in fields(SpanCounts)), sums.T, strict=True))
    gold, predicted = columns["gold"], columns["predicted"]
    both = np.where((gold > 0) & (predicted > 0), gold + predicted, 0)
    return {
        measure: {
            "precision": interval95(ratios(columns[measure], predicted)),
            "recall": interval95(ratios(columns[measure], gold)),
            "f1": interval95(ratios(2 * columns[measure], both)),
        }
        for measure in MEASURES
    }
