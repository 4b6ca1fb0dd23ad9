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
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final, get_args

from reconcile.records import OcrWord
from reconcile.suggest.case import Case, distinct
from reconcile.suggest.features import Hit, known_processes, told, written_out
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
        hit: how the gene came in by the word.
        told: what can be told of both.
    """

    probability: float
    row: OcrWord
    known: bool
    hit: Hit
    told: Mapping[str, float]

    @property
    def features(self) -> Mapping[str, float]:
        """Those of the gene and the word, by the names of the weights."""
        return written_out(self.hit, self.told)


def doubt_of(case: Case, gene: int, rows: Sequence[OcrWord]) -> Doubt:
    """The doubt about a gene of the list and the words that brought it in, if they are known."""
    if not rows:
        return _without_words(case, gene)
    found = [_of_word(case, gene, row, True) for row in distinct(rows)]
    return min(found, key=lambda doubt: doubt.probability)


def _of_word(case: Case, gene: int, row: OcrWord, known: bool) -> Doubt:
    hit, features = told(case, gene, row)
    return Doubt(_by_hit()[hit].probability(features), row, known, hit, features)


@lru_cache(maxsize=1)
def _by_hit() -> Mapping[Hit, Model]:
    """The model of words for each way in, with the weights of features under its name added."""
    word = model("word")
    return {hit: _of_hit(word, hit) for hit in get_args(Hit)}


def _of_hit(word: Model, hit: Hit) -> Model:
    weights = dict(word.weights)
    for name, weight in word.weights.items():
        if name.startswith(f"{hit}: "):
            plain = name.removeprefix(f"{hit}: ")
            weights[plain] = weights.get(plain, 0.0) + weight
    return Model(weights, word.bias + word.weights.get(hit, 0.0))


def _without_words(case: Case, gene: int) -> Doubt:
    likely = [(way.share, _of_word(case, gene, way.row, False)) for way in ways(case, gene)]
    share = sum(part * doubt.probability for part, doubt in likely)
    _, worst = max(likely, key=lambda pair: pair[0] * pair[1].probability)
    features = bare_features(case, gene, share)
    return replace(worst, probability=model("bare").probability(features))


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
