"""Which gene names have a word, and how rare it is; which words are heads of names.

The words of the approved names of genes with a product are columns of the lexicon. The other names
of genes are stored as keys only; `keys_beginning` finds those by the words that they begin with.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from typing import Final

import marisa_trie

from reconcile.lexicon.store import Lexicon
from reconcile.locks import fork_lock
from reconcile.naming.words import ONE_SPELLING, SMALL_WORDS, NameWords, taken_apart, words_of
from reconcile.patterns import regex
from reconcile.remembered import SELDOM, WORDS
from reconcile.text import norms

__all__ = ["NameIndex", "name_index"]

_MOST_KEYS: Final = 300
_SHORTEST_BEGIN: Final = 5
_FEW_KEYS: Final = 40
_LONGEST_KEY: Final = 120
_SHORTEST_CUT: Final = 3
_INDEX_LETTERS: Final = 2
_LONGEST_WORD: Final = 24
_KNOWN, _LETTER = 1.0, 3.0
_LAST: Final = "\U0010ffff"
_MOST_HEADS: Final = 500
_OF_PRECURSORS: Final = frozenset({"prohormone", "preproprotein", "proprotein", "precursor"})
_DIGITS: Final = regex(r"\d+")
_LOCK: Final = fork_lock()


class NameIndex:
    """The words of the approved names of a lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        columns = lexicon.columns
        self._words: list[str] = _lines(columns["words"])
        self._numbers = {word: number for number, word in enumerate(self._words)}
        self._named = columns["named"]
        self._pieces, self._piece_starts = columns["piece"], columns["piece_starts"]
        self._owners, self._owner_starts = columns["owner"], columns["owner_starts"]
        known = {*self._words, *ONE_SPELLING, *_OF_PRECURSORS}
        self._beginnings = marisa_trie.Trie(word for word in known if not word[0].isdigit())
        self._sorted: list[tuple[str, int]] = []
        self._spelled_numbers: dict[str, list[str]] | None = None
        self._initials: dict[str, list[str]] | None = None
        self.heads = frozenset(_lines(columns["heads"]))
        """Words that at least a few names end with, indices left out."""
        self.has_word = lru_cache(WORDS)(self._has_word)
        self._has_norm = lru_cache(WORDS)(self._is_in_names)
        self.name = lru_cache(WORDS)(self._name)
        self.weight = lru_cache(WORDS)(self._weight)
        self.apart = lru_cache(WORDS)(self._apart)
        self.keys_beginning = lru_cache(SELDOM)(self._keys_beginning)
        self.words = lru_cache(2_000)(self._words_from)
        self.numbered = lru_cache(_MOST_HEADS)(self._numbered)
        self.with_head = lru_cache(_MOST_HEADS)(self._with_head)

    def __contains__(self, word: str) -> bool:
        """Whether a word stands in some approved name."""
        return word in self._numbers

    def _has_word(self, word: str) -> bool:
        """Whether a lower-case word stands in an approved name or begins another name of a gene."""
        norm = norms(word)[0] if word.isalpha() else ""
        if norm.isalpha():
            return self._has_norm(ONE_SPELLING.get(norm, norm))
        return self._has_norm(next(iter(words_of(word)), ""))

    def _is_in_names(self, norm: str) -> bool:
        if norm in self._numbers or len(norm) < _SHORTEST_BEGIN:
            return norm in self._numbers
        if norm[0].isdigit() or norm in SMALL_WORDS:
            return False
        return self.lexicon.begins_long_name(norm, _FEW_KEYS, _LONGEST_KEY)

    def genes(self, word: str) -> Sequence[int]:
        """Indices of the genes whose approved name has a word, ascending."""
        number = self._numbers.get(word)
        if number is None:
            return ()
        return self._owners[self._owner_starts[number] : self._owner_starts[number + 1]]

    def _with_head(self, head: str) -> frozenset[int]:
        """The same for a word that names end with, as a set."""
        return frozenset(self.genes(head))

    def _numbered(self, number: str) -> frozenset[int]:
        """The genes whose approved names have a number, with noughts before it or without."""
        if self._spelled_numbers is None:
            found: dict[str, list[str]] = {}
            for word in filter(str.isdigit, self._words):
                found.setdefault(word.lstrip("0") or "0", []).append(word)
            self._spelled_numbers = found
        spelled = self._spelled_numbers.get(number, ())
        return frozenset(gene for word in spelled for gene in self.genes(word))

    def has_product(self, gene: int) -> bool:
        """Whether a gene is one whose names are indexed."""
        row = bisect_left(self._named, gene)
        return row < len(self._named) and self._named[row] == gene

    def _name(self, gene: int) -> NameWords:
        row = bisect_left(self._named, gene)
        pieces = self._pieces[self._piece_starts[row] : self._piece_starts[row + 1]]
        return taken_apart([self._words[piece] for piece in pieces])

    def _weight(self, word: str) -> float:
        """How much a word says: the logarithm of its rarity in names."""
        return math.log((len(self._named) + 1) / (len(self.genes(word)) or 0.5))

    def initialism(self, letters: str) -> list[str]:
        """The words that some letters stand for at the begin of several names; none for others.

        `ldl` is low density lipoprotein.
        """
        if self._initials is None:
            lines = (line.split(" ") for line in _lines(self.lexicon.columns["initials"]))
            self._initials = {initials: words for initials, *words in lines}
        return self._initials.get(letters, [])

    def _keys_beginning(self, start: str) -> str | None:
        """The keys of the lexicon that begin so, a line each with an end before it too.

        Empty if there are none, None if there are very many.
        """
        keys = self.lexicon.keys(start, _MOST_KEYS)
        if len(keys) == _MOST_KEYS:
            return None
        return "\n".join(("", *keys, "")) if keys else ""

    def _words_from(self, start: str) -> tuple[str, ...]:
        """The words that begin so."""
        if not self._sorted:
            self._sorted = sorted((word, number) for word, number in self._numbers.items())
        low, high = (bisect_left(self._sorted, (start + end,)) for end in ("", _LAST))
        numbers = sorted(number for _, number in self._sorted[low:high])
        return tuple(self._words[number] for number in numbers)

    def of_key(self, key: str, known: frozenset[str]) -> NameWords | None:
        """The words that a key runs together: some that are known, between them those of names.

        None for a key that is too long to be taken apart.
        """
        if len(key) > _LONGEST_KEY:
            return None
        pieces: list[str] = []
        for part, is_word in _cut(key, known):
            pieces += (part,) if is_word else self.apart(part)
        return taken_apart(pieces)

    def _apart(self, letters: str) -> tuple[str, ...]:
        """The fewest words of names that letters fall into; what falls into none, by letters."""
        if letters.isdecimal() or (len(letters) <= _LONGEST_WORD and letters in self._beginnings):
            return (ONE_SPELLING.get(letters, letters),)  # no two words are fewer
        begin = self._beginnings.prefixes
        costs = [0.0] + [math.inf] * len(letters)
        starts = [0] * len(costs)
        for at, letter in enumerate(letters):
            cost = costs[at]
            if cost == math.inf:
                continue  # within a number
            digits = _DIGITS.match(letters, at) if letter.isdigit() else None
            if digits is not None:
                sizes = [digits.end() - at]
            else:
                sizes = [1, *map(len, begin(letters[at : at + _LONGEST_WORD]))]
            for size in sizes:
                end = at + size
                through = cost + (_KNOWN + 1 / size if size > 1 else _LETTER)
                if through < costs[end]:
                    costs[end] = through
                    starts[end] = at
        pieces = []
        at = len(letters)
        while at:
            pieces.append(letters[starts[at] : at])
            at = starts[at]
        return tuple(ONE_SPELLING.get(piece, piece) for piece in _joined(reversed(pieces)))


