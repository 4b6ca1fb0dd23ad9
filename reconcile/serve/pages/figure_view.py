"""What the page of a figure shows: told of a stored figure, for one curator."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reconcile.records import Figure, OcrWord, Reconciliation, Suggestion
from reconcile.report.wording import suggestion_groups
from reconcile.store import DecisionRow, StoredFigure, SuggestionClass
from reconcile.store.holding import changed_otherwise, contradictions
from reconcile.store.index import class_of
from reconcile.store.records import subject_of

__all__ = ["Card", "Said", "View", "Word", "view_of"]


@dataclass(frozen=True, slots=True)
class Said:
    """What holds of the decisions about one matter.

    Attributes:
        mine: that of who looks; None for none.
        others: those of others, oldest first.
        notes: words without a decision, oldest first.
        instead: other changes of the same entry that were accepted, oldest first.
    """

    mine: DecisionRow | None = None
    others: tuple[DecisionRow, ...] = ()
    notes: tuple[DecisionRow, ...] = ()
    instead: tuple[DecisionRow, ...] = ()

    @property
    def rows(self) -> tuple[DecisionRow, ...]:
        """All that is to be told, oldest first: who changed it has not just declined it."""
        changers = {row.curator for row in self.instead}
        mine = () if self.mine is None else (self.mine,)
        judged = [row for row in (*mine, *self.others) if row.curator not in changers]
        return tuple(sorted((*judged, *self.notes, *self.instead), key=lambda row: row.id))

    def ids(self, row: DecisionRow) -> tuple[int, ...]:
        """What is taken back with a change: it, and the decline of the suggestion made with it."""
        mine = self.mine
        if mine is not None and row.batch is not None and mine.batch == row.batch:
            return row.id, mine.id
        return (row.id,)

    def by(self, curator: str) -> bool:
        """Whether a curator decided."""
        rows = (*((self.mine,) if self.mine else ()), *self.others, *self.instead)
        return any(row.curator == curator for row in rows)

    @property
    def decided(self) -> bool:
        """Whether anybody decided."""
        return self.mine is not None or bool(self.others) or bool(self.instead)


@dataclass(frozen=True, slots=True)
class Card:
    """A suggestion.

    Attributes:
        number: in the report.
        suggestion: itself.
        symbols: what it puts in; none where it takes out.
        subject: see `reconcile.store.records.subject_of`.
        words: the OCR words behind it.
        of: the same suggestion in other figures.
        said: what was decided.
    """

    number: int
    suggestion: Suggestion
    symbols: tuple[str, ...]
    subject: str
    words: tuple[str, ...]
    of: SuggestionClass
    said: Said

    def mine(self, curator: str) -> str:
        """What a curator who looks decided: `accept`, `decline`, `change`, or nothing."""
        if any(row.curator == curator for row in self.said.instead):
            return "change"
        return "" if self.said.mine is None else self.said.mine.verdict


@dataclass(frozen=True, slots=True)
class Word:
    """A word off the image and what it was taken for.

    Attributes:
        word: as read.
        readings: what it was matched with and what came of that, each once: `(match, symbol,
            kind, taxon)`.
        listed: those of the symbols that are in the list.
    """

    word: str
    readings: tuple[tuple[str, str, str, str | None], ...]
    listed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class View:
    """A figure as a curator sees it.

    Attributes:
        stored: the figure.
        curator: who looks.
        groups: the cards by action: title and cards.
        own: decisions that are about no suggestion and change none, oldest first.
        undo: the ids of what the curator would take back first.
        mine_alone: whether what others decided is left to decide.
        many: the batches whose decisions are about several matters.
    """

    stored: StoredFigure
    curator: str
    groups: tuple[tuple[str, tuple[Card, ...]], ...]
    own: tuple[DecisionRow, ...]
    undo: tuple[int, ...]
    mine_alone: bool
    many: frozenset[str]

    @property
    def result(self) -> Reconciliation:
        """The report."""
        return self.stored.result

    @property
    def cards(self) -> tuple[Card, ...]:
        """All cards in their order."""
        return tuple(card for _, cards in self.groups for card in cards)

    @property
    def open(self) -> int:
        """Suggestions that nobody decided."""
        return sum(not card.said.decided for card in self.cards)

    def todo(self, card: Card) -> bool:
        """Whether a card is left to decide."""
        return not (card.said.by(self.curator) if self.mine_alone else card.said.decided)

    @property
    def left(self) -> int:
        """Suggestions that are left to decide."""
        return sum(map(self.todo, self.cards))

    @property
    def disagreed(self) -> bool:
        """Whether curators disagree about an entry."""
        return bool(contradictions(self.stored.decisions))

    def marks(self) -> Mapping[str, tuple[DecisionRow, ...]]:
        """For each entry the decisions about it that hold."""
        found: dict[str, list[DecisionRow]] = defaultdict(list)
        for row in self.stored.decisions:
            if row.verdict != "note" and row.action != "add":
                found[row.text].append(row)
        return {entry: tuple(rows) for entry, rows in found.items()}

    def meanings(self, word: str) -> tuple[DecisionRow, ...]:
        """What curators said that a word off the image means here: the genes that they put in."""
        return tuple(
            row
            for row in self.stored.decisions
            if (row.verdict, row.action, row.text) == ("accept", "add", word)
            and row.state.get("own")
        )

    def advised(self) -> Mapping[str, Card]:
        """For each entry the first card about it."""
        found: dict[str, Card] = {}
        for card in self.cards:
            if card.suggestion.action != "add":
                found.setdefault(card.suggestion.keyword, card)
        return found

    def words(self) -> tuple[Word, ...]:
        """The words off the image; those that brought entries in come first."""
        figure = self.result.figure or Figure(self.stored.figid)
        listed = {verdict.keyword for verdict in self.result.keywords}
        by_word: dict[str, list[OcrWord]] = defaultdict(list)
        for row in figure.ocr:
            if row.word:
                by_word[row.word].append(row)
        found = [_word(word, rows, listed) for word, rows in by_word.items()]
        return tuple(sorted(found, key=lambda word: not word.listed))


def view_of(
    stored: StoredFigure,
    curator: str,
    history: Sequence[DecisionRow],
    *,
    mine_alone: bool = False,
) -> View:
    """A figure as a curator sees it.

    Args:
        stored: the figure.
        curator: who looks.
        history: all decisions of this curator about the figure, oldest first.
        mine_alone: whether what others decided is left to decide.
    """
    numbers: dict[int, Card] = {}
    by_subject: dict[str, list[DecisionRow]] = defaultdict(list)
    for row in stored.decisions:
        by_subject[row.subject].append(row)
    for number, suggestion in enumerate(stored.result.suggestions):
        symbols = suggestion.symbols if suggestion.action != "remove" else ()
        subject = subject_of(suggestion.action, suggestion.keyword, symbols)
        numbers[number] = Card(
            number,
            suggestion,
            symbols,
            subject,
            stored.words[number],
            class_of(suggestion, stored.words[number]),
            _said(
                by_subject[subject],
                changed_otherwise(stored.decisions, suggestion.action, suggestion.keyword, subject),
                curator,
            ),
        )
    known = {card.subject for card in numbers.values()}
    told = {row.id for card in numbers.values() for row in card.said.instead}
    groups = tuple(
        (title, tuple(card for card in numbers.values() if card.suggestion.action == action))
        for action, title, _ in suggestion_groups(stored.result)
    )
    own = tuple(row for row in stored.decisions if row.subject not in known and row.id not in told)
    return View(stored, curator, groups, own, _last(history), mine_alone, _many(stored))


def _said(rows: Sequence[DecisionRow], instead: tuple[DecisionRow, ...], curator: str) -> Said:
    decided = [row for row in rows if row.verdict != "note"]
    mine = next((row for row in decided if row.curator == curator), None)
    return Said(
        mine,
        tuple(row for row in decided if row.curator != curator),
        tuple(row for row in rows if row.verdict == "note"),
        instead,
    )


def _many(stored: StoredFigure) -> frozenset[str]:
    """The batches of several matters: all but what was decided with an own change of one entry."""
    texts: dict[str, set[str]] = defaultdict(set)
    own: set[str] = set()
    for row in stored.decisions:
        if row.batch is not None:
            texts[row.batch].add(row.text)
            own |= {row.batch} if row.state.get("own") else set()
    return frozenset(name for name, about in texts.items() if len(about) > 1 or name not in own)


def _last(history: Sequence[DecisionRow]) -> tuple[int, ...]:
    """The last decision that was not taken back, with those of its batch in this figure."""
    left = [row for row in history if row.verdict != "undo" and not row.undone]
    if not left:
        return ()
    batch = left[-1].batch
    return tuple(row.id for row in left if row.batch == batch) if batch else (left[-1].id,)


def _word(word: str, rows: Sequence[OcrWord], listed: set[str]) -> Word:
    readings = dict.fromkeys(
        (row.match, row.symbol or row.name or "", row.kind, row.taxon_id) for row in rows
    )
    brought = [entry for row in rows for entry in (row.symbol, word) if entry in listed]
    return Word(word, tuple(readings), tuple(dict.fromkeys(brought)))
