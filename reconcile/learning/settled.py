"""The decisions about a figure that nobody contradicts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reconcile.records import Suggestion
from reconcile.store.holding import contradictions
from reconcile.store.records import DecisionRow, StoredFigure, subject_of

__all__ = ["Settled", "settled_of"]


@dataclass(frozen=True, slots=True)
class Settled:
    """What was decided about one matter of one figure.

    Attributes:
        row: the last of the decisions, which all say the same.
        suggestion: what the present report suggests about it, None where it does not.
        curators: who decided it.
    """

    row: DecisionRow
    suggestion: Suggestion | None
    curators: tuple[str, ...]

    @property
    def accepted(self) -> bool:
        """Whether the change was accepted."""
        return self.row.verdict == "accept"


def settled_of(figure: StoredFigure) -> tuple[list[Settled], list[tuple[DecisionRow, ...]]]:
    """What was decided about a figure, and the decisions that contradict each other.

    Those are of no use, and neither are others about the same entries.
    """
    rows = [row for row in figure.decisions if row.verdict in ("accept", "decline")]
    clashes = contradictions(rows)
    clashing = {row.id for group in clashes for row in group}
    matters: dict[str, list[DecisionRow]] = {}
    for row in rows:
        if row.id not in clashing:
            matters.setdefault(row.subject, []).append(row)
    suggested = _suggested(figure.result.suggestions)
    for row in [row for row in rows if row.own and row.action == "add" and row.id not in clashing]:
        for one in figure.result.suggestions:
            if row.verdict == "accept" and (one.action, one.keyword) == ("add", row.text):
                declined = _declined(row, one)
                matters.setdefault(declined.subject, [declined])
    found = [
        Settled(own[-1], suggested.get(subject), tuple(sorted({row.curator for row in own})))
        for subject, own in matters.items()
    ]
    return found, clashes


def _declined(row: DecisionRow, suggestion: Suggestion) -> DecisionRow:
    """What a curator says of a suggested addition who accepted another one for the same words."""
    return replace(
        row,
        symbols=suggestion.symbols,
        listed=suggestion.already_listed,
        verdict="decline",
        state={"reason": suggestion.reason, "confidence": suggestion.confidence},
    )


def _suggested(suggestions: Sequence[Suggestion]) -> dict[str, Suggestion]:
    """The suggestions by what they are about, as decisions name it."""
    found: dict[str, Suggestion] = {}
    for one in suggestions:
        symbols = one.symbols if one.action != "remove" else ()
        found.setdefault(subject_of(one.action, one.keyword, symbols), one)
    return found
