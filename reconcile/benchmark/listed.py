"""What is kept of each gene list, to tell later what another list of the figure has more or less.

A corpus has few different entries beside its figures, so that each is kept once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from reconcile.formats.changes import change_of, empties
from reconcile.records import Figure, KeywordVerdict, Reconciliation

__all__ = ["Entry", "KeptLists", "Listed"]


class Entry(NamedTuple):
    """An entry of a gene list.

    Attributes:
        gene: the current symbol of the gene that it is, by whatever name; else the entry itself.
        words: the words off the image that brought it in; the entry itself where none is known.
        named: whether the caption names it.
        right: whether the gold list has it; None without one.
        wrong: the rule that says that it is wrong; empty for none. A rule that gives a gene its
            current symbol does not say so.
    """

    gene: str
    words: tuple[str, ...]
    named: bool
    right: bool | None
    wrong: str


class Listed(NamedTuple):
    """A gene list.

    Attributes:
        entries: each once.
        wanted: the symbols that suggestions would put in, each with its rule.
    """

    entries: tuple[Entry, ...]
    wanted: tuple[tuple[str, str], ...]


@dataclass(slots=True)
class KeptLists:
    """The gene lists of many figures.

    Attributes:
        by_figure: by figid; figures without a list are not in it.
    """

    by_figure: dict[str, Listed] = field(default_factory=dict)
    _entries: dict[Entry, Entry] = field(default_factory=dict)
    _wanted: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)

    def add(
        self, figure: Figure, result: Reconciliation, right: Mapping[str, bool] | None = None
    ) -> None:
        """Keep the list of a figure, if it has one.

        Args:
            figure: the figure.
            result: what was found in it, with the suggestions that count.
            right: whether each entry is in the gold list; None without one.
        """
        if figure.keywords is None:
            return
        words = _words(figure)
        wrong = _called_wrong(result)
        entries = {
            _entry(
                verdict,
                words.get(verdict.keyword, ()),
                None if right is None else right.get(verdict.keyword, False),
                wrong.get(verdict.keyword, ""),
            )
            for verdict in result.keywords
        }
        wanted = {
            (symbol, suggestion.reason)
            for suggestion in result.suggestions
            for symbol in change_of(suggestion).symbols
        }
        self.by_figure[figure.figid] = Listed(
            tuple(self._entries.setdefault(one, one) for one in sorted(entries, key=_order)),
            tuple(self._wanted.setdefault(one, one) for one in sorted(wanted)),
        )


_RIGHT: Final = (None, False, True)


def _order(entry: Entry) -> tuple[str, tuple[str, ...], bool, int, str]:
    return (entry.gene, entry.words, entry.named, _RIGHT.index(entry.right), entry.wrong)


def _entry(
    verdict: KeywordVerdict, words: tuple[str, ...], right: bool | None, wrong: str
) -> Entry:
    gene = verdict.symbol or verdict.keyword
    return Entry(gene, words or (verdict.keyword,), verdict.supported, right, wrong)


def _words(figure: Figure) -> dict[str, tuple[str, ...]]:
    """The words behind each entry, in the order of the provenance."""
    found: dict[str, dict[str, None]] = {}
    for row in figure.ocr:
        if row.symbol and row.word and row.kind == "gene":
            found.setdefault(row.symbol, {})[row.word] = None
    return {symbol: tuple(sorted(words)) for symbol, words in found.items()}


def _called_wrong(result: Reconciliation) -> dict[str, str]:
    """The entries that suggestions take out, without putting the same gene in again; their rule."""
    symbols = {verdict.keyword: verdict.symbol for verdict in result.keywords}
    found: dict[str, str] = {}
    for suggestion in result.suggestions:
        if empties(change_of(suggestion), tuple(symbols)):
            found |= dict.fromkeys(symbols, suggestion.reason)
        elif suggestion.action == "remove" or (
            suggestion.action == "replace"
            and symbols.get(suggestion.keyword) not in suggestion.symbols
        ):
            found[suggestion.keyword] = suggestion.reason
    return found
