"""The fitted doubt that a listed gene is in the figure.

Where the words are known: *does this word, in this figure, mean this gene?* One logistic model over
features that can be read (`features.py`); of several words the one that speaks most for the gene
counts, for one is enough. Where they are not: each name through which the gene may have come in
(`ways.py`) is asked the same, and the doubts count as much as the names are probable; a second,
small model holds that against the list. Weights: `weights.tsv`, by `benchmarks/fit_doubt.py`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from reconcile.records import OcrWord
from reconcile.suggest.case import Case
from reconcile.suggest.features import known_processes, row_features
from reconcile.suggest.models import Model, model
from reconcile.suggest.ways import uses, ways

__all__ = ["Doubt", "bare_features", "doubt_of"]

_MOST: Final = 0.3
_FEW: Final = 4
_LARGE: Final = 30
_MOSTLY: Final = 2 / 3
_OFTEN: Final = 500
_EDGE: Final = 0.001


@dataclass(frozen=True, slots=True)
class Doubt:
    """How probable it is that a listed gene is wrong.

    Attributes:
        probability: 0-1.
        row: the word that speaks most for the gene; where no word is known, the name through which
            it most probably came in if it is wrong.
        known: whether the word was read off the image.
        features: those of the gene and that word.
    """

    probability: float
    row: OcrWord
    known: bool
    features: Mapping[str, float]


def doubt_of(case: Case, gene: int, rows: Sequence[OcrWord]) -> Doubt:
    """The doubt about a gene of the list and the words that brought it in, if they are known."""
    if not rows:
        return _without_words(case, gene)
    word = model("word")
    found = [
        Doubt(word.probability(features), row, True, features)
        for row in dict.fromkeys(rows)
        for features in (row_features(case, gene, row),)
    ]
    return min(found, key=lambda doubt: doubt.probability)


def _without_words(case: Case, gene: int) -> Doubt:
    likely = likely_words(case, gene, model("word"))
    share = sum(part * doubt.probability for part, doubt in likely)
    _, worst = max(likely, key=lambda pair: pair[0] * pair[1].probability)
    features = bare_features(case, gene, share)
    return Doubt(model("bare").probability(features), worst.row, False, worst.features)


def likely_words(case: Case, gene: int, word: Model) -> list[tuple[float, Doubt]]:
    """The names through which a gene may have come in: their shares, and the doubt of each."""
    return [
        (way.share, Doubt(word.probability(features), way.row, False, features))
        for way in ways(case, gene)
        for features in (row_features(case, gene, way.row),)
    ]


def bare_features(case: Case, gene: int, share: float) -> dict[str, float]:
    """What is known of a gene of which only the symbol is known.

    Args:
        case: the figure.
        gene: the gene.
        share: 0-1, how probable the doubts about its names make it that it is wrong.
    """
    own = case.fit(gene)
    held = min(max(share, _EDGE), 1 - _EDGE)
    used = uses(case.symbol(gene)).get(case.symbol(gene), 0)
    features = {
        "by its names": math.log(held / (1 - held)),
        "similarity": min(_MOST, own.score) / _MOST,
        "no similarity": len(case.neighbours) > _FEW and not own.closest,
        "coherent list": min(_MOST, case.coherence) / _MOST,
        "known processes": known_processes(case, gene),
        "use of the symbol": math.log1p(used) / math.log1p(_OFTEN),
        "family listed": _family_listed(case, gene),
        "siblings listed": bool(case.siblings(gene)),
        "named": case.named(gene),
        "no caption": not case.comparison.figure.caption,
    }
    return {name: float(value) for name, value in features.items() if value}


def _family_listed(case: Case, gene: int) -> bool:
    """Whether the list has most of a family of the gene, so that its label explains the gene."""
    for index in case.lexicon.families_of(gene):
        members = case.lexicon.family(index).members
        listed = sum(member in case.comparison.genes for member in members)
        if 2 <= len(members) <= _LARGE and listed >= _MOSTLY * len(members):
            return True
    return False