def _lines(column: memoryview) -> list[str]:
    return bytes(column).decode().split("\n") if column else []


def _joined(pieces: Iterable[str]) -> Iterator[str]:
    """Pieces with letters that stand by themselves put together where they are many."""
    for alone, group in groupby(pieces, key=lambda piece: len(piece) == 1 and piece.isalpha()):
        letters = list(group)
        yield from ["".join(letters)] if alone and len(letters) > _INDEX_LETTERS else letters


def _cut(key: str, words: frozenset[str]) -> list[tuple[str, bool]]:
    """A key cut at some words, longer ones first: the parts, and whether each is such a word."""
    parts = [(key, False)]
    for word in sorted(words, key=len, reverse=True):
        if len(word) < _SHORTEST_CUT or word not in key:
            continue
        cut: list[tuple[str, bool]] = []
        for part, is_word in parts:
            if is_word:
                cut.append((part, True))
                continue
            for at, piece in enumerate(part.split(word)):
                cut += [(word, True)] if at else []
                cut += [(piece, False)] if piece else []
        parts = cut
    return parts


def name_index(lexicon: Lexicon) -> NameIndex:
    """The index of a lexicon, made once."""
    with _LOCK:
        return _name_index(lexicon)


@lru_cache(maxsize=4)
def _name_index(lexicon: Lexicon) -> NameIndex:
    return NameIndex(lexicon)
