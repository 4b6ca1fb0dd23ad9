"""What a gene list will be with the decisions that hold, and what follows for its figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from reconcile.errors import PatchError
from reconcile.formats.changes import Change, plan_of
from reconcile.records import Concept, Coverage, Gene, KeywordVerdict, Reconciliation
from reconcile.store import DecisionRow, StoredFigure
from reconcile.store.holding import contradictions

__all__ = ["Outcome", "outcome_of"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A list after the decisions that nobody disputes.

    Attributes:
        result: the report.
        gone: the entries that are taken out.
        put: what comes in the place of entries.
        added: what comes besides.
        count: how many entries there will be.
        curators: who decided it.
    """

    result: Reconciliation
    gone: frozenset[str]
    put: Mapping[str, tuple[str, ...]]
    added: tuple[str, ...]
    count: int
    curators: frozenset[str]

    @property
    def changes(self) -> bool:
        """Whether the list will be another one."""
        return bool(self.gone or self.put or self.added)

    def reported(self) -> Reconciliation:
        """The report as the caption is compared with the new list.

        A mention is covered anew only if one of its genes comes in or goes out.
        """
        if not self.changes:
            return self.result
        before = _symbols(self.result.keywords)
        kept = [verdict for verdict in self.result.keywords if verdict.keyword not in self.gone]
        fresh = (*self.added, *(symbol for each in self.put.values() for symbol in each))
        verdicts = (*kept, *map(_entry, fresh))
        after = _symbols(verdicts)
        concepts = tuple(_covered(concept, before, after) for concept in self.result.concepts)
        return replace(self.result, keywords=verdicts, concepts=concepts)


def outcome_of(stored: StoredFigure) -> Outcome:
    """What the decisions about a figure come to; what cannot be made with others is left."""
    held = [row for row in stored.decisions if row.verdict != "note"]
    disputed = {row.id for group in contradictions(held) for row in group}
    rows = [row for row in held if row.verdict == "accept" and row.id not in disputed]
    keywords = [verdict.keyword for verdict in stored.result.keywords]
    changes: list[Change] = []
    curators: set[str] = set()
    for row in rows:
        change = _change(row)
        try:
            plan_of(keywords, [*changes, change])
        except PatchError:
            continue
        changes.append(change)
        curators.add(row.curator)
    plan = plan_of(keywords, changes)
    pairs = list(zip(keywords, plan.entries, strict=True))
    put = {word: tuple(new) for word, (_, new) in pairs if new}
    return Outcome(
        stored.result,
        frozenset(word for word, (keep, _) in pairs if not keep),
        put,
        tuple(plan.added),
        sum(keep + len(new) for _, (keep, new) in pairs) + len(plan.added),
        frozenset(curators),
    )


def _change(row: DecisionRow) -> Change:
    symbols = tuple(symbol for symbol in row.symbols if symbol not in row.listed)
    return Change(row.action, "" if row.action == "add" else row.text, symbols)


def _symbols(verdicts: Sequence[KeywordVerdict]) -> frozenset[str]:
    return frozenset(gene.symbol for verdict in verdicts for gene in verdict.genes)


def _entry(symbol: str) -> KeywordVerdict:
    """An entry that comes in."""
    return KeywordVerdict(
        symbol, "gene", symbol, None, None, "9606", supported=True, genes=(Gene(symbol),)
    )


def _covered(concept: Concept, before: frozenset[str], after: frozenset[str]) -> Concept:
    symbols = {gene.symbol for gene in concept.genes}
    if symbols & before == symbols & after:
        return concept
    left = symbols & after
    covered: Coverage = "full" if left == symbols else "partial" if left else "none"
    return replace(concept, covered=covered)
