"""Candidates in the light of the genes around them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Final

from reconcile.grounding.candidates import ACCEPT, Candidate, order
from reconcile.lexicon import Lexicon
from reconcile.lexicon.schema import NO_REF
from reconcile.lexicon.similarity import similarity_of
from reconcile.text import series_stem, surface_key

__all__ = ["ContextRanker"]

_CLOSE: Final = 0.30
_CONTEXT_WEIGHT: Final = 0.6
_FEW: Final = 4
_ENOUGH: Final = 5
"""As many genes as a fit is the mean of (see `lexicon.similarity`); one or two fit by chance."""
_ONCE_FIT: Final = 0.05
_ONCE_TIMES: Final = 5
"""A former bearer of a symbol fits so well at least, and so many times better than the present one;
`benchmarks/own_symbols.py` has how often that goes wrong."""
_SECOND_HAND: Final = frozenset({"ortholog", "ortholog_alias", "withdrawn", "root", "designation"})


class ContextRanker:
    """Ranks close candidates by the Gene Ontology processes that they share with other genes."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.similarity = similarity_of(lexicon)

    def rank(
        self, candidates: Sequence[Candidate], neighbours: Collection[int]
    ) -> tuple[Candidate, ...]:
        """The candidates, best first, after the genes around had their say.

        Only candidates close to the best one are weighed. What the name itself may mean is no
        witness, for one candidate would vouch for its sibling: it is left out of `neighbours`,
        which are gene indices.
        """
        genes = [candidate for candidate in candidates if candidate.is_gene]
        if not genes or not neighbours or (len(genes) < 2 and genes[0].score >= ACCEPT):
            return tuple(candidates)
        best = genes[0]
        others = frozenset(neighbours).difference(*map(self.members, genes))
        weighed: list[tuple[float, Candidate]] = []
        for candidate in candidates:
            score = candidate.score
            near = candidate.is_gene and score >= best.score - _CLOSE
            if near and self._is_rival(candidate, best):
                gain = self._gain(candidate, others)
                if gain < 1 and self._takes_back(candidate, best, others):
                    score, gain = best.score, 1.0
                score = round(score + _CONTEXT_WEIGHT * gain, 4)
            weighed.append((score, replace(candidate, score=min(1.0, score))))
        weighed.sort(key=lambda pair: (-pair[0], *order(pair[1])))
        return tuple(candidate for _, candidate in weighed)

    def _gain(self, candidate: Candidate, others: frozenset[int]) -> float:
        """How closely a candidate fits the genes around; of a family its best of a few members."""
        fits = (
            self.similarity.among(gene, others).score for gene in self.members(candidate)[:_FEW]
        )
        return max(fits, default=0.0)

    def _takes_back(self, candidate: Candidate, best: Candidate, others: frozenset[int]) -> bool:
        """Whether a gene that once had this symbol fits the genes around, and its bearer does not.

        HGNC's previous symbols say that authors meant it by these letters: `TCF4` beside β-catenin
        is TCF7L2.
        """
        form = candidate.entry.form
        if form is None or candidate.entry.is_family or best.entry.type != "approved":
            return False
        if not any(
            entry.type == "previous" and entry.ref == candidate.ref
            for entry in self.lexicon.lookup(surface_key(form))
        ):
            return False
        if len(others) < _ENOUGH:
            return False
        fit = self.similarity.among(candidate.ref, others).score
        own = self.similarity.among(best.ref, others).score
        return fit >= _ONCE_FIT and fit >= _ONCE_TIMES * own

    def _is_rival(self, candidate: Candidate, best: Candidate) -> bool:
        """Whether the genes around may put a candidate in the place of the best one, or raise that.

        A symbol or label is not given up for second-hand names, a family not for one of its
        members, a symbol or a name with a number not for a family of its gene. A symbol is not
        given up for a sibling either, whose alias it mostly is by an old numbering, unless curators
        met the letters with that meaning.
        """
        if candidate is best:
            return True
        if candidate.similarity < best.similarity:
            return False
        settled = best.entry.type in ("approved", "curated", "label")
        if settled and candidate.entry.type in _SECOND_HAND:
            return False
        if best.entry.is_family:
            return candidate.entry.is_family or candidate.ref not in self.members(best)
        if candidate.entry.is_family:
            one = best.entry.type == "approved" or (best.entry.form or "")[-1:].isdigit()
            return not (one and best.ref in self.members(candidate))
        if best.entry.type != "approved" or candidate.entry.type == "curated":
            return True
        return not self._are_siblings(best.ref, candidate.ref)

    def _are_siblings(self, one: int, other: int) -> bool:
        """Whether two genes share a family, or their symbols differ in a number only."""
        if other in self.similarity.relatives(one):
            return True
        stem = series_stem(self.lexicon.gene(one).gene.symbol)
        return stem is not None and stem == series_stem(self.lexicon.gene(other).gene.symbol)

    def members(self, candidate: Candidate) -> tuple[int, ...]:
        """Indices of the genes that a candidate stands for."""
        if candidate.ref == NO_REF:
            return ()
        if candidate.entry.is_family:
            return self.lexicon.family(candidate.ref).members
        return (candidate.ref,)
