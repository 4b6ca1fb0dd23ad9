"""How well gene lists and captions agree: integer counts, exact merging, scores, intervals.

Counts are integers and add up exactly, so that the order of figures, and how they were split
over workers, change nothing. A score whose denominator is 0 is undefined: None, never 0 or 1.
Precision is against the caption, which says less than the figure shows: a lower bound.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from math import fsum
from typing import Any, TypeAlias

from reconcile.statistics import (
    RESAMPLES,
    Interval,
    check_resamples,
    interval95,
    ratios,
    resampled_sums,
)

__all__ = [
    "METRICS",
    "Counts",
    "Scores",
    "basis",
    "bootstrap_ci95",
    "macro",
    "micro",
    "score_table",
    "scores_of_sums",
    "summarise",
    "total",
]

METRICS = ("precision", "recall", "recall_strict", "f1")
"""The scores, in the order in which they are shown."""

Scores: TypeAlias = dict[str, float | None]


@dataclass(frozen=True, slots=True, order=True)
class Counts:
    """The integers behind the scores of one figure, or of many added up.

    Attributes:
        gene_keywords: distinct human genes in the gene list, by entries that are a current,
            alias or previous symbol; 0 without a caption, for then there is nothing to compare.
        supported_keywords: those that are members of a concept of the caption.
        concepts: concepts of the caption; 0 without a gene list.
        covered_concepts: those with at least one member in the gene list, or with their label.
        fully_covered_concepts: those with all members in it, or with their label.
        family: entries of the list that are family labels; like all below, in no denominator.
        complex: complex labels.
        other_species: genes of other species.
        non_gene: chemicals, diseases, processes, ….
        unknown: entries that nothing is known of.
        duplicates: entries that repeat the gene of an earlier entry.

    Raises:
        ValueError: a count is negative, or a part larger than its whole.

    >>> one = Counts(gene_keywords=4, supported_keywords=1, concepts=2, covered_concepts=1)
    >>> (one + Counts(gene_keywords=1, supported_keywords=1)).precision, one.recall
    (0.4, 0.5)
    >>> Counts().precision is None
    True
    """

    gene_keywords: int = 0
    supported_keywords: int = 0
    concepts: int = 0
    covered_concepts: int = 0
    fully_covered_concepts: int = 0
    family: int = 0
    complex: int = 0
    other_species: int = 0
    non_gene: int = 0
    unknown: int = 0
    duplicates: int = 0

    def __post_init__(self) -> None:
        if any(value < 0 for value in self.to_dict().values()):
            raise ValueError(f"negative count in {self}")
        if self.supported_keywords > self.gene_keywords:
            raise ValueError(f"more supported keywords than gene keywords in {self}")
        if not self.fully_covered_concepts <= self.covered_concepts <= self.concepts:
            raise ValueError(f"fully covered <= covered <= all concepts does not hold in {self}")

    def __add__(self, other: Counts) -> Counts:
        """The counts of both together; exact, commutative, associative."""
        if not isinstance(other, Counts):
            return NotImplemented
        mine, theirs = self.to_dict(), other.to_dict()
        return Counts(**{name: value + theirs[name] for name, value in mine.items()})

    @property
    def precision(self) -> float | None:
        """Supported among gene keywords; None without gene keywords."""
        return _ratio(self.supported_keywords, self.gene_keywords)

    @property
    def recall(self) -> float | None:
        """Concepts with a member in the list; None without concepts."""
        return _ratio(self.covered_concepts, self.concepts)

    @property
    def recall_strict(self) -> float | None:
        """Concepts with all members in the list; None without concepts."""
        return _ratio(self.fully_covered_concepts, self.concepts)

    @property
    def f1(self) -> float | None:
        """Harmonic mean of precision and recall; None if either is, 0 if both are 0."""
        precision, recall = self.precision, self.recall
        if precision is None or recall is None:
            return None
        together = precision + recall
        return 2 * precision * recall / together if together else 0.0

    def scores(self) -> Scores:
        """The scores by name, in the order of `METRICS`."""
        return {name: getattr(self, name) for name in METRICS}

    def to_dict(self) -> dict[str, int]:
        """The counts by name."""
        return {name: getattr(self, name) for name in _NAMES}

    @classmethod
    def from_dict(cls, counts: Mapping[str, int]) -> Counts:
        """The inverse of `to_dict`; absent names are 0.

        Raises:
            TypeError: a name that is no count.
        """
        return cls(**counts)


_NAMES = tuple(field.name for field in fields(Counts))


def _ratio(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def total(counts: Iterable[Counts]) -> Counts:
    """The sum over figures; all zeros for no figures."""
    sums = dict.fromkeys(_NAMES, 0)
    for one in counts:
        for name in _NAMES:
            sums[name] += getattr(one, name)
    return Counts(**sums)


def micro(counts: Iterable[Counts]) -> Scores:
    """The scores of the summed counts: each keyword and concept weighs the same."""
    return total(counts).scores()


def macro(counts: Iterable[Counts]) -> dict[str, Any]:
    """The mean over the figures where a score is defined: each figure weighs the same.

    Returns:
        Each score, None where it is defined in no figure, and under `defined` the number of
        figures that it is the mean of. Sums are rounded once, so that order does not matter.

    >>> macro([Counts(gene_keywords=2, supported_keywords=1), Counts()])["precision"]
    0.5
    """
    values: dict[str, list[float]] = {name: [] for name in METRICS}
    for one in counts:
        for name, value in one.scores().items():
            if value is not None:
                values[name].append(value)
    means: dict[str, Any] = {
        name: fsum(found) / len(found) if found else None for name, found in values.items()
    }
    means["defined"] = {name: len(found) for name, found in values.items()}
    return means


def bootstrap_ci95(
    per_figure: Iterable[Counts], *, seed: int = 0, resamples: int = RESAMPLES
) -> dict[str, dict[str, Interval]]:
    """95 % percentile bootstrap intervals over figures, for micro and macro scores.

    Figures are drawn with replacement. A resample in which a score is undefined does not count
    for it. The same figures in another order give the same intervals.

    Args:
        per_figure: one `Counts` a figure.
        seed: of the random numbers.
        resamples: how many times to draw; more than 0.

    Returns:
        `{"micro": {score: [low, high] | None}, "macro": {…}}`; None where the score is undefined
        or only one figure defines it, since one figure says nothing about the spread.

    Raises:
        ValueError: `resamples` is not positive.
    """
    check_resamples(resamples)
    ordered = sorted(per_figure)
    if len(ordered) < 2:
        return {level: dict.fromkeys(METRICS) for level in ("micro", "macro")}
    table = score_table(ordered)
    spread = table[:, 9:13].sum(axis=0) > 1
    sums = resampled_sums(table, seed, resamples)
    levels = scores_of_sums(sums[:, :5]), ratios(sums[:, 5:9], sums[:, 9:13])
    return {
        level: {
            name: interval95(columns[:, i]) if spread[i] else None for i, name in enumerate(METRICS)
        }
        for level, columns in zip(("micro", "macro"), levels, strict=True)
    }


def score_table(figures: Sequence[Counts]) -> Any:
    """An array with a row a figure: its `basis`, its scores, 0 for undefined, and which are not."""
    import numpy as np

    integers = np.array([basis(one) for one in figures], dtype=np.float64)
    scores = scores_of_sums(integers)
    defined = ~np.isnan(scores)
    return np.hstack([integers, np.where(defined, scores, 0.0), defined])


def scores_of_sums(sums: Any) -> Any:
    """The scores, in the order of `METRICS`, of an array of `basis` rows; NaN for undefined."""
    import numpy as np

    precision = ratios(sums[:, 1], sums[:, 0])
    recall, strict = (ratios(sums[:, part], sums[:, 2]) for part in (3, 4))
    together = precision + recall
    f1 = np.where(together == 0, 0.0, ratios(2 * precision * recall, together))
    return np.column_stack([precision, recall, strict, f1])


def basis(one: Counts) -> tuple[int, int, int, int, int]:
    """The integers that the scores are made of."""
    covered, fully = one.covered_concepts, one.fully_covered_concepts
    return (one.gene_keywords, one.supported_keywords, one.concepts, covered, fully)


def summarise(
    counts: Iterable[Counts], *, seed: int = 0, resamples: int = RESAMPLES
) -> dict[str, Any]:
    """The `summary` of a report: `{"figures", "micro", "macro", "ci95"}`.

    Args:
        counts: one `Counts` a figure, in any order.
        seed: see `bootstrap_ci95`.
        resamples: likewise.

    >>> summarise([])["micro"]["precision"] is None
    True
    """
    figures = list(counts)
    return {
        "figures": len(figures),
        "micro": micro(figures),
        "macro": macro(figures),
        "ci95": bootstrap_ci95(figures, seed=seed, resamples=resamples),
    }
