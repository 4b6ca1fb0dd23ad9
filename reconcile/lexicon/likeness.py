"""How like two long names are, by their words.

Two names are as like as the weight of the words that they share is to that of all their words; a
word weighs more the rarer it is in names. Numbers, single letters and the head (`receptor`) must
agree, and neither may add a word that makes another thing of it (`receptor-interacting protein`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from reconcile.lexicon.words import NameIndex
from reconcile.locks import IMPORTS
from reconcile.naming.words import ONE_SPELLING, NameWords
from reconcile.patterns import regex
from reconcile.text import common_prefix

__all__ = [
    "AGENTS",
    "RELATIONS",
    "SAME_START",
    "Asked",
    "is_form_of",
    "likeness",
    "mended",
    "numbers",
    "numbers_of_key",
]

_DIGITS: Final = regex(r"\d+")

RELATIONS: Final = frozenset(
    {"containing", "associated", "related", "binding", "like", "specific", "interacting"}
    | {"induced", "activated", "dependent", "coupled", "derived", "regulated", "responsive"}
    | {"inducible", "activating", "releasing"}
)
"""Words that make a name of what stands before them that of another thing."""

AGENTS: Final = frozenset({"inhibitor", "antagonist", "agonist", "activator", "blocker"})
"""Heads of what may as well be a drug: without its number no gene is meant."""

_SHORTEST_SLIP: Final = 7
_SLIP: Final = 85.0
"""RapidFuzz ratio of a misspelt word to the word that is meant, 0–100."""
SAME_START: Final = 5
"""Letters that two forms of a word begin with at least."""
_SAME_STEM: Final = 7
_GENERIC: Final = frozenset(
    {"protein", "molecule", "polypeptide", "peptide", "precursor", "prohormone", "gene", "family"}
    | {"member", "domain", "subunit", "chain", "component", "antigen", "complex", "signaling"}
)
"""Heads that a name may have or not."""
_OTHER_FORMS: Final = ("or", "ion", "ing", "ed", "er", "ive", "ory")
"""Endings that make another word of one (`inhibit`, `inhibitor`)."""
_LONGEST_START: Final = 6
_LOOSE: Final = frozenset({"like", "related", "associated"})
"""Words that a name may lack if it has more than so many others."""
_LOOSE_AMONG: Final = 2
_OF_OTHERS: Final = frozenset(
    {"releasing", "interacting", "activating", "induced", "inducible", "regulated", "like"}
    | {"containing", "derived", "stimulating", "inhibiting", "non"}
)
"""Words that a name of the same thing does not add."""


def numbers(asked: NameWords, other: NameWords) -> str | None:
    """How the numbers and letters of two names agree; see `CloseName.numbers`; None if not."""
    for letter in asked.letters:
        if letter not in other.letters and (
            letter not in asked.closing or not _may_stand_for(letter, asked, other)
        ):
            return None
    lacks = False
    for letter in other.closing:
        lacks = lacks or letter not in asked.letters
    if asked.numbers == other.numbers:
        return "without" if lacks else "same"
    if not other.numbers and not lacks and asked.numbers == ("1",) == (asked.last,):
        return "first"
    return "without" if _has_all(other.numbers, asked.numbers) else None


def _may_stand_for(letter: str, asked: NameWords, other: NameWords) -> bool:
    """Whether a letter may be short for a word that only the other name has."""
    return any(word[0] == letter and word not in asked.words for word in other.words)


def _has_all(numbers: Sequence[str], wanted: Sequence[str]) -> bool:
    """Whether each of the wanted numbers is there, as often as it is wanted."""
    for number in wanted:
        found = numbers.count(number)
        if not found or (found < len(wanted) and found < wanted.count(number)):
            return False
    return True


def numbers_of_key(key: str) -> list[str]:
    """The numbers that a key has, whatever words it falls into."""
    return [number.lstrip("0") or "0" for number in _DIGITS.findall(key)]


def likeness(asked: NameWords, other: NameWords, index: NameIndex) -> tuple[float, bool]:
    """How like two names are, 0–1, and whether one has all words of the other.

    0 if they name things of different kinds.
    """
    return Asked(asked, index).likeness(other)


class Asked:
    """A name that others are held against.

    Attributes:
        name: its words.
        head: the last of them that names end with, one that is not generic if there is any;
            empty if there is none. A name without it is of another kind.
        spellings: how keys spell the head.
        is_first: whether a name may leave out its number, which is a 1 at the end.
        telling: the words that a name must have, in some form, to have all words of this one.
    """

    def __init__(self, name: NameWords, index: NameIndex) -> None:
        self.name = name
        self._index = index
        self.head = _head(name.words, index)
        self.spellings = [self.head, *(w for w, head in ONE_SPELLING.items() if head == self.head)]
        self._heads = name.words.count(self.head)
        self._counts = _counted(name.words)
        self.telling = [w for w in self._counts if w not in _GENERIC and w not in _LOOSE]
        self.is_first = name.numbers == ("1",) == (name.last,)
        self._is_short = len(name.words) <= _LOOSE_AMONG

    def may_have_numbers(self, key: str) -> bool:
        """Whether the name behind a key has the numbers of this one, whatever words it has.

        This is asked before a key is taken apart, which takes longer.
        """
        wanted = self.name.numbers
        if not wanted or not key.isascii():
            return True
        found = numbers_of_key(key)
        return _has_all(found, wanted) or (self.is_first and not found)

    def likeness(self, other: NameWords) -> tuple[float, bool]:
        """See `likeness`."""
        if self.head and not 0 < other.words.count(self.head) <= self._heads:
            return 0.0, False
        if self._is_of_other_kind(other.words):
            return 0.0, False
        both: dict[str, int] = {}
        left: dict[str, int] = {}
        right = _counted(other.words)
        for word, n in self._counts.items():
            same = min(n, right.get(word, 0))
            if same:
                both[word] = same
                right[word] -= same
            if n > same:
                left[word] = n - same
        right = {word: n for word, n in right.items() if n}
        if right:
            for word in left:
                for like in right:
                    if is_form_of(word, like):
                        both[like] = both.get(like, 0) + 1
                        left[word] -= 1
                        right[like] -= 1
                        break
        shared, lost, more = self._sum(both), self._sum(left), self._sum(right)
        lacking = 0
        loose = True
        for word, n in left.items():
            if n > 0 and word not in _GENERIC:
                lacking += 1
                loose = loose and word in _LOOSE
        whole = not lacking or (loose and len(both) > _LOOSE_AMONG)
        return 2 * shared / (2 * shared + lost + more or 1), whole

    def _sum(self, words: Mapping[str, int]) -> float:
        """The weight of some words; those that a name may have or not weigh half."""
        weight = self._index.weight
        total = 0.0
        for word, n in words.items():
            if n > 0:
                total += weight(word) * n * (0.5 if word in _GENERIC else 1.0)
        return total

    def _is_of_other_kind(self, words: Sequence[str]) -> bool:
        """Whether a name ends in a head that this one lacks (`… receptor-binding protein`)."""
        counts = self._counts
        for word in words:
            if word in counts:
                continue
            if word in _OF_OTHERS or (self._is_short and word in RELATIONS):
                return True
        if "receptor" in words and self._adds_to_receptor(words):
            return True
        for at in range(len(words) - 1, -1, -1):
            word = words[at]
            if word in counts:
                before = words[at - 1] if at else ""
                return word in _GENERIC and before in RELATIONS and before not in counts
            if word in _GENERIC:
                continue
            return word in RELATIONS or word in self._index.heads
        return False

    def _adds_to_receptor(self, words: Sequence[str]) -> bool:
        """Whether a name is of a receptor that this one lacks, or of what acts on one."""
        if "receptor" not in self._counts:
            at = max(i for i, word in enumerate(words) if word == "receptor")
            if tuple(words[at + 1 : at + 2]) != ("domain",):
                return True
        if self.name.words[-1:] != ("receptor",):
            return False
        behind = words[max(i for i, word in enumerate(words) if word == "receptor") + 1 :]
        return any(
            word not in self._counts and word not in _GENERIC and word != "coupled"
            for word in behind
        )


def _head(words: Sequence[str], index: NameIndex) -> str:
    """The head of a name, see `Asked`."""
    heads = [word for word in words if word in index.heads]
    return next((word for word in reversed(heads) if word not in _GENERIC), "".join(heads[-1:]))


def _counted(words: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for word in words:
        found[word] = found.get(word, 0) + 1
    return found


def is_form_of(one: str, other: str) -> bool:
    """Whether two words differ in their ending only, or one is cut short (`sarco`-)."""
    if one in RELATIONS or other in RELATIONS:
        return False
    if one.endswith(_OTHER_FORMS) or other.endswith(_OTHER_FORMS):
        return False
    same, short = common_prefix(one, other), min(len(one), len(other))
    if same == short <= _LONGEST_START:
        return same >= SAME_START
    return same < short and same >= max(_SAME_STEM, 0.8 * short)


def mended(asked: NameWords, index: NameIndex) -> NameWords:
    """A name with its misspelt words as the lexicon spells them."""
    if all(word in index or len(word) < _SHORTEST_SLIP for word in asked.words):
        return asked
    return asked._replace(words=tuple(_spelt(word, index) for word in asked.words))


def _spelt(word: str, index: NameIndex) -> str:
    if word in index or len(word) < _SHORTEST_SLIP or index.lexicon.word_rank(word) is not None:
        return word
    with IMPORTS:
        from rapidfuzz import fuzz, process
    found = process.extractOne(word, index.words(word[:2]), scorer=fuzz.ratio, score_cutoff=_SLIP)
    return str(found[0]) if found else word
