"""Decisions and stored figures: what the store takes and hands out, free of the database."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, TypeAlias

from reconcile.errors import ReconcileError
from reconcile.records import Action, Reconciliation, Suggestion

__all__ = [
    "DecisionRow",
    "NewDecision",
    "Run",
    "StaleError",
    "StoreError",
    "StoredFigure",
    "Verdict",
    "subject_of",
]


Verdict: TypeAlias = Literal["accept", "decline", "note", "undo"]


class StoreError(ReconcileError, RuntimeError):
    """A database that cannot be used, or a request that it cannot carry out."""


class StaleError(StoreError):
    """A decision about a figure that has changed since it was shown."""


def subject_of(action: str, text: str, symbols: Iterable[str]) -> str:
    """What makes two decisions about one figure the same matter.

    The symbols are all that were suggested, with those that the list has. Of an addition, the words
    that the caption has for it make no difference.

    >>> subject_of("replace", "MEK", ["MAP2K2", "MAP2K1"])
    '["replace","MEK","MAP2K1","MAP2K2"]'
    """
    entry = "" if action == "add" else text
    return json.dumps([action, entry, *sorted(symbols)], ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Run:
    """What made a report.

    Attributes:
        code: version of this package, and a digest of its modules behind a `+`.
        lexicon: SHA-256 of the lexicon's manifest.
        model: name, version and SHA-256 of the tagger, `lexicon` where there was none.
        settings: options that change results, as JSON types.
    """

    code: str
    lexicon: str
    model: str
    settings: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NewDecision:
    """A decision to be kept.

    Attributes:
        figid: the figure.
        action: `add`, `remove` or `replace`.
        text: the entry; for an addition what the caption has, or the symbol.
        symbols: all symbols suggested, with those that the list has; none for `remove`.
        listed: those of `symbols` that the list has.
        verdict: `accept`, `decline`, or `note` for words alone.
        note: why, in the words of the curator.
        digest: the gene list that was looked at, see `reconcile.report.csvlong.digest`; None takes
            the present one.
        own: whether the curator thought of the change, and no rule.
        reading: a word off the image and the genes that it means here, none for no gene, where the
            change follows from that; None where nobody said what a word means.
    """

    figid: str
    action: Action
    text: str
    symbols: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    verdict: Verdict = "accept"
    note: str = ""
    digest: str | None = None
    own: bool = False
    reading: tuple[str, tuple[str, ...]] | None = None

    @property
    def subject(self) -> str:
        """See `subject_of`."""
        return subject_of(self.action, self.text, self.symbols)

    @classmethod
    def on(
        cls, figid: str, suggestion: Suggestion, verdict: Verdict, note: str = ""
    ) -> NewDecision:
        """A decision about a suggestion."""
        symbols = suggestion.symbols if suggestion.action != "remove" else ()
        listed = tuple(s for s in suggestion.already_listed if s in symbols)
        return cls(figid, suggestion.action, suggestion.keyword, symbols, listed, verdict, note)


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A decision as it stands in the store.

    Attributes:
        id: ascending with time.
        figid: the figure.
        action: of the change that it is about.
        text: the entry, or what the caption has.
        symbols: all symbols of the change.
        listed: those that the list had.
        verdict: `accept`, `decline`, `note`, or `undo` of another decision.
        curator: who.
        at: when, UTC.
        note: why.
        digest: the gene list that it was made on.
        report_id: the report that it was made on.
        state: the entry and its suggestion as they were: `status`, `supported`, `words`, `reason`,
            `confidence`, `explanation`, as far as there were such; `own` of a change that no rule
            suggested, `instead` if another one was suggested for the entry or words; `reading`
            (`word`, `genes`) where the curator said what a word means.
        batch: of a decision for many, its name; else None.
        undoes: of an `undo`, the id of what it takes back.
        undone: whether it was taken back.
    """

    id: int
    figid: str
    action: Action
    text: str
    symbols: tuple[str, ...]
    listed: tuple[str, ...]
    verdict: Verdict
    curator: str
    at: datetime
    note: str
    digest: str
    report_id: int
    state: Mapping[str, Any] = field(hash=False)
    batch: str | None = None
    undoes: int | None = None
    undone: bool = False

    @property
    def subject(self) -> str:
        """See `subject_of`."""
        return subject_of(self.action, self.text, self.symbols)

    @property
    def own(self) -> bool:
        """Whether the curator thought of the change, and no rule."""
        return bool(self.state.get("own")) and "reason" not in self.state


@dataclass(frozen=True, slots=True)
class StoredFigure:
    """A figure with its present report and what holds of the decisions.

    Attributes:
        id: in this store.
        figid: the figure.
        digest: of its gene list.
        result: the report; `result.figure` is the figure.
        record: the bytes of its PFOCR record, None of another format.
        run: what made the report.
        report_id: the report.
        decisions: those that hold, oldest first: the last of each curator about each matter, and
            notes.
        words: for each suggestion the OCR words behind it.
    """

    id: int
    figid: str
    digest: str
    result: Reconciliation
    record: bytes | None
    run: Run
    report_id: int
    decisions: tuple[DecisionRow, ...]
    words: tuple[tuple[str, ...], ...]

    def decided(self, subject: str) -> tuple[DecisionRow, ...]:
        """The decisions that hold about a matter, oldest first, without notes."""
        return tuple(
            row for row in self.decisions if row.verdict != "note" and row.subject == subject
        )
