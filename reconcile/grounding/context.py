"""Candidates in the light of the genes around them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from math import log
from typing import Final

from reconcile.grounding.candidates import Candidate, compete
from reconcile.grounding.scoring import Scorer
from reconcile.lexicon.schema import NO_REF
from reconcile.lexicon.similarity import similarity_of
from reconcile.text import series_stem

__all__ = ["ContextRanker"]

_FEW: Final = 4
"""Members of a family that are asked how they fit: that many are enough to know."""
_SLACK: Final = 0.05
"""A fit below this is as good as none."""
_ENOUGH: Final = 5
"""As many genes as a fit is the mean of (see `lexicon.similarity`); one or two fit by chance."""


class ContextRanker:
    """Lets the candidates of a name compete with what the text says of them.

    That is how closely a candidate works together with the other genes of the text, by the Gene
    Ontology processes that they share, and whether the text names it by other letters too.
    """

    def __init__(self, scorer: Scorer) -> None:
        self.lexicon = scorer.lexicon
        self.similarity = similarity_of(scorer.lexicon)
        self._weights = scorer.weights

    def rank(
        self,
        candidates: Sequence[Candidate],
        neighbours: Collection[int],
        said: Sequence[Mapping[str, float]] = (),
    ) -> tuple[Candidate, ...]:
        """The candidates, best first, after the text had its say.

        Args:
            candidates: the meanings of one name.
            neighbours: indices of genes that the text names. What the name itself may mean is no
                witness, for one candidate would vouch for its sibling: it is left out.
            said: further features of each candidate.
        """
        weight = self._weights.get
        weighed = []
        for i, features in enumerate(self.features(candidates, neighbours)):
            found = {**features, **said[i]} if said else features
            more = sum(weight(name, 0.0) * value for name, value in found.items())
            candidate = candidates[i]
            weighed.append(replace(candidate, odds=round(candidate.odds + more, 4)))
        return compete(weighed)

    def shifted(self, candidates: Sequence[Candidate], feature: str) -> tuple[Candidate, ...]:
        """The candidates, best first, if those that are genes had one more feature."""
        weight = self._weights.get(feature, 0.0)
        return compete(
            replace(candidate, odds=candidate.odds + weight) if candidate.is_gene else candidate
            for candidate in candidates
        )

    def features(
        self, candidates: Sequence[Candidate], neighbours: Collection[int]
    ) -> list[dict[str, float]]:
        """What the genes around say of each candidate."""
        others = frozenset(neighbours).difference(*map(self.members, candidates))
        if not others:
            return [{} for _ in candidates]
        own = [self._fit(candidate, others) for candidate in candidates]
        alike = self._siblings(candidates)
        # Siblings do much the same: which of them fits better says nothing.
        fits = [max(own[j] for j in group) for group in alike]
        many = "many" if len(others) >= _ENOUGH else "few"
        features: list[dict[str, float]] = []
        for i, fit in enumerate(fits):
            if not candidates[i].is_gene:
                features.append({})
                continue
            rivals = (other for j, other in enumerate(own) if j not in alike[i])
            rival = max(rivals, default=0.0)
            lead = log((fit + _SLACK) / (rival + _SLACK))
            features.append({f"fits better, {many}": lead})
        return features

    def _siblings(self, candidates: Sequence[Candidate]) -> list[frozenset[int]]:
        """For each candidate the places of its siblings, itself among them.

        Two genes are siblings that share a family, or whose symbols differ in a number only.
        """
        found = [{i} for i in range(len(candidates))]
        genes = [i for i, candidate in enumerate(candidates) if candidate.kind == "gene"]
        for i, j in combinations(genes, 2):
            if self._are_siblings(candidates[i].ref, candidates[j].ref):
                found[i].add(j)
                found[j].add(i)
        return [frozenset(group) for group in found]

    def _are_siblings(self, one: int, other: int) -> bool:
        if other in self.similarity.relatives(one):
            return True
        stem = series_stem(self.lexicon.gene(one).gene.symbol)
        return stem is not None and stem == series_stem(self.lexicon.gene(other).gene.symbol)

    def _fit(self, candidate: Candidate, others: frozenset[int]) -> float:
        """How closely a candidate fits the genes around; of a family its best of a few members."""
        members = self.members(candidate)[:_FEW]
        return max((self.similarity.among(gene, others).score for gene in members), default=0.0)

    def members(self, candidate: Candidate) -> tuple[int, ...]:
        """Indices of the genes that a candidate stands for."""
        if candidate.ref == NO_REF:
            return ()
        if candidate.entry.is_family:
            return self.lexicon.family(candidate.ref).members
        return (candidate.ref,)
