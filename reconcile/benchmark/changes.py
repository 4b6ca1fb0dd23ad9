"""The gene list of a figure once suggestions are carried out, compared anew with its caption.

The caption is not read again: its mentions stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from reconcile.benchmark.goldlist import GoldList
from reconcile.compare import GENE_STATUSES, Comparison, Row, compare
from reconcile.formats.changes import change_of, changed_keywords
from reconcile.lexicon import Lexicon
from reconcile.metrics import Counts
from reconcile.records import Figure, Reconciliation, Suggestion

__all__ = ["THRESHOLDS", "Lists", "gold_counts"]

THRESHOLDS: Final = tuple(step / 20 for step in range(21))
"""The confidences at which lists are scored for the curve."""


@dataclass(frozen=True, slots=True)
class Lists:
    """The gene list of a figure, as it is and with suggestions carried out.

    Attributes:
        figure: the figure.
        result: what was found in it.
        lexicon: knows what entries stand for.
        provenance: genes that the list's source gives for an entry, for entries that nothing
            else is known of.
        gold: the genes that are right, by whose names entries are to be called; None for none.
    """

    figure: Figure
    result: Reconciliation
    lexicon: Lexicon
    provenance: Mapping[str, frozenset[str]] = field(default_factory=dict)
    gold: GoldList | None = None

    def accepted(self, min_confidence: float) -> int:
        """How many suggestions are at least so sure."""
        return sum(s.confidence >= min_confidence for s in self.result.suggestions)

    def safe(self) -> tuple[str, ...]:
        """The list once the safe suggestions are carried out, as a plain `reconcile apply` does.

        Raises:
            PatchError: the suggestions contradict each other.
        """
        return self._changed(s for s in self.result.suggestions if s.safe)

    def after(self, min_confidence: float | None) -> tuple[str, ...]:
        """The list once these suggestions are carried out; None for the list as it is.

        Raises:
            PatchError: the suggestions contradict each other.
        """
        if min_confidence is None:
            return self._changed(())
        return self._changed(s for s in self.result.suggestions if s.confidence >= min_confidence)

    def compared(self, keywords: Sequence[str]) -> Comparison:
        """A list of this figure against its caption; a figure without a list stays without one."""
        listed = None if self.figure.keywords is None else tuple(keywords)
        return compare(replace(self.figure, keywords=listed), self.result.mentions, self.lexicon)

    def genes(self, comparison: Comparison) -> frozenset[str]:
        """The human genes that a list has, for holding them against a gold list."""
        return frozenset[str]().union(*self.named(comparison).values())

    def named(self, comparison: Comparison) -> Mapping[str, frozenset[str]]:
        """The genes of each entry of a list, as its gold list calls them; none for other things."""
        own = {row.verdict.keyword: self._by_itself(row) for row in comparison.rows}
        return own if self.gold is None else self.gold.named_by(own)

    def _by_itself(self, row: Row) -> frozenset[str]:
        """The genes that an entry is, whatever the gold list calls them.

        Another organism's symbol is its human gene where the gold list has that: it says too
        little against a list that it is there.
        """
        symbols = frozenset(self.lexicon.gene(ref).gene.symbol for ref in row.refs)
        given = self.provenance.get(row.verdict.keyword, frozenset())
        status = row.verdict.status
        if status in GENE_STATUSES:
            return symbols
        if status == "other_species":
            return frozenset() if self.gold is None else (symbols | given) & self.gold.genes
        return given if status == "unknown" else frozenset()

    def _changed(self, suggestions: Iterable[Suggestion]) -> tuple[str, ...]:
        return changed_keywords(self.figure.keywords or (), map(change_of, suggestions))


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
