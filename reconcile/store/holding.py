"""Which decisions hold, and where curators disagree: told of rows alone.

Of each curator the last decision about a matter holds, unless it was taken back; then the one
before. Of two changes of one entry that a curator accepted, the later one holds; and so of two
additions for the same words of the caption, where one is what the curator thought of.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Protocol, TypeVar

from reconcile.store.records import DecisionRow

__all__ = ["Said", "changed_otherwise", "contradictions", "entry_of", "holding", "is_otherwise"]


class Said(Protocol):
    """The part of a decision that says whether it holds."""

    @property
    def id(self) -> int:
        """Ascending with time."""

    @property
    def curator(self) -> str:
        """Who."""

    @property
    def subject(self) -> str:
        """The matter, see `records.subject_of`."""

    @property
    def verdict(self) -> str:
        """`accept`, `decline`, `note` or `undo`."""

    @property
    def action(self) -> str:
        """Of the change."""

    @property
    def text(self) -> str:
        """The entry."""

    @property
    def own(self) -> bool:
        """Whether the curator thought of the change, and no rule."""

    @property
    def undone(self) -> bool:
        """Whether it was taken back."""


Row = TypeVar("Row", bound=Said)


def holding(rows: Iterable[Row]) -> tuple[Row, ...]:
    """The decisions that hold, and notes, oldest first."""
    left = [row for row in rows if row.verdict != "undo" and not row.undone]
    notes = [row for row in left if row.verdict == "note"]
    last = {
        (row.curator, row.subject): row
        for row in sorted(left, key=lambda row: row.id)
        if row.verdict != "note"
    }
    changes: dict[tuple[str, bool, str], list[Row]] = defaultdict(list)
    for row in last.values():
        if row.verdict == "accept":
            changes[row.curator, row.action == "add", row.text].append(row)
    left_behind = {
        row.id
        for accepted in changes.values()
        for row in accepted
        if any(other.id > row.id and is_otherwise(row, other) for other in _latest(accepted))
    }
    held = [row for row in last.values() if row.id not in left_behind]
    return tuple(sorted((*held, *notes), key=lambda row: row.id))


def _latest(accepted: Sequence[Row]) -> Iterable[Row]:
    """The last of some changes, and the last of those that a curator thought of."""
    own = [row for row in accepted if row.own]
    return [max(some, key=lambda row: row.id) for some in (accepted, own) if some]


def is_otherwise(row: Said, other: Said) -> bool:
    """Whether an accepted change is made otherwise by another one: both cannot hold.

    That is another change of the same entry. Of additions, words of the caption may stand for
    several that are suggested; what a curator thought of for them takes the place of all.
    """
    if row.text != other.text or row.subject == other.subject:
        return False
    if row.action != "add" and other.action != "add":
        return True
    return row.action == other.action and (row.own or other.own)


def changed_otherwise(
    held: Iterable[DecisionRow], action: str, text: str, subject: str
) -> tuple[DecisionRow, ...]:
    """The decisions that accept another change than a suggested one, oldest first.

    They decide the suggestion. Another change is one of the same entry; of an addition, what a
    curator thought of for the same words of the caption.

    Args:
        held: the decisions about the figure that hold.
        action: of the suggestion.
        text: its entry, or the words of the caption.
        subject: of the suggestion, see `reconcile.store.records.subject_of`.
    """
    return tuple(
        row
        for row in held
        if row.verdict == "accept"
        and row.text == text
        and (row.action == "add") == (action == "add")
        and (action != "add" or row.own)
        and row.subject != subject
    )


def entry_of(row: DecisionRow) -> str:
    """What a decision is about: the entry, or the addition."""
    return row.subject if row.action == "add" else row.text


def contradictions(held: Iterable[DecisionRow]) -> list[tuple[DecisionRow, ...]]:
    """The decisions about each entry on which curators disagree, those of one entry together.

    They disagree if one accepts a change and the other does not, but declines it or another change
    of the entry; or if both accept different changes of it, or additions one of which is made
    otherwise by the other, see `is_otherwise`.
    """
    groups: dict[tuple[str, str], list[DecisionRow]] = defaultdict(list)
    for row in held:
        if row.verdict != "note":
            groups["add" if row.action == "add" else "", entry_of(row)].append(row)
        if row.verdict == "accept" and row.action == "add":
            groups["instead", row.text].append(row)
    found = [_otherwise(g) if kind == "instead" else g for (kind, _), g in groups.items()]
    return [tuple(group) for group in found if _disagree(group)]


def _otherwise(accepted: Sequence[DecisionRow]) -> list[DecisionRow]:
    """Those of some additions for the same words that curators make otherwise than others do."""
    return [
        row
        for row in accepted
        if any(row.curator != other.curator and is_otherwise(row, other) for other in accepted)
    ]


def _disagree(group: Sequence[DecisionRow]) -> bool:
    accepted: dict[str, set[str]] = {row.curator: set() for row in group}
    declines: dict[str, bool] = dict.fromkeys(accepted, False)
    for row in group:
        if row.verdict == "accept":
            accepted[row.curator].add(row.subject)
        else:
            declines[row.curator] = True
    for one, two in combinations(accepted, 2):
        if accepted[one] == accepted[two]:
            continue
        if accepted[one] and accepted[two]:
            return True
        if declines[one if accepted[two] else two]:
            return True
    return False
