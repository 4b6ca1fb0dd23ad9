"""What OCR makes of letters: how probably a name on an image is read as another word.

A noisy channel (Kernighan, Church & Gale 1990): each letter is read as it is, or with some
probability as another letter, as two, not at all, or two as one. The costs of `confusions.tsv` are
negative natural logarithms, fitted by `benchmarks/fit_confusions.py`. Letter case costs nothing,
hyphens and spaces are passed over, and marks (`(`, `|`) may be letters that were misread.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from reconcile.bundled import packaged_text
from reconcile.cleaning import clean
from reconcile.patterns import regex
from reconcile.remembered import PAIRS, SELDOM, TOKENS
from reconcile.text import GREEK_LETTERS, LETTER_OF_WORD

__all__ = [
    "LONGEST",
    "MOST",
    "SHORTEST",
    "confusions",
    "cost_of_letters",
    "letters_of",
    "pieces",
    "reading_cost",
    "skeleton",
]

MOST: Final = 12.0
"""The cost above which a word is no reading of a name."""
LONGEST: Final = 24
"""Letters of the longest names that are asked about."""
SHORTEST: Final = 3
"""Letters of the shortest ones: of two, any other two are a misreading."""

_TABLE: Final = "confusions.tsv"
_ANY: Final = "*"
_TOO_MUCH: Final = MOST + 1
_NOTHING: Final[Mapping[str, float]] = {}
_SHIFT: Final = 3
"""How many letters a reading may have lost or gained up to any place."""
_GREEK_OF: Final = {word: letter for letter, word in GREEK_LETTERS.items()}
_LATIN_OF: Final = {_GREEK_OF[word]: letter for word, letter in LETTER_OF_WORD.items()}
_GREEK_WORD: Final = regex("|".join(sorted(LETTER_OF_WORD, key=len, reverse=True)), re.I)
_PASSED_OVER: Final = regex(r"[\s_.,;:'\"*+–-]+")


@dataclass(frozen=True, slots=True)
class _Channel:
    """The table of costs.

    Attributes:
        read: for one or two printed letters, what they are read as, with the cost, the least first.
        lost: of a printed letter that is not read, where `read` has no other.
        put_in: of a letter that is read where none is printed.
    """

    read: Mapping[str, tuple[tuple[str, float], ...]]
    lost: float
    put_in: float


@lru_cache(maxsize=SELDOM)
def letters_of(name: str) -> str:
    """The letters, digits and marks of a name or word, with Greek words as letters.

    >>> letters_of("TGF-beta1"), letters_of("(RS-1"), letters_of("PTÉN")
    ('TGFβ1', '(RS1', 'PTEN')
    """
    text = unicodedata.normalize("NFD", clean(name[: 4 * LONGEST]).text)
    text = "".join(char for char in text if not unicodedata.combining(char))
    text = _GREEK_WORD.sub(lambda hit: _GREEK_OF[hit.group().lower()], text)
    return _PASSED_OVER.sub("", text)


@lru_cache(maxsize=TOKENS)
def skeleton(name: str) -> str:
    """The small letters and digits of a name, Greek ones as the Latin ones that stand for them.

    Names with the same skeleton are the same to a reader of images.

    >>> skeleton("TGF-β1"), skeleton("TGFB1")
    ('tgfb1', 'tgfb1')
    """
    lowered = letters_of(name).lower()
    return "".join(_LATIN_OF.get(char, char) for char in lowered if char.isalnum())


@lru_cache(maxsize=PAIRS)
def reading_cost(printed: str, read: str, most: float = MOST) -> float | None:
    """How improbable it is that a printed name is read as a word: 0 if it is as it should be.

    None where the cost is above `most`, or one of the two is longer than `LONGEST` letters. The
    less may be, the sooner it is known; `most` is `MOST` at most.

    >>> reading_cost("ELK1", "Elk-1"), reading_cost("ELK1", "MAPK")
    (0.0, None)
    >>> reading_cost("eIF2", "elF2") < reading_cost("eIF2", "eXF2")
    True
    """
    return cost_of_letters(letters_of(printed), letters_of(read), most)


def cost_of_letters(one: str, other: str, most: float = MOST) -> float | None:
    """The same for a name and a word that were made `letters_of`; it is not kept."""
    if not one or not other or max(len(one), len(other)) > LONGEST:
        return None
    total = _cheapest(one, other, most)
    return round(total, 2) if total <= most else None


def _cheapest(printed: str, read: str, most: float) -> float:
    """The least sum of costs that makes letters of letters; more than `most` if none is as small.

    Row by row over the printed letters, each row how much the reading so far costs for every number
    of letters that are read. A sum above `most`, or too far from the diagonal, goes no further.
    """
    channel, long, wide = _channel(), len(printed), len(read)
    if abs(long - wide) > _SHIFT + 1:
        return _TOO_MUCH
    put_in = [channel.put_in if char.isalnum() else 0.0 for char in read]
    small = [_small(char) for char in read]
    row, below = [_TOO_MUCH] * (wide + 2), [_TOO_MUCH] * (wide + 2)
    row[0] = 0.0
    for i in range(long + 1):
        last = [_TOO_MUCH] * (wide + 2)
        one = _read_as(printed[i : i + 1])
        two = _read_as(printed[i : i + 2]) if i + 1 < long else _NOTHING
        same = _small(printed[i]) if i < long else ""
        lost = min(channel.lost, one.get("", _TOO_MUCH))
        for j in range(max(0, i - _SHIFT), min(wide, i + _SHIFT) + 1):
            here = row[j]
            if here > most:
                continue
            if i < long:
                below[j] = min(below[j], here + lost)
            if j == wide:
                continue
            row[j + 1] = min(row[j + 1], here + put_in[j])
            if i == long:
                continue
            char = read[j]
            swap = 0.0 if small[j] == same else one.get(char, _TOO_MUCH)
            below[j + 1] = min(below[j + 1], here + swap)
            if j + 1 < wide:
                swap = one.get(read[j : j + 2], _TOO_MUCH)
                below[j + 2] = min(below[j + 2], here + swap)
            last[j + 1] = min(last[j + 1], here + two.get(char, _TOO_MUCH))
        if i < long:
            row, below = below, last
    return row[wide]


def _small(char: str) -> str:
    lowered = char.lower()
    return _LATIN_OF.get(lowered, lowered)


@lru_cache(maxsize=SELDOM)
def _read_as(printed: str) -> Mapping[str, float]:
    """What one or two printed letters are read as, in whichever case that is likeliest."""
    costs: dict[str, float] = {}
    read = _channel().read
    for spelled in {printed, printed.lower(), printed.upper()}:
        for text, cost in read.get(spelled, ()):
            costs[text] = min(costs.get(text, cost), cost)
    return costs


def confusions(printed: str, most: float = MOST) -> Iterator[tuple[str, float]]:
    """The words that one confusion makes of a name, with its cost; none for a long name.

    >>> "UNK" in dict(confusions("JNK"))
    True
    """
    word = letters_of(printed)
    if len(word) > LONGEST:
        return
    channel = _channel()
    for at in range(len(word)):
        for length in (1, 2):
            for text, cost in channel.read.get(word[at : at + length], ()):
                if cost <= most:
                    yield word[:at] + text + word[at + length :], cost
        if channel.lost <= most:
            yield word[:at] + word[at + 1 :], channel.lost


def pieces(name: str) -> frozenset[str]:
    """A skeleton, and what is left of it without any one letter or any two that are neighbours.

    Names that differ in one confusion share a piece. Empty for a name of two letters, and for one
    of more than `LONGEST`.

    >>> sorted(pieces("unk") & pieces("jnk"))
    ['k', 'nk']
    """
    if not SHORTEST <= len(name) <= LONGEST:
        return frozenset()
    one = (name[:i] + name[i + 1 :] for i in range(len(name)))
    two = (name[:i] + name[i + 2 :] for i in range(len(name) - 1))
    return frozenset((name, *one, *two))


@lru_cache(maxsize=1)
def _channel() -> _Channel:
    text = packaged_text("naming", _TABLE)
    costs: dict[tuple[str, str], float] = {}
    for line in text.splitlines():
        printed, read, cost = line.split("\t")
        costs[printed, read] = float(cost)
    lost, put_in = costs.pop((_ANY, "")), costs.pop(("", _ANY))
    by_printed: dict[str, list[tuple[str, float]]] = {}
    for (one, other), price in sorted(costs.items(), key=lambda item: item[1]):
        by_printed.setdefault(one, []).append((other, price))
    return _Channel({one: tuple(found) for one, found in by_printed.items()}, lost, put_in)
