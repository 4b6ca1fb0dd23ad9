"""The names that may be close to a long name: those with most of its words, before any is read.

What a name lacks is told from its gene's words, or from the letters of its key; so most of the
lexicon is left out before a name is held against the one that is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from reconcile.lexicon.likeness import SAME_START, Asked
from reconcile.lexicon.words import NameIndex
from reconcile.naming.words import ONE_SPELLING

__all__ = ["NamePool"]

_MOST_GENES: Final = 400
"""Words of names of more genes are taken to be in all of them."""
_PREFIXES: Final = 3
_LEAST_SHARED: Final = 0.6
"""The share of the weight of the words asked for that a name must have to be looked at."""
_ROUNDING: Final = 1e-9
"""Sums of the same weights in another order differ by less."""
_MOST_LETTERS: Final = 30


class NamePool:
    """What may be close to one name."""

    def __init__(self, wanted: Asked, index: NameIndex) -> None:
        self._wanted = wanted
        self._index = index
        asked = wanted.name
        self._rarest = sorted(dict.fromkeys(asked.words), key=index.weight, reverse=True)
        self._weights = [(word, index.weight(word)) for word in self._rarest]
        total = sum(weight for _, weight in self._weights)
        self._enough = _LEAST_SHARED * total
        least = self._enough - _ROUNDING
        self._needed = [word for word, weight in self._weights if total - weight < least]
        self._longest = sum(map(len, asked.words)) + _MOST_LETTERS

    def genes(self) -> Iterator[int]:
        """The genes whose approved names have words of enough weight."""
        votes: dict[int, float] = {}
        given = 0.0
        for word, weight in self._weights:
            genes = self._index.genes(word)
            if len(genes) > _MOST_GENES:
                given += weight
                continue
            for gene in genes:
                votes[gene] = votes.get(gene, 0.0) + weight
        return (gene for gene, weight in votes.items() if weight + given >= self._enough)

    def weighs_enough(self, words: Sequence[str]) -> bool:
        """Whether an approved name has words of enough weight, see `genes`."""
        own = given = 0.0
        for word, weight in self._weights:
            if len(self._index.genes(word)) > _MOST_GENES:
                given += weight
            elif word in words:
                own += weight
        return own > 0.0 and own + given >= self._enough

    def keys(self, telling: Iterable[str] = ()) -> Iterator[str]:
        """Keys with the head that begin with a rare word of the name, or with two words of it.

        Args:
            telling: words of which each must be there in some form.
        """
        forms = [_stems(word) for word in telling]
        needed = self._needed + [stems[0] for stems in forms if len(stems) == 1]
        words = self._wanted.name.words
        starts = self._rarest[:_PREFIXES]
        starts += [one + other for one, other in pairwise(words)]
        starts += [letter + words[0] for letter in self._wanted.name.letters]
        seen: set[str] = set()
        known: list[str] = []
        for start in starts:
            if known and start.startswith(tuple(known)):
                continue  # they have been looked at with all that begin with less
            listed = self._index.keys_beginning(start)
            if listed is None:
                continue
            known.append(start)
            for key in self._among(listed, start, needed):
                if key not in seen:
                    seen.add(key)
                    if len(key) <= self._longest and self._has_enough(key, forms):
                        yield key

    def _among(self, listed: str, start: str, needed: list[str]) -> Iterator[str]:
        """The keys of some that begin so which have the head, and the letters that are needed."""
        parts = [part for part in needed if part not in start]
        for part in parts:
            if part not in listed:
                return
        for head in self._wanted.spellings:
            for key in _lines_with(listed, max((head, *parts), key=len)):
                if head in key:
                    yield key

    def _has_enough(self, key: str, forms: list[list[str]]) -> bool:
        """Whether words of enough weight stand in a key, and one of each of some forms."""
        total = 0.0
        for word, weight in self._weights:
            if word in key:
                total += weight
        if total < self._enough:
            return False
        for stems in forms:
            if stems[0] not in key and not any(stem in key for stem in stems):
                return False
        return True


def _stems(word: str) -> list[str]:
    """What a key has one of if its name has some form of a word."""
    return [word[:SAME_START], *(w for w, meant in ONE_SPELLING.items() if meant == word)]


def _lines_with(lines: str, part: str) -> list[str]:
    r"""The lines that have a part, of lines that have an end before and behind each.

    >>> _lines_with("\nmapkinase\nmapprotein\n", "kin")
    ['mapkinase']
    """
    if not part:
        return lines.split("\n")[1:-1]
    found = []
    at = lines.find(part)
    while at >= 0:
        end = lines.index("\n", at)
        found.append(lines[lines.rindex("\n", 0, at) + 1 : end])
        at = lines.find(part, end)
    return found
