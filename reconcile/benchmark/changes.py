"""What a list's counts are once suggestions are carried out, without reading the caption again.

The caption's mentions and the verdicts of the entries that stay are kept as they are. Symbols
that come in are current human symbols and count as such. Labels that stay cover what they did.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from reconcile.compare import GENE_STATUSES
from reconcile.formats.changes import change_of, changed_keywords
from reconcile.metrics import Counts
from reconcile.records import Concept, Gene, KeywordVerdict, Reconciliation
from reconcile.text import surface_key

__all__ = ["THRESHOLDS", "Lists", "gold_counts"]

THRESHOLDS: Final = tuple(step / 20 for step in range(21))
"""The confidences at which lists are scored for the curve."""


@dataclass(slots=True)
class Lists:
    """The gene list of a figure, as it is and with suggestions carried out.

    Attributes:
        result: the figure.
        has_caption: whether it has a caption; without one nothing is counted against it.
        provenance: genes that the list's source gives for an entry, for entries that nothing
            else is known of.
    """

    result: Reconciliation
    has_caption: bool
    provenance: Mapping[str, frozenset[str]] = field(default_factory=dict)
    _verdicts: dict[str, KeywordVerdict] = field(init=False)

    def __post_init__(self) -> None:
        self._verdicts = {verdict.keyword: verdict for verdict in self.result.keywords}

    def accepted(self, min_confidence: float) -> int:
        """How many suggestions are at least so sure."""
        return sum(s.confidence >= min_confidence for s in self.result.suggestions)

    def safe(self) -> tuple[str, ...]:
        """The list once the safe suggestions are carried out, as a plain `reconcile apply` does.

        Raises:
            PatchError: the suggestions contradict each other.
        """
        keywords = tuple(verdict.keyword for verdict in self.result.keywords)
        safe = [s for s in self.result.suggestions if s.safe]
        return changed_keywords(keywords, map(change_of, safe))

    def after(self, min_confidence: float | None) -> tuple[str, ...]:
        """The list once these suggestions are carried out; None for the list as it is.

        Raises:
            PatchError: the suggestions contradict each other.
        """
        keywords = tuple(verdict.keyword for verdict in self.result.keywords)
        if min_confidence is None:
            return keywords
        sure = [s for s in self.result.suggestions if s.confidence >= min_confidence]
        return changed_keywords(keywords, map(change_of, sure))

    def counts(self, keywords: Sequence[str]) -> Counts:
        """The counts of a list of this figure against its caption."""
        genes = self._symbols(keywords)
        named = {gene.symbol for concept in self.result.concepts for gene in concept.genes}
        labels = [
            verdict
            for keyword in dict.fromkeys(keywords)
            if (verdict := self._verdicts.get(keyword)) and verdict.status in ("family", "complex")
        ]
        concepts = self.result.concepts if self.result.counts.get("concepts") else ()
        full = sum(self._is_full(concept, genes, labels) for concept in concepts)
        some = sum(
            not genes.isdisjoint(_symbols(concept.genes)) or self._is_full(concept, genes, labels)
            for concept in concepts
        )
        return Counts(
            gene_keywords=len(genes) if self.has_caption else 0,
            supported_keywords=len(genes & named) if self.has_caption else 0,
            concepts=len(concepts),
            covered_concepts=some,
            fully_covered_concepts=full,
        )

    def genes(self, keywords: Sequence[str]) -> frozenset[str]:
        """The human genes that a list of this figure has, for holding them against a gold list."""
        given = [
            self.provenance.get(keyword, frozenset())
            for keyword in keywords
            if (verdict := self._verdicts.get(keyword)) and verdict.status == "unknown"
        ]
        return self._symbols(keywords).union(*given)

    def _symbols(self, keywords: Iterable[str]) -> frozenset[str]:
        found = set()
        for keyword in keywords:
            verdict = self._verdicts.get(keyword)
            if verdict is None:
                found.add(keyword)
            elif verdict.status in GENE_STATUSES and verdict.symbol is not None:
                found.add(verdict.symbol)
        return frozenset(found)

    def _is_full(
        self, concept: Concept, genes: frozenset[str], labels: Sequence[KeywordVerdict]
    ) -> bool:
        members = _symbols(concept.genes)
        if members <= genes:
            return True
        if concept.covered != "full":
            return False
        mentions = self.result.mentions
        spelled = {surface_key(mentions[i].text) for i in concept.mentions}
        spelled.add(surface_key(concept.label or ""))

        def same(verdict: KeywordVerdict) -> bool:
            return verdict.genes == concept.genes or surface_key(verdict.keyword) in spelled

        if any(map(same, labels)):
            return True
        everyone = [v for v in self._verdicts.values() if v.status in ("family", "complex")]
        if any(map(same, everyone)) or members <= self._symbols(self._verdicts):
            return False
        # Another label covers it, by its id in the lexicon: one that shares members.
        return any(not members.isdisjoint(_symbols(verdict.genes)) for verdict in labels)


def gold_counts(genes: frozenset[str], gold: frozenset[str]) -> Counts:
    """A list held against a gold list: each gene of the latter is what a concept is elsewhere."""
    right = len(genes & gold)
    return Counts(
        gene_keywords=len(genes),
        supported_keywords=right,
        concepts=len(gold),
        covered_concepts=right,
        fully_covered_concepts=right,
    )


def _symbols(genes: Iterable[Gene]) -> frozenset[str]:
    return frozenset(gene.symbol for gene in genes)
