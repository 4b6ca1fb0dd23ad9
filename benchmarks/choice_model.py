"""A conditional logit: which of several options is meant, or none of them.

Each option has log-odds against *none*: the sum of its features' weights. The probability of an
option is `exp(odds) / (1 + sum of exp(odds) over all options)` (McFadden 1974, "Conditional logit
analysis of qualitative choice behavior"). What is known of an example may be a set of options, one
of which is meant. Fitted by maximum likelihood with an L2 penalty (SciPy, L-BFGS).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

Features = Mapping[str, float]


@dataclass(frozen=True)
class Example:
    """One choice.

    `right` are the options one of which is meant, `wrong_ones` is empty or the options that are
    no answer at all (things that are no genes); where `right` is empty, one of these or none of
    the options is meant. `given` are log-odds that the options have besides their features.
    """

    corpus: str
    document: str
    name: str
    options: tuple[Features, ...]
    right: tuple[bool, ...]
    things: tuple[bool, ...]
    weight: float = 1.0
    given: tuple[float, ...] = ()
    labels: tuple[str, ...] = field(default=(), compare=False)


@dataclass(frozen=True)
class Packed:
    """Examples as arrays: a row an option."""

    matrix: csr_matrix
    segment: np.ndarray
    member: np.ndarray
    outside: np.ndarray
    weight: np.ndarray
    given: np.ndarray


def feature_names(examples: Iterable[Example], least: int = 5) -> list[str]:
    """Names that at least so many examples have."""
    counts: Counter[str] = Counter()
    for example in examples:
        counts.update({name for option in example.options for name in option})
    return sorted(name for name, count in counts.items() if count >= least)


def pack(examples: Sequence[Example], names: Sequence[str]) -> Packed:
    at = {name: i for i, name in enumerate(names)}
    rows, columns, values = [], [], []
    segment, member, given = [], [], []
    row = 0
    for i, example in enumerate(examples):
        known = any(example.right)
        for j, option in enumerate(example.options):
            for name, value in option.items():
                if name in at:
                    rows.append(row)
                    columns.append(at[name])
                    values.append(value)
            segment.append(i)
            member.append(example.right[j] if known else example.things[j])
            given.append(example.given[j] if example.given else 0.0)
            row += 1
    return Packed(
        csr_matrix((values, (rows, columns)), shape=(row, len(names))),
        np.array(segment),
        np.array(member, dtype=float),
        np.array([not any(example.right) for example in examples], dtype=float),
        np.array([example.weight for example in examples]),
        np.array(given),
    )


def _shares(packed: Packed, odds: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    n = len(packed.weight)
    top = np.zeros(n)
    np.maximum.at(top, packed.segment, odds)
    exps = np.exp(odds - top[packed.segment])
    total = np.exp(-top)
    np.add.at(total, packed.segment, exps)
    return exps / total[packed.segment], np.exp(-top) / total


def fit(
    examples: Sequence[Example],
    names: Sequence[str],
    penalty: float = 1.0,
    witnesses: Collection[str] = (),
) -> dict[str, float]:
    """The weights of the features; those of `witnesses` can speak only for an option."""
    packed = pack(examples, names)

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        shares, none = _shares(packed, packed.matrix @ weights + packed.given)
        likelihood = none * packed.outside
        np.add.at(likelihood, packed.segment, shares * packed.member)
        likelihood = np.maximum(likelihood, 1e-12)
        slope = shares * (1 - packed.member / likelihood[packed.segment])
        slope *= packed.weight[packed.segment]
        value = -(packed.weight * np.log(likelihood)).sum() + penalty / 2 * (weights @ weights)
        return value, packed.matrix.T @ slope + penalty * weights

    start = np.zeros(len(names))
    bounds = [(0.0 if name in witnesses else None, None) for name in names]
    found = minimize(
        loss, start, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 500}
    )
    return dict(zip(names, map(float, found.x), strict=True))


def odds_of(option: Features, weights: Mapping[str, float], given: float = 0.0) -> float:
    """The log-odds of one option."""
    return given + sum(weights.get(name, 0.0) * value for name, value in option.items())


def shares_of(example: Example, weights: Mapping[str, float]) -> list[float]:
    """The probability of each option."""
    given = example.given or (0.0,) * len(example.options)
    odds = np.array([odds_of(o, weights, g) for o, g in zip(example.options, given, strict=True)])
    top = max(0.0, float(odds.max()))
    exps = np.exp(odds - top)
    return list(exps / (np.exp(-top) + exps.sum()))
