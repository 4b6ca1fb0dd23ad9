"""The calibrated doubt that a listed gene is in the figure.

Two small logistic models turn features into a probability that an entry is wrong: one for a gene
whose OCR words are known and hit another of its names, one for a gene of which only the listed
symbol is known. Their weights were fitted by `benchmarks/calibrate_suggestions.py`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Final

from reconcile.records import OcrWord
from reconcile.suggest.case import Case, own_letters
from reconcile.suggest.features import BARE_FEATURES, WORD_FEATURES, bare_features, features
from reconcile.suggest.risky import RiskyName, risky_name
from reconcile.suggest.weights import BARE_BIAS, BARE_WEIGHTS, WORD_BIAS, WORD_WEIGHTS

__all__ = ["bare_doubt", "by_another_name", "joint_features", "word_doubt"]

_HIGHEST: Final = frozenset(
    {"trusted name", "like the symbol", "first part of the symbol", "former symbol"}
)
"""Features that speak for the gene: of several words, the one that speaks most for it counts."""


def by_another_name(case: Case, gene: int, rows: Sequence[OcrWord]) -> bool:
    """Whether all words off the image hit another name of the gene, and none its symbol."""
    return bool(rows) and not any(
        is_label(row) or own_letters(row, case.symbol(gene)) for row in rows
    )


def is_label(row: OcrWord) -> bool:
    """Whether a word was expanded to the members of a family or complex."""
    return (row.source or "").startswith(("famplex", "bioentities"))


def joint_features(case: Case, gene: int, rows: Sequence[OcrWord]) -> Mapping[str, float]:
    """The features of all words of a gene together: those against it must hold for each word."""
    found = [features(case, gene, row) for row in dict.fromkeys(rows)]
    return {
        name: (max if name in _HIGHEST else min)(one[name] for one in found)
        for name in WORD_FEATURES
    }


def word_doubt(case: Case, gene: int, rows: Sequence[OcrWord]) -> float:
    """The probability that a gene is wrong which only another name brought in."""
    return _probability(joint_features(case, gene, rows), WORD_WEIGHTS, WORD_BIAS)


def bare_doubt(case: Case, gene: int) -> tuple[float, RiskyName] | None:
    """The probability without OCR words, and the name through which the gene may have come in.

    None without such a name.
    """
    name = risky_name(case.symbol(gene))
    if name is None:
        return None
    found = bare_features(case, gene, name)
    told = {feature: found[feature] for feature in BARE_FEATURES}
    return _probability(told, BARE_WEIGHTS, BARE_BIAS), name


def _probability(found: Mapping[str, float], weights: Mapping[str, float], bias: float) -> float:
    total = bias + sum(weights.get(feature, 0.0) * value for feature, value in found.items())
    return round(1 / (1 + math.exp(-total)), 3)
