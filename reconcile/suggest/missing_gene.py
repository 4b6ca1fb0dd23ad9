"""`missing_gene`: a gene that the caption names and the list lacks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from reconcile.records import Mention, Suggestion
from reconcile.suggest.case import Case, join
from reconcile.suggest.context import Contexts

__all__ = ["missing_gene"]

_SURE: Final = 0.9
_OFTEN: Final = {1: 0.9, 2: 0.95}
_CONTEXT: Final = {"source": 0.5, "method": 0.7, "negation": 0.9}
_SAYING: Final = {
    "source": "in a sentence about where the figure is from",
    "method": "in a sentence about methods",
    "negation": "in a sentence with a negation",
}


def missing_gene(case: Case) -> Iterator[Suggestion]:
    """Add the genes of a gene concept that the list lacks.

    The confidence is that of the best mention, held below 1, because a caption also speaks of
    genes that its figure does not show: the more often it names a gene, the surer, and less sure
    if only sentences on sources or methods, or with a negation, do.
    """
    comparison = case.comparison
    contexts = Contexts(comparison.figure.caption or "")
    for concept, refs in zip(comparison.concepts, comparison.concept_refs, strict=True):
        missing = [ref for ref in refs if ref not in comparison.genes]
        if concept.kind != "gene" or concept.covered == "full" or not missing:
            continue
        mentions = [comparison.mentions[i] for i in concept.mentions]
        best, context = max(
            (_weight(mention, contexts) for mention in mentions),
            key=lambda pair: pair[0],
        )
        first = min(mentions, key=lambda m: (m.start, m.end))
        symbols = case.symbols(missing)
        listed = case.symbols(ref for ref in refs if ref in comparison.genes)
        times = f"{len(mentions)} times" if len(mentions) > 1 else "once"
        where = f", {_SAYING[context]}" if context else ""
        them = "it" if len(symbols) == 1 else "them"
        yield Suggestion(
            action="add",
            keyword=first.text,
            symbols=symbols,
            already_listed=listed,
            reason="missing_gene",
            confidence=round(_SURE * best * _OFTEN.get(len(mentions), 1.0), 3),
            explanation=(
                f"The caption names {join(symbols)} {times} "
                f'("{first.text}"{where}); the list lacks {them}.'
            ),
            evidence=case.caption_evidence(missing),
        )


def _weight(mention: Mention, contexts: Contexts) -> tuple[float, str | None]:
    """How surely a mention names its genes and the figure shows them, and what weakens it."""
    context = contexts.at(mention.start, mention.end)
    score = min(1.0, max(0.0, mention.score))
    return score * (_CONTEXT[context] if context else 1.0), context
