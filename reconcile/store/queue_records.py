"""What the queue is asked for and hands out: figures in it, and classes of suggestions."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

from reconcile.records import Action, Suggestion
from reconcile.store.records import StoreError, Verdict

__all__ = [
    "NO_GENE",
    "SORTS",
    "Alike",
    "ClassMember",
    "ClassRow",
    "Facets",
    "Progress",
    "Query",
    "QueueRow",
    "Sort",
    "State",
    "SuggestionClass",
]

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
