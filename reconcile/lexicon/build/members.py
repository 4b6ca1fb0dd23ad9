"""Members that a family of FamPlex must have by its name or by the symbols of the others.

FamPlex was curated by hand, some years ago: `Collagen` lacks COL2A1, `DUSP` has 6 of 25.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Final

from reconcile.patterns import regex

__all__ = ["by_name", "by_numbers", "matching"]

_MOST: Final = 0.75
"""The part of a family that must share a pattern, and of the pattern that must be in the family."""
_FEWEST: Final = 3
_NUMBER: Final = regex(r"\d+")
_AFTER_LETTER: Final = regex(r"\d{1,2}(?:[A-Z]{1,2}\d{0,2})?")
_AFTER_DIGIT: Final = regex(r"[A-Z]\d{0,2}[A-Z]?")


def by_name(name: str, members: Iterable[str], symbols: Iterable[str]) -> set[str]:
    """The symbols that are the family's name and an index, where two members are formed so.

    After a letter the index begins with a number, after a digit with a letter. Two members must
    have an index of the same kind: a number, a letter, a number and this letter, and so on.

    >>> sorted(by_name("RGL", ["RGL1", "RGL2"], ["RGL3", "RGL10", "RGLX", "RGL2IP1"]))
    ['RGL10', 'RGL3']
    >>> by_name("PDE1", ["PDE1A", "PDE1B"], ["PDE1C", "PDE10A"])
    {'PDE1C'}
    """
    stem = name.removesuffix("_family").upper()
    index = _AFTER_DIGIT if stem[-1:].isdigit() else _AFTER_LETTER

    def shape(symbol: str) -> str | None:
        tail = symbol.removeprefix(stem)
        if tail == symbol or not index.fullmatch(tail):
            return None
        return "@" if len(tail) == 1 and tail.isalpha() else _NUMBER.sub("#", tail)

    shapes = Counter(shape(symbol) for symbol in set(members))
    return {symbol for symbol in symbols if (one := shape(symbol)) and shapes[one] > 1}


def by_numbers(members: Iterable[str], symbols: Iterable[str]) -> set[str]:
    """The symbols that fill the gaps of a family whose members differ in numbers.

    Three quarters of the members must be alike but for these numbers, and three quarters of the
    symbols of this pattern must be members; so `p38` does not get the other MAP kinases.

    >>> sorted(by_numbers(["NTN1", "NTN3", "NTN4"], ["NTN1", "NTN3", "NTN4", "NTN5", "NTNG1"]))
    ['NTN1', 'NTN3', 'NTN4', 'NTN5']
    """
    members = set(members)
    alike: dict[str, list[str]] = {}
    for symbol in members:
        alike.setdefault(_NUMBER.sub("#", symbol), []).append(symbol)
    shared = max(alike.values(), key=len, default=[])
    if len(shared) < max(_FEWEST, _MOST * len(members)):
        return set()
    pattern = _pattern(shared)
    found = {symbol for symbol in symbols if pattern.fullmatch(symbol)}
    return found if len(shared) >= _MOST * len(found) else set()


def _pattern(symbols: list[str]) -> re.Pattern[str]:
    """What symbols that are alike but for numbers have in common, the numbers that differ open."""
    numbers = zip(*(_NUMBER.findall(symbol) for symbol in symbols), strict=True)
    parts = [part if len(set(part)) == 1 else None for part in numbers]
    texts = _NUMBER.split(symbols[0])
    pattern = re.escape(texts[0])
    for part, text in zip(parts, texts[1:], strict=True):
        pattern += (part[0] if part else r"\d{1,2}") + re.escape(text)
    return re.compile(pattern)


def matching(pattern: str, symbols: Iterable[str]) -> set[str]:
    """The symbols of a pattern of a table: `#` stands for a number, `@` for a letter.

    >>> matching("MIRLET7@", ["MIRLET7C", "MIRLET7A1", "MIRLET7BHG"])
    {'MIRLET7C'}
    """
    wanted = re.escape(pattern).replace(r"\#", r"\d{1,2}").replace("@", "[A-Z]")
    return {symbol for symbol in symbols if re.fullmatch(wanted, symbol)}
