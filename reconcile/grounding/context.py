"""Candidates in the light of the genes around them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Final

from reconcile.grounding.candidates import ACCEPT, Candidate, order
from reconcile.lexicon import Lexicon
from reconcile.lexicon.schema import NO_REF
from reconcile.lexicon.similarity import similarity_of
from reconcile.text import series_stem

__all__ = ["ContextRanker"]

_CLOSE: Final = 0.30
_CONTEXT_WEIGHT: Final = 0.6
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
            if (
                candidate.is_gene
                and score >= best.score - _CLOSE
                and self._is_rival(candidate, best)
            ):
                close = max(
                    (
                        self.similarity.among(gene, others).score
                        for gene in self.members(candidate)[:4]
                    ),
                    default=0.0,
                )
                score = round(score + _CONTEXT_WEIGHT * close, 4)
            weighed.append((score, replace(candidate, score=min(1.0, score))))
        weighed.sort(key=lambda pair: (-pair[0], *order(pair[1])))
        return tuple(candidate for _, candidate in weighed)

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
