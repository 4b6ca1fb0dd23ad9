"""`missing_members`: a family or complex that the caption names and the list lacks."""

from __future__ import annotations

from collections.abc import Iterator

from reconcile.records import Suggestion
from reconcile.suggest.addition import additions
from reconcile.suggest.case import Case, join

__all__ = ["missing_members"]


def missing_members(case: Case) -> Iterator[Suggestion]:
    """Add the members of a family or complex that the list lacks.

    The larger the family, the less likely does the figure show it all. Where the list has some of
    the members, or the caption names some by themselves, these mostly are what is meant; see
    `reconcile.suggest.addition`.
    """
    for found in additions(case, labels=True):
        concept, first = found.concept, found.mentions[0].text
        listed = case.symbols(ref for ref in found.refs if ref not in found.missing)
        having = f"only {join(listed)}" if listed else "no member"
        yield Suggestion(
            action="add",
            keyword=first,
            symbols=case.symbols(found.missing),
            already_listed=listed,
            reason="missing_members",
            confidence=found.confidence,
            explanation=(
                f'The caption names the {concept.kind} {concept.label or first} ("{first}", '
                f"{len(found.refs)} genes), of which the list has {having}."
            ),
            evidence=case.caption_evidence(found.missing),
        )
