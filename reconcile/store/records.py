"""What the store takes and hands out: frozen, and free of the database."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Literal, TypeAlias

from reconcile.errors import ReconcileError
from reconcile.records import Action, Reconciliation, Suggestion

__all__ = [
    "NO_GENE",
    "SORTS",
    "Agreement",
    "Alike",
    "Batch",
    "ClassMember",
    "ClassRow",
    "CuratorWork",
    "DecisionRow",
    "Disagreement",
    "Facets",
    "Info",
    "NewDecision",
    "Progress",
    "Query",
    "QueueRow",
    "Run",
    "RunRow",
    "Sort",
    "StaleError",
    "State",
    "StoreError",
    "StoredFigure",
    "SuggestionClass",
    "Verdict",
    "subject_of",
]

Verdict: TypeAlias = Literal["accept", "decline", "note", "undo"]
State: TypeAlias = Literal["any", "open", "done", "disagreed"]
Sort: TypeAlias = Literal["need", "surest", "doubt", "shared", "order"]

SORTS: Final[Mapping[Sort, str]] = {
    "need": "most to mend",
    "surest": "surest suggestion",
    "doubt": "least sure",
    "shared": "words shared with other figures",
    "order": "order of import",
}
"""The orders of the queue. All are of the report, so that no decision moves a figure."""


NO_GENE: Final = "-"
"""In a context: that the caption has the word, and names no gene by it."""


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


@dataclass(frozen=True, slots=True)
class Query:
    """Which figures, in which order.

    Attributes:
        text: words that must all be in id, titles, entries, names of the caption, OCR words,
            suggestions or symbols that somebody put in; in any case.
        organism: a group of `reconcile.organisms` (`mammal`, `plant`, …); "" for any.
        journal: a journal; "" for any.
        reason: a reason code among the suggestions; "" for any.
        status: a status among the entries; "" for any.
        word: a word read off the image, in any case; "" for any.
        state: figures with suggestions that nobody decided (`open`), with some and none open
            (`done`), on which curators disagree, or any.
        noted: `yes` for figures about which somebody wrote a note; "" for any.
        curator: `open` and `done` by this curator's decisions alone; "" for anybody's.
        sort: the order.
    """

    text: str = ""
    organism: str = ""
    journal: str = ""
    reason: str = ""
    status: str = ""
    word: str = ""
    noted: str = ""
    state: State = "any"
    curator: str = ""
    sort: Sort = "need"


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A figure in the queue.

    Attributes:
        figid: the figure.
        title: its title, "" for none.
        paper_title: of its paper.
        journal: "" where the record names none.
        organism: group of organisms.
        suggestions: how many there are.
        open: how many nobody decided, or with `Query.curator` that curator did not.
        disagreed: entries on which curators disagree.
        need: how many suggestions are right by their confidence: the sum of them.
        surest: the greatest confidence, None without suggestions.
        reasons: number of suggestions by reason code.
        first: the surest suggestions as `action text → symbols` triples, three at most.
    """

    figid: str
    title: str
    paper_title: str
    journal: str
    organism: str
    suggestions: int
    open: int
    disagreed: int
    need: float
    surest: float | None
    reasons: Mapping[str, int] = field(hash=False)
    first: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Facets:
    """How many figures of a query have each value of each filter, the commonest first."""

    organisms: tuple[tuple[str, int], ...]
    journals: tuple[tuple[str, int], ...]
    reasons: tuple[tuple[str, int], ...]
    statuses: tuple[tuple[str, int], ...]
    words: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the work is.

    Attributes:
        figures: all there are.
        suggested: those with suggestions.
        done: those of them with nothing left to decide.
        suggestions: all there are.
        open: those that are left to decide.
        disagreed: figures on which curators disagree.
    """

    figures: int
    suggested: int
    done: int
    suggestions: int
    open: int
    disagreed: int


@dataclass(frozen=True, slots=True)
class SuggestionClass:
    """Suggestions that are the same in all figures: a word, an entry, and what is proposed.

    Attributes:
        word: the OCR word behind the entry, or what the caption has, in small letters; "" where
            no word is known.
        action: `add`, `remove` or `replace`.
        text: the entry; "" for an addition.
        symbols: all symbols suggested.
    """

    word: str
    action: Action
    text: str
    symbols: tuple[str, ...]

    @property
    def key(self) -> str:
        """One text that names it."""
        parts = [self.word, self.action, self.text, *sorted(self.symbols)]
        return json.dumps(parts, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def of_key(cls, key: str) -> SuggestionClass:
        """The class that a key names.

        Raises:
            StoreError: it names none.
        """
        try:
            word, action, text, *symbols = json.loads(key)
            texts = all(isinstance(each, str) for each in (word, text, *symbols))
        except (ValueError, TypeError, RecursionError):
            texts, action = False, ""
        if not texts or action not in ("add", "remove", "replace"):
            raise StoreError(f"{key[:80]!r} names no class of suggestions")
        return cls(word, action, text, tuple(symbols))


@dataclass(frozen=True, slots=True)
class ClassRow:
    """A class of suggestions and how far it is decided.

    Attributes:
        of: the class.
        figures: how many figures have it.
        open: how many nobody decided, or one curator did not.
        contexts: in how many contexts the word was read.
        confidence: the mean of its suggestions.
    """

    of: SuggestionClass
    figures: int
    open: int
    contexts: int
    confidence: float


@dataclass(frozen=True, slots=True)
class Alike:
    """How many suggestions are alike: figures, what is left to decide, and classes (words)."""

    figures: int
    open: int
    words: int


@dataclass(frozen=True, slots=True)
class ClassMember:
    """A suggestion of a class, in its figure.

    Attributes:
        figid: the figure.
        title: its title, "" for none.
        number: of the suggestion in the figure's report.
        suggestion: itself.
        context: in what it was read: reason, group of organisms, what the caption calls by the same
            word: genes, `NO_GENE` where it has the word for none, "" where it has not. Members of
            one context were read alike.
        open: whether nobody decided it, or one curator did not.
        decided: `accept` or `decline`, as the last decision about it says, or that of one curator;
            `decline` too where another change was accepted instead; None if `open`.
        word: of its class.
    """

    figid: str
    title: str
    number: int
    suggestion: Suggestion
    context: tuple[str, str, str]
    open: bool
    decided: Verdict | None = None
    word: str = ""


@dataclass(frozen=True, slots=True)
class Batch:
    """One decision for many suggestions.

    Attributes:
        name: of the batch.
        first: its first decision: who, when, what, why.
        size: how many decisions it made.
        undone: how many of them were taken back.
    """

    name: str
    first: DecisionRow
    size: int
    undone: int


@dataclass(frozen=True, slots=True)
class Disagreement:
    """An entry of a figure on which curators disagree.

    Attributes:
        figid: the figure.
        title: its title, "" for none.
        text: the entry, or what is to be added.
        decisions: those that contradict each other, oldest first.
    """

    figid: str
    title: str
    text: str
    decisions: tuple[DecisionRow, ...]


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two curators agree on what both decided.

    Attributes:
        one: a curator.
        two: another one.
        both: matters that both decided.
        table: `(both accepted, one alone, two alone, both declined)`.
        agreed: share of the matters on which they agree; None without any.
        kappa: Cohen's kappa, see `reconcile.statistics.cohens_kappa`; None where it is undefined.
        interval: its 95 % interval by a bootstrap over figures; None where it is undefined.
    """

    one: str
    two: str
    both: int
    table: tuple[int, int, int, int]
    agreed: float | None
    kappa: float | None
    interval: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class CuratorWork:
    """How many decisions a curator made, by what they say; those taken back are counted too."""

    name: str
    accept: int
    decline: int
    note: int
    undo: int


@dataclass(frozen=True, slots=True)
class RunRow:
    """A run, when it began, and how many reports it made."""

    run: Run
    at: datetime
    reports: int


@dataclass(frozen=True, slots=True)
class Info:
    """What a store holds.

    Attributes:
        progress: figures and suggestions, and those that are left.
        reports: kept in all, older ones among them.
        decisions: rows in all, undos among them.
        curators: by name.
        runs: oldest first.
        bytes: of all tables and indexes.
    """

    progress: Progress
    reports: int
    decisions: int
    curators: tuple[CuratorWork, ...]
    runs: tuple[RunRow, ...]
    bytes: int
