"""How like two long names are, by their words.

Two names are as like as the weight of the words that they share is to that of all their words; a
word weighs more the rarer it is in names. Numbers, single letters and the head (`receptor`) must
agree, and neither may add a word that makes another thing of it (`receptor-interacting protein`).
"""

from __future__ import annotations

from collections import Counter
from typing import Final

from reconcile.lexicon.words import NameIndex
from reconcile.locks import IMPORTS
from reconcile.naming.words import NameWords
from reconcile.text import common_prefix

__all__ = ["AGENTS", "RELATIONS", "likeness", "mended", "numbers"]

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
_SAME_START: Final = 5
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
    for letter in set(asked.letters).difference(other.letters):
        if letter not in asked.closing or not any(
            word[0] == letter and word not in asked.words for word in other.words
        ):
            return None
    lacks = not other.closing <= set(asked.letters)
    if asked.numbers == other.numbers:
        return "without" if lacks else "same"
    if asked.numbers == ("1",) == (asked.last,) and not other.numbers and not lacks:
        return "first"
    return None if Counter(asked.numbers) - Counter(other.numbers) else "without"


def likeness(asked: NameWords, other: NameWords, index: NameIndex) -> tuple[float, bool]:
    """How like two names are, 0–1, and whether one has all words of the other.

    0 if they name things of different kinds.
    """
    heads = [word for word in asked.words if word in index.heads]
    head = next((word for word in reversed(heads) if word not in _GENERIC), "".join(heads[-1:]))
    if (head and not 0 < other.words.count(head) <= asked.words.count(head)) or _is_of_other_kind(
        asked, other, index
    ):
        return 0.0, False
    mine, theirs = Counter(asked.words), Counter(other.words)
    both = mine & theirs
    left, right = mine - both, theirs - both
    for word in list(left):
        like = next((o for o in right if _is_form_of(word, o)), None)
        if like is not None:
            both[like] += 1
            left[word] -= 1
            right[like] -= 1
    shared = _sum(both, index)
    lost, more = _sum(+left, index), _sum(+right, index)
    lacking = (+left).keys() - _GENERIC
    whole = not lacking or (lacking <= _LOOSE and len(both) > _LOOSE_AMONG)
    return 2 * shared / (2 * shared + lost + more or 1), whole


def _sum(words: Counter[str], index: NameIndex) -> float:
    """The weight of some words; those that a name may have or not weigh half."""
    return sum(
        index.weight(word) * n * (0.5 if word in _GENERIC else 1.0) for word, n in words.items()
    )


def _is_form_of(one: str, other: str) -> bool:
    """Whether two words differ in their ending only, or one is cut short (`sarco`-)."""
    if one in RELATIONS or other in RELATIONS:
        return False
    if one.endswith(_OTHER_FORMS) or other.endswith(_OTHER_FORMS):
        return False
    same, short = common_prefix(one, other), min(len(one), len(other))
    if same == short <= _LONGEST_START:
        return same >= _SAME_START
    return same < short and same >= max(_SAME_STEM, 0.8 * short)


def _is_of_other_kind(asked: NameWords, other: NameWords, index: NameIndex) -> bool:
    """Whether a name ends in a head that the one asked for lacks (`… receptor-binding protein`)."""
    more = set(other.words).difference(asked.words)
    short = len(asked.words) <= _LOOSE_AMONG
    if not more.isdisjoint(_OF_OTHERS) or (short and not more.isdisjoint(RELATIONS)):
        return True
    if "receptor" in other.words:
        at = max(i for i, word in enumerate(other.words) if word == "receptor")
        behind = more.intersection(other.words[at + 1 :]).difference(_GENERIC, ("coupled",))
        if "receptor" in more and other.words[at + 1 : at + 2] != ("domain",):
            return True
        if asked.words[-1] == "receptor" and behind:
            return True
    for at in range(len(other.words) - 1, -1, -1):
        word = other.words[at]
        if word in asked.words:
            before = other.words[at - 1] if at else ""
            return word in _GENERIC and before in RELATIONS and before not in asked.words
        if word in RELATIONS or (word in index.heads and word not in _GENERIC):
            return True
        if word not in _GENERIC:
            return False
    return False


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
