"""`missing_members`: a family or complex that the caption names and the list lacks."""

from __future__ import annotations

from collections.abc import Iterator

from reconcile.records import Suggestion
from reconcile.suggest.case import Case, join

__all__ = ["missing_members"]

_SMALL = 6
_LARGE = 12


def missing_members(case: Case) -> Iterator[Suggestion]:
    """Add the members of a family or complex of which the list has none, or all but a few.

    The larger the family, the less likely does the figure show it all. Where some members are
    listed, the list may be right about which ones; only a small rest of a mostly listed family
    is proposed, with little confidence.
    """
    comparison = case.comparison
    for concept, refs in zip(comparison.concepts, comparison.concept_refs, strict=True):
        missing = [ref for ref in refs if ref not in comparison.genes]
        if concept.kind == "gene" or concept.covered == "full" or not missing:
            continue
        confidence = _confidence(len(missing), len(refs))
        if confidence == 0:
            continue
        mentions = [comparison.mentions[i] for i in concept.mentions]
        first = min(mentions, key=lambda m: (m.start, m.end))
        score = min(1.0, max(0.0, *(m.score for m in mentions)))
        listed = case.symbols(ref for ref in refs if ref in comparison.genes)
        name = concept.label or first.text
        having = f"only {join(listed)}" if listed else "no member"
        yield Suggestion(
            action="add",
            keyword=first.text,
            symbols=case.symbols(missing),
            already_listed=listed,
            reason="missing_members",
            confidence=round(confidence * score, 3),
            explanation=(
                f'The caption names the {concept.kind} {name} ("{first.text}", {len(refs)} genes), '
                f"of which the list has {having}."
            ),
            evidence=case.caption_evidence(missing),
        )


def _confidence(missing: int, members: int) -> float:
    if missing < members:
        return 0.25 if missing <= 3 and 2 * missing <= members else 0.0
    if members <= _SMALL:
        return 0.6
    return 0.4 if members <= _LARGE else 0.15
