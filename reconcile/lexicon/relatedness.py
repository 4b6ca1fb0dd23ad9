"""How close genes are: shared Gene Ontology processes, weighted by how rare they are."""

from __future__ import annotations

import heapq
import math
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from reconcile.lexicon.store import Lexicon

__all__ = ["Relatedness", "relatedness", "similarity"]

_GENES: Final = 20_000
_NEIGHBOURS: Final = 3


@dataclass(frozen=True, slots=True)
class Relatedness:
    """How close a gene is to a set of others.

    Attributes:
        score: mean similarity to the closest neighbours, 0–1; 0 without neighbours.
        neighbours: indices of those with any similarity, closest first, at most three.
        terms: indices of the processes shared with them, rarest first, at most three.
    """

    score: float
    neighbours: tuple[int, ...]
    terms: tuple[int, ...]


def relatedness(lexicon: Lexicon, gene: int, others: Collection[int]) -> Relatedness:
    """The closeness of a gene to the closest of others.

    The similarity of two genes is the cosine of their process vectors with inverse-size weights
    (as in document retrieval; compare Mistry & Pavlidis, BMC Bioinformatics 9:327, 2008).
    """
    scored = [(similarity(lexicon, gene, other), other) for other in others if other != gene]
    best = [(score, other) for score, other in heapq.nlargest(_NEIGHBOURS, scored) if score > 0]
    if not best:
        return Relatedness(0.0, (), ())
    own = set(lexicon.terms_of(gene))
    shared = {term for _, other in best for term in lexicon.terms_of(other) if term in own}
    terms = sorted(shared, key=lambda term: (lexicon.term(term).size, term))[:3]
    neighbours = tuple(other for _, other in best)
    score = sum(score for score, _ in best) / min(_NEIGHBOURS, len(scored))
    return Relatedness(score, neighbours, tuple(terms))


def similarity(lexicon: Lexicon, left: int, right: int) -> float:
    """Cosine similarity of two genes by their processes, 0–1."""
    first, second = lexicon.terms_of(left), lexicon.terms_of(right)
    if not first or not second:
        return 0.0
    shared = set(first).intersection(second)
    if not shared:
        return 0.0
    return sum(_weight(lexicon, t) for t in shared) / math.sqrt(
        sum(_weight(lexicon, t) for t in first) * sum(_weight(lexicon, t) for t in second)
    )


def _weight(lexicon: Lexicon, term: int) -> float:
    return math.log(_GENES / lexicon.term(term).size) ** 2
