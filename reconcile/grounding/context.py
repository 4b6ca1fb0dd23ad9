"""Candidates in the light of the genes around them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import combinations
from math import log
from typing import Final, NamedTuple

from reconcile.grounding.candidates import Candidate, competing
from reconcile.grounding.scoring import Scorer
from reconcile.lexicon.schema import NO_REF
from reconcile.lexicon.similarity import CLOSEST, Similarity, similarity_of
from reconcile.memo import Memo
from reconcile.remembered import SELDOM
from reconcile.text import series_stem

__all__ = ["Around", "ContextRanker"]

_FEW: Final = 4
"""Members of a family that are asked how they fit: that many are enough to know."""
_SLACK: Final = 0.05
"""A fit below this is as good as none."""
_ENOUGH: Final = 5
"""As many genes as a fit is the mean of (see `lexicon.similarity`); one or two fit by chance."""
_FITS_MANY: Final = "fits better, many"
_FITS_FEW: Final = "fits better, few"

_Meaning = tuple[str, int, bool]
"""Kind and index of what a candidate stands for, and whether that is a family."""


class _Name(NamedTuple):
    """What is known of the meanings of one name without any text.

    Attributes:
        own: all genes that the name may mean; they are no witnesses.
        asked: of each meaning the genes that are asked how they fit.
        siblings: of each meaning the places of its siblings, its own among them; of two that are
            siblings neither is the other's rival.
        rivals: of each meaning the places of the others.
    """

    own: frozenset[int]
    asked: tuple[tuple[int, ...], ...]
    siblings: tuple[tuple[int, ...], ...]
    rivals: tuple[tuple[int, ...], ...]


class Around:
    """The genes that one text names, and how the meanings of its names fit them.

    What is known of a gene or a name among them is worked out once, where it is first asked.
    """

    __slots__ = ("_fits", "_kin", "_names", "_similarity", "_witnesses", "genes")

    def __init__(
        self,
        genes: frozenset[int],
        similarity: Similarity,
        names: Mapping[tuple[_Meaning, ...], _Name],
    ) -> None:
        """Ask genes, with what is known of names without them."""
        self.genes = genes
        self._witnesses = tuple(genes)
        self._names = names
        self._similarity = similarity
        self._kin: dict[int, list[tuple[float, int]]] = {}
        self._fits: dict[tuple[_Meaning, ...], tuple[str, list[float]] | None] = {}

    def leads(self, meanings: tuple[_Meaning, ...]) -> tuple[str, list[float]] | None:
        """How much better each meaning of a name fits than its rivals, and the feature that it is.

        None where the text names no genes but those that the name itself may mean.
        """
        if meanings in self._fits:
            return self._fits[meanings]
        found = self._fits[meanings] = self._led(self._names[meanings])
        return found

    def _led(self, name: _Name) -> tuple[str, list[float]] | None:
        left = len(self.genes) - len(self.genes & name.own)
        if not left:
            return None
        fits = []
        for genes in name.asked:
            best = 0.0
            for gene in genes:
                fit = self._fit(gene, name.own, left)
                best = max(best, fit)
            fits.append(best)
        if len(fits) == 1:
            leads = [log((fits[0] + _SLACK) / (0.0 + _SLACK))]
        else:
            leads = []
            for siblings, rivals in zip(name.siblings, name.rivals, strict=True):
                # Siblings do much the same: which of them fits better says nothing.
                best = max([fits[at] for at in siblings])
                rival = max([fits[at] for at in rivals], default=0.0)
                leads.append(log((best + _SLACK) / (rival + _SLACK)))
        return (_FITS_MANY if left >= _ENOUGH else _FITS_FEW), leads

    def _fit(self, gene: int, own: frozenset[int], left: int) -> float:
        """The mean similarity of a gene with those closest to it of the others, 0–1."""
        kin = self._kin.get(gene)
        if kin is None:
            kin = self._kin[gene] = self._similarity.closest_first(gene, self._witnesses)
        fit = 0.0
        asked = 0
        for near, other in kin:
            if other not in own:
                fit -= near
                asked += 1
                if asked == CLOSEST:
                    break
        return fit / min(CLOSEST, left)


class ContextRanker:
    """Lets the candidates of a name compete with what the text says of them.

    That is how closely a candidate works together with the other genes of the text, by the Gene
    Ontology processes that they share, and whether the text names it by other letters too.
    """

    def __init__(self, scorer: Scorer) -> None:
        self.lexicon = scorer.lexicon
        self.similarity = similarity_of(scorer.lexicon)
        self.weights: Mapping[str, float] = scorer.weights
        self._names = Memo(self._name_of, SELDOM)

    def around(self, neighbours: Collection[int]) -> Around:
        """Genes that a text names, to be asked about all its names."""
        return Around(frozenset(neighbours), self.similarity, self._names)

    def rank(
        self,
        candidates: Sequence[Candidate],
        around: Around | Collection[int],
        more: Sequence[float] = (),
    ) -> tuple[Candidate, ...]:
        """The candidates, best first, after the text had its say.

        Args:
            candidates: the meanings of one name.
            around: the genes that the text names, or their indices. What the name itself may mean
                is no witness, for one candidate would vouch for its sibling: it is left out.
            more: what else speaks for each candidate, in log-odds.
        """
        led = self._led(candidates, around)
        weight = 0.0 if led is None else self.weights.get(led[0], 0.0)
        odds = []
        for i, candidate in enumerate(candidates):
            said = more[i] if more else 0.0
            if led is not None and candidate.kind != "non_gene":
                said += weight * led[1][i]
            odds.append(round(candidate.odds + said, 4))
        return competing(candidates, odds)

    def features(
        self, candidates: Sequence[Candidate], around: Around | Collection[int]
    ) -> list[dict[str, float]]:
        """What the genes around say of each candidate, in words: what `rank` weighs."""
        led = self._led(candidates, around)
        if led is None:
            return [{} for _ in candidates]
        feature, leads = led
        return [
            {feature: lead} if candidate.is_gene else {}
            for candidate, lead in zip(candidates, leads, strict=True)
        ]

    def _led(
        self, candidates: Sequence[Candidate], around: Around | Collection[int]
    ) -> tuple[str, list[float]] | None:
        if not isinstance(around, Around):
            around = self.around(around)
        if not around.genes:
            return None
        meanings = tuple([(c.kind, c.ref, c.entry.is_family) for c in candidates])
        return around.leads(meanings)

    def _name_of(self, meanings: tuple[_Meaning, ...]) -> _Name:
        members = [self._members(ref, is_family=is_family) for _, ref, is_family in meanings]
        groups = self._siblings(meanings)
        every = range(len(meanings))
        return _Name(
            frozenset().union(*members),
            tuple([genes[:_FEW] for genes in members]),
            tuple([tuple(sorted(group)) for group in groups]),
            tuple([tuple([at for at in every if at not in group]) for group in groups]),
        )

    def _siblings(self, meanings: Sequence[_Meaning]) -> list[set[int]]:
        """For each meaning the places of its siblings, itself among them.

        Two genes are siblings that share a family, or whose symbols differ in a number only.
        """
        found = [{i} for i in range(len(meanings))]
        genes = [i for i, (kind, _, _) in enumerate(meanings) if kind == "gene"]
        for i, j in combinations(genes, 2):
            if self._are_siblings(meanings[i][1], meanings[j][1]):
                found[i].add(j)
                found[j].add(i)
        return found

    def _are_siblings(self, one: int, other: int) -> bool:
        if other in self.similarity.relatives(one):
            return True
        stem = series_stem(self.lexicon.gene(one).gene.symbol)
        return stem is not None and stem == series_stem(self.lexicon.gene(other).gene.symbol)

    def members(self, candidate: Candidate) -> tuple[int, ...]:
        """Indices of the genes that a candidate stands for."""
        return self._members(candidate.ref, is_family=candidate.entry.is_family)

    def _members(self, ref: int, *, is_family: bool) -> tuple[int, ...]:
        if ref == NO_REF:
            return ()
        return self.lexicon.facts.members_of(ref) if is_family else (ref,)
