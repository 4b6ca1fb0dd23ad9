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
from reconcile.text import GREEK_LETTERS, LETTER_OF_WORD

__all__ = [
    "LONGEST",
    "MOST",
    "SHORTEST",
    "confusions",
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
_SHIFT: Final = 3
"""How many letters a reading may have lost or gained up to any place."""
_GREEK_OF: Final = {word: letter for letter, word in GREEK_LETTERS.items()}
_LATIN_OF: Final = {_GREEK_OF[word]: letter for word, letter in LETTER_OF_WORD.items()}
_GREEK_WORD: Final = re.compile("|".join(sorted(LETTER_OF_WORD, key=len, reverse=True)), re.I)
_PASSED_OVER: Final = re.compile(r"[\s_.,;:'\"*+–-]+")


@dataclass(frozen=True, slots=True)
class _Channel:
    """The table of costs.

    Attributes:
        costs: of what is read in the place of one or two printed letters.
        read: for what is printed, what it is read as, with the cost, the least first.
        lost: of a printed letter that is not read, where `costs` has no other.
        put_in: of a letter that is read where none is printed.
    """

    costs: Mapping[tuple[str, str], float]
    read: Mapping[str, tuple[tuple[str, float], ...]]
    lost: float
    put_in: float


def letters_of(name: str) -> str:
    """The letters, digits and marks of a name or word, with Greek words as letters.

    >>> letters_of("TGF-beta1"), letters_of("(RS-1"), letters_of("PTÉN")
    ('TGFβ1', '(RS1', 'PTEN')
    """
    text = unicodedata.normalize("NFD", clean(name[: 4 * LONGEST]).text)
    text = "".join(char for char in text if not unicodedata.combining(char))
    text = _GREEK_WORD.sub(lambda hit: _GREEK_OF[hit.group().lower()], text)
    return _PASSED_OVER.sub("", text)


@lru_cache(maxsize=65536)
def skeleton(name: str) -> str:
    """The small letters and digits of a name, Greek ones as the Latin ones that stand for them.

    Names with the same skeleton are the same to a reader of images.

    >>> skeleton("TGF-β1"), skeleton("TGFB1")
    ('tgfb1', 'tgfb1')
    """
    lowered = letters_of(name).lower()
    return "".join(_LATIN_OF.get(char, char) for char in lowered if char.isalnum())


@lru_cache(maxsize=65536)
def reading_cost(printed: str, read: str) -> float | None:
    """How improbable it is that a printed name is read as a word: 0 if it is as it should be.

    None where the cost is above `MOST`, or one of the two is longer than `LONGEST` letters.

    >>> reading_cost("ELK1", "Elk-1"), reading_cost("ELK1", "MAPK")
    (0.0, None)
    >>> reading_cost("eIF2", "elF2") < reading_cost("eIF2", "eXF2")
    True
    """
    one, other = letters_of(printed), letters_of(read)
    if not one or not other or max(len(one), len(other)) > LONGEST:
        return None
    channel = _channel()
    costs: dict[tuple[int, int], float] = {(0, 0): 0.0}
    for i in range(len(one) + 1):
        for j in range(max(0, i - _SHIFT), min(len(other), i + _SHIFT) + 1):
            here = costs.get((i, j), MOST + 1)
            if here > MOST:
                continue
            for di, dj, step in _steps(channel, one, other, i, j):
                key = i + di, j + dj
                costs[key] = min(costs.get(key, MOST + 1), here + step)
    total = costs.get((len(one), len(other)), MOST + 1)
    return round(total, 2) if total <= MOST else None


def _steps(
    channel: _Channel, printed: str, read: str, i: int, j: int
) -> Iterator[tuple[int, int, float]]:
    """How the reading may go on: letters of the one, letters of the other, and the cost."""
    one, two = printed[i : i + 1], printed[i : i + 2]
    other, others = read[j : j + 1], read[j : j + 2]
    if one:
        yield 1, 0, min(channel.lost, _swap(channel, one, ""))
    if other:
        yield 0, 1, channel.put_in if other.isalnum() else 0.0
    if one and other:
        same = _small(one) == _small(other)
        yield 1, 1, 0.0 if same else _swap(channel, one, other)
    if one and len(others) == 2:
        yield 1, 2, _swap(channel, one, others)
    if len(two) == 2 and other:
        yield 2, 1, _swap(channel, two, other)


def _small(char: str) -> str:
    lowered = char.lower()
    return _LATIN_OF.get(lowered, lowered)


def _swap(channel: _Channel, printed: str, read: str) -> float:
    """The cost of a confusion, the printed letters being in whichever case it is likeliest in."""
    spelled = {printed, printed.lower(), printed.upper()}
    return min(channel.costs.get((text, read), MOST + 1) for text in spelled)


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
    return _Channel(costs, {one: tuple(found) for one, found in by_printed.items()}, lost, put_in)
