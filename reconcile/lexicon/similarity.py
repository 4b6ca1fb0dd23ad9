"""How closely genes work together, by the Gene Ontology processes that they share.

A gene is the vector of its processes, each weighted by the logarithm of its rarity; the similarity
of two genes is the cosine of theirs. The similarity of a gene with a figure is the mean over the
few genes of the figure that are closest to it, so that a large figure about many things does not
count against a gene that fits one corner of it.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable
from functools import lru_cache
from typing import Final, NamedTuple, TypeAlias

from reconcile.lexicon.store import Lexicon

__all__ = [
    "CLOSEST",
    "MOST_WITNESSES",
    "Among",
    "Fit",
    "Similarity",
    "similarity_of",
    "witnesses",
]

_GENES: Final = 20_000
"""About the number of human genes; only sets the scale of rarity."""
CLOSEST: Final = 5
"""Genes of a figure whose similarity counts, at most."""
_MIN_COSINE: Final = 0.03
"""Below this a shared process says nothing: two random signalling proteins reach it."""

_MOST_PAIRS: Final = 200_000
"""Pairs of genes whose similarity is kept, about 10 MB; those of a text stand in others."""

MOST_WITNESSES: Final = 1000
"""Genes of a figure that are asked about another one: each is asked about each, which would take
the square of their number. The longest of 5,916 lists of PFOCR has 339 rows."""


def witnesses(genes: Collection[int]) -> frozenset[int]:
    """The genes that are asked about another one: all, or of very many an even choice.

    >>> len(witnesses(range(700))), len(witnesses(range(7000)))
    (700, 1000)
    """
    if len(genes) <= MOST_WITNESSES:
        return frozenset(genes)
    ordered = sorted(genes)
    step = len(ordered) / MOST_WITNESSES
    return frozenset(ordered[int(i * step)] for i in range(MOST_WITNESSES))


class Fit(NamedTuple):
    """The fit of a gene among others.

    Attributes:
        score: 0–1, mean similarity with the closest genes.
        closest: their indices with the similarity, closest first; only those that share something.
    """

    score: float
    closest: tuple[tuple[int, float], ...]

    @property
    def best(self) -> float:
        """The similarity with the closest gene, 0 without one."""
        return self.closest[0][1] if self.closest else 0.0


_NO_FIT: Final = Fit(0.0, ())
_Vector: TypeAlias = tuple[frozenset[int], float]


class Similarity:
    """Similarity among genes of one lexicon; keeps the vectors and pairs that it has seen."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._weights: dict[int, float] = {}
        self._vectors: dict[int, _Vector] = {}
        self._families: dict[int, frozenset[int]] = {}
        self._rows: dict[int, dict[int, float]] = {}
        self._pairs = 0

    def _weight(self, term: int) -> float:
        weight = self._weights.get(term)
        if weight is None:
            weight = math.log(_GENES / max(1, self._lexicon.facts.term_size(term))) ** 2
            self._weights[term] = weight
        return weight

    def _vector(self, gene: int) -> _Vector:
        vector = self._vectors.get(gene)
        if vector is None:
            terms = frozenset(self._lexicon.terms_of(gene))
            vector = terms, math.sqrt(math.fsum(map(self._weight, terms)))
            self._vectors[gene] = vector
        return vector

    def between(self, one: int, other: int) -> float:
        """The similarity of two genes, 0–1."""
        return self._cosine(self._vector(one), self._vector(other))

    def _cosine(self, one: _Vector, other: _Vector) -> float:
        shared = one[0] & other[0]
        if not shared:
            return 0.0
        # Whoever made the vectors has weighed their terms.
        return math.fsum(map(self._weights.__getitem__, shared)) / (one[1] * other[1])

    def closest_first(self, gene: int, others: Iterable[int]) -> list[tuple[float, int]]:
        """The other genes that share a process with a gene, as `(-similarity, index)`, sorted."""
        row = self._rows.get(gene)
        if row is None:
            if self._pairs > _MOST_PAIRS:
                self._rows, self._pairs = {}, 0
            row = self._rows[gene] = {}
        known = len(row)
        own = self._vector(gene)
        kin: list[tuple[float, int]] = []
        for other in others:
            near = row.get(other)
            if near is None:
                # The other one may have been asked about this one.
                back = self._rows.get(other)
                near = None if back is None else back.get(gene)
                if near is None:
                    near = self._cosine(own, self._vector(other))
                row[other] = near
            if near:
                kin.append((-near, other))
        self._pairs += len(row) - known
        kin.sort()
        return kin

    def among(self, gene: int, others: Iterable[int]) -> Fit:
        """The fit of a gene among others, itself left out."""
        return Among(self, frozenset(others)).fit(gene)

    def shared(self, one: int, other: int, most: int = 2) -> tuple[str, ...]:
        """Names of the rarest processes that two genes share."""
        terms = self._vector(one)[0] & self._vector(other)[0]
        rarest = sorted(terms, key=lambda term: (self._lexicon.term(term).size, term))
        return tuple(self._lexicon.term(term).name for term in rarest[:most])

    def relatives(self, gene: int) -> frozenset[int]:
        """The genes that share a family with a gene, itself included."""
        found = self._families.get(gene)
        if found is None:
            facts = self._lexicon.facts
            kin = {gene}
            for family in facts.families_of(gene):
                if facts.kind_of(family) == "family":
                    kin.update(facts.members_of(family))
            found = frozenset(kin)
            self._families[gene] = found
        return found


class Among:
    """The genes of a figure, to be asked time and again how others fit them."""

    __slots__ = ("_genes", "_kin", "_similarity")

    def __init__(self, similarity: Similarity, genes: frozenset[int]) -> None:
        self._similarity, self._genes = similarity, genes
        self._kin: dict[int, list[tuple[float, int]]] = {}

    def fit(self, gene: int, without: Collection[int] = ()) -> Fit:
        """The fit of a gene among the genes, itself and some of them left out."""
        genes = self._genes
        out = set(genes.intersection(without))
        if gene in genes:
            out.add(gene)
        many = len(genes) - len(out)
        if not many:
            return _NO_FIT
        kin = self._kin.get(gene)
        if kin is None:
            kin = self._kin[gene] = self._similarity.closest_first(gene, genes)
        closest: list[tuple[int, float]] = []
        total, found = 0.0, 0
        for far, other in kin:
            if other not in out:
                total -= far
                found += 1
                if -far >= _MIN_COSINE:
                    closest.append((other, -far))
                if found == CLOSEST:
                    break
        return Fit(total / min(CLOSEST, many), tuple(closest)) if found else _NO_FIT


@lru_cache(maxsize=4)
def similarity_of(lexicon: Lexicon) -> Similarity:
    """The similarity among the genes of a lexicon, shared by all who ask."""
    return Similarity(lexicon)
