"""`family_label` and `complex_label`: a label where gene symbols are expected."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from reconcile.records import Suggestion
from reconcile.suggest.case import Case, join

__all__ = ["complex_label", "family_label"]

_SURE = 0.95
_NONE_LISTED = 0.7
_LARGE = 12


def family_label(case: Case) -> Iterator[Suggestion]:
    """Replace the label of a family by its members."""
    return _labels(case, "family", "family_label")


def complex_label(case: Case) -> Iterator[Suggestion]:
    """Replace the label of a complex by its subunits."""
    return _labels(case, "complex", "complex_label")


def _labels(
    case: Case,
    kind: Literal["family", "complex"],
    reason: Literal["family_label", "complex_label"],
) -> Iterator[Suggestion]:
    listed_genes = case.comparison.genes
    for verdict, refs in case.comparison.distinct(kind):
        members = case.symbols(refs)
        listed = case.symbols(ref for ref in refs if ref in listed_genes)
        having = f"{join(listed, 6)} already listed" if listed else "none of them listed"
        confidence = _SURE if listed else _NONE_LISTED
        if not listed and len(members) > _LARGE:
            confidence = 0.4
        yield Suggestion(
            action="replace",
            keyword=verdict.keyword,
            symbols=members,
            already_listed=listed,
            reason=reason,
            confidence=confidence,
            explanation=(
                f"{verdict.keyword} is the label of a {kind}, not a gene; it stands for "
                f"{join(members, 8)} ({having})."
            ),
            evidence=(*verdict.evidence, *case.list_evidence(refs), *case.caption_evidence(refs)),
        )
