"""`missing_gene`: a gene that the caption names and the list lacks."""

from __future__ import annotations

from collections.abc import Iterator

from reconcile.records import Suggestion
from reconcile.suggest.case import Case, join

__all__ = ["missing_gene"]

_SURE = 0.9


def missing_gene(case: Case) -> Iterator[Suggestion]:
    """Add the genes of a gene concept that the list lacks.

    The confidence is that of the grounding, held below 1: a caption also speaks of genes that
    its figure does not show.
    """
    comparison = case.comparison
    for concept, refs in zip(comparison.concepts, comparison.concept_refs, strict=True):
        missing = [ref for ref in refs if ref not in comparison.genes]
        if concept.kind != "gene" or concept.covered == "full" or not missing:
            continue
        mentions = [comparison.mentions[i] for i in concept.mentions]
        first = min(mentions, key=lambda m: (m.start, m.end))
        symbols = case.symbols(missing)
        listed = case.symbols(ref for ref in refs if ref in comparison.genes)
        times = f"{len(mentions)} times" if len(mentions) > 1 else "once"
        them = "it" if len(symbols) == 1 else "them"
        yield Suggestion(
            action="add",
            keyword=first.text,
            symbols=symbols,
            already_listed=listed,
            reason="missing_gene",
            confidence=round(_SURE * min(1.0, max(0.0, *(m.score for m in mentions))), 3),
            explanation=(
                f"The caption names {join(symbols)} {times} "
                f'("{first.text}"); the list lacks {them}.'
            ),
            evidence=case.caption_evidence(missing),
        )
