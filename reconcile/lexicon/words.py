"""Which gene names have a word, and how rare it is; which words are heads of names.

Made of the approved names of genes with a product, when it is first asked for (two tenths of a
second). The other names of genes are stored as keys only; `keys_beginning` finds those by the
words that they begin with.
"""

from __future__ import annotations

import math
import re
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby
from typing import Final

import marisa_trie

from reconcile.lexicon.store import Lexicon
from reconcile.locks import fork_lock
from reconcile.naming.words import ONE_SPELLING, NameWords, name_words, taken_apart, words_of

__all__ = ["NameIndex", "name_index"]

_HEADS_AT_LEAST: Final = 8
_MOST_KEYS: Final = 300
_SHORTEST_BEGIN: Final = 5
_FEW_KEYS: Final = 40
_LONGEST_KEY: Final = 120
_SHORTEST_CUT: Final = 3
_INDEX_LETTERS: Final = 2
_LONGEST_WORD: Final = 24
_KNOWN, _LETTER = 1.0, 3.0
_OF_PRECURSORS: Final = frozenset({"prohormone", "preproprotein", "proprotein", "precursor"})
_DIGITS: Final = re.compile(r"\d+")
_LOCK: Final = fork_lock()


class NameIndex:
    """The words of the approved names of a lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._names: dict[int, str] = dict(lexicon.product_names())
        genes: dict[str, array[int]] = {}
        ends: Counter[str] = Counter()
        for gene, name in self._names.items():
            words = words_of(name)
            for word in dict.fromkeys(words):
                genes.setdefault(word, array("I")).append(gene)
            ends.update(next(([w] for w in reversed(words) if len(w) > 3), ()))
        self._genes = genes
        known = {*genes, *ONE_SPELLING, *_OF_PRECURSORS}
        self._beginnings = marisa_trie.Trie(word for word in known if not word[0].isdigit())
        self._initials: dict[str, list[str]] | None = None
        self._none: array[int] = array("I")
        self.heads = frozenset(word for word, n in ends.items() if n >= _HEADS_AT_LEAST)
        """Words that at least a few names end with, indices left out."""
        self.has_word = lru_cache(20_000)(self._has_word)
        self.name = lru_cache(20_000)(self._name)
        self.weight = lru_cache(20_000)(self._weight)
        self.apart = lru_cache(50_000)(self._apart)
        self.keys_beginning = lru_cache(5_000)(self._keys_beginning)
        self.words = lru_cache(2_000)(self._words)

    def __contains__(self, word: str) -> bool:
        """Whether a word stands in some approved name."""
        return word in self._genes

    def _has_word(self, word: str) -> bool:
        """Whether a lower-case word stands in an approved name or begins another name of a gene."""
        norm = next(iter(words_of(word)), "")
        if norm in self._genes or len(norm) < _SHORTEST_BEGIN:
            return norm in self._genes
        return any(
            entry.type in ("designation", "previous") and entry.form is None
            for key in self.lexicon.keys(norm, _FEW_KEYS)
            if (words := self.of_key(key, frozenset({norm}))) and words.words[:1] == (norm,)
            for entry in self.lexicon.lookup(key)
        )

    def genes(self, word: str) -> array[int]:
        """Indices of the genes whose approved name has a word."""
        return self._genes.get(word, self._none)

    def has_product(self, gene: int) -> bool:
        """Whether a gene is one whose names are indexed."""
        return gene in self._names

    def _name(self, gene: int) -> NameWords:
        return name_words(self._names[gene])

    def _weight(self, word: str) -> float:
        """How much a word says: the logarithm of its rarity in names."""
        return math.log((len(self._names) + 1) / (len(self.genes(word)) or 0.5))

    def initialism(self, letters: str) -> list[str]:
        """The words that some letters stand for at the begin of several names; none for others.

        `ldl` is low density lipoprotein.
        """
        if self._initials is None:
            self._initials = self._count_initials()
        return self._initials.get(letters, [])

    def _count_initials(self) -> dict[str, list[str]]:
        counts: dict[str, Counter[tuple[str, ...]]] = {}
        for name in self._names.values():
            words = words_of(name)
            for length in (3, 4):
                start = tuple(words[:length])
                if len(start) == length and all(len(word) > 2 for word in start):
                    letters = "".join(word[0] for word in start)
                    counts.setdefault(letters, Counter())[start] += 1
        best = {letters: found.most_common(1)[0] for letters, found in counts.items()}
        return {letters: list(words) for letters, (words, n) in best.items() if n > 1}

    def _keys_beginning(self, start: str) -> tuple[str, ...]:
        """The keys of the lexicon that begin so; none of them if they are very many."""
        keys = self.lexicon.keys(start, _MOST_KEYS)
        return () if len(keys) == _MOST_KEYS else tuple(keys)

    def _words(self, start: str) -> tuple[str, ...]:
        """The words that begin so."""
        return tuple(word for word in self._genes if word.startswith(start))

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
        begin = self._beginnings.prefixes
        best: list[tuple[float, int]] = [(0.0, 0)] + [(math.inf, 0)] * len(letters)
        for at, letter in enumerate(letters):
            cost = best[at][0]
            digits = _DIGITS.match(letters, at) if letter.isdigit() else None
            words = [digits.group()] if digits else begin(letters[at : at + _LONGEST_WORD])
            for size in (1, *(len(word) for word in words if len(word) > 1)):
                if size == 1 and digits and len(words[0]) > 1:
                    continue
                step = _KNOWN + 1 / size if size > 1 else _LETTER
                if cost + step < best[at + size][0]:
                    best[at + size] = (cost + step, at)
        pieces = []
        at = len(letters)
        while at:
            pieces.append(letters[best[at][1] : at])
            at = best[at][1]
        return tuple(ONE_SPELLING.get(piece, piece) for piece in _joined(reversed(pieces)))


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
