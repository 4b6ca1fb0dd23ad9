"""Another organism's symbol whose human twin goes: the same letters brought both in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from reconcile.compare import GENE_STATUSES, Comparison
from reconcile.records import Suggestion
from reconcile.suggest.case import join

__all__ = ["as_safe_as_their_genes", "with_their_genes"]

_MOST: Final = 0.9
"""As sure as it is of other symbols of another organism."""


def with_their_genes(comparison: Comparison, changes: Sequence[Suggestion]) -> list[Suggestion]:
    """The changes, where a symbol is no duplicate of a gene that the list is to lose.

    It is wrong there as the gene is, and as surely: else a list that was corrected would be
    corrected again, when its human twin is gone.
    """
    sure = _going(comparison, changes)
    return [
        _wrong(change, [sure[symbol] for symbol in change.already_listed])
        if change.reason == "ortholog_duplicate" and sure.keys() >= {*change.already_listed}
        else change
        for change in changes
    ]


def _going(comparison: Comparison, changes: Iterable[Suggestion]) -> dict[str, float]:
    """How sure it is of each listed human gene that goes with all its entries."""
    change_of = {change.keyword: change for change in changes}
    sure: dict[str, float] = {}
    kept: set[str] = set()
    for verdict in comparison.verdicts:
        if verdict.status not in GENE_STATUSES or verdict.symbol is None:
            continue
        change = change_of.get(verdict.keyword)
        if change is None or verdict.symbol in change.symbols:
            kept.add(verdict.symbol)
        else:
            sure[verdict.symbol] = min(change.confidence, sure.get(verdict.symbol, 1.0))
    return {symbol: its for symbol, its in sure.items() if symbol not in kept}


def _wrong(duplicate: Suggestion, sure: Sequence[float]) -> Suggestion:
    genes = join(duplicate.already_listed)
    goes = "goes" if len(duplicate.already_listed) == 1 else "go"
    return replace(
        duplicate,
        reason="species_mismatch",
        confidence=min(_MOST, *sure),
        explanation=(
            f"{duplicate.keyword} is the symbol of {genes} in another organism, and {genes} "
            f"{goes}: the same letters brought in both."
        ),
    )


def as_safe_as_their_genes(
    comparison: Comparison, suggestions: Sequence[Suggestion]
) -> tuple[Suggestion, ...]:
    """The suggestions, where none is safer than the removals of the genes that it goes with."""
    gene_of = {v.keyword: v.symbol for v in comparison.verdicts if v.status in GENE_STATUSES}
    unsafe = {gene_of.get(s.keyword) for s in suggestions if not s.safe}
    return tuple(
        replace(s, safe=False)
        if s.safe and s.reason == "species_mismatch" and not unsafe.isdisjoint(s.already_listed)
        else s
        for s in suggestions
    )
