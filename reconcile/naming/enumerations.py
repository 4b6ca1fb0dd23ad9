"""Enumerations: one name, several indices (`MEK1/2`, `HER1-4`, `caspase-4, 5, and 11`).

The grammar, over clean text:

    enumeration = base, [sep], index, {joint, ["-"], index}
                | base, ["s"], " (", index, {joint, index}, ")"
                | "(", base, ")", [sep], index, {joint, index}
                | word, ["s"], " ", letter, {joint, letter}
                | symbol, "-", letter, {"/", letter}
                | prefix, "-", {joint, prefix, "-"}, word
    index       = number, [letter] | Greek letter, [number] | letter, number
    prefix      = Greek letter | capital | "alpha" | "beta" | "gamma" | "delta"
    joint       = "/" | "-" | "," | "and" | "or" | "&" | ", and" | ", or" | "to"

A hyphen (or `to`) between two growing numbers is a range. What the indices say is taken only if
each single name is known, so `Fig. 2-4`, `14-3-3` and years stay what they are; numbers that count
or measure something are no indices (`quantities.py`). Behind a bracket one index is enough:
`heat shock protein (Hsp)27`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from reconcile.naming.quantities import begins_other_word, is_quantity, numbers_a_list
from reconcile.patterns import regex
from reconcile.text import GREEK_LETTERS

__all__ = ["Enumeration", "continue_name", "find_enumerations", "is_hyphened"]

_GREEK: Final = "".join(GREEK_LETTERS)
_INDEX: Final = rf"(?:\d{{1,2}}[A-Za-z{_GREEK}]?(?![A-Za-z0-9])|[{_GREEK}]\d?|[A-Z]\d{{1,2}})"
_JOINT: Final = r"(?:\s?/\s?-?|\s?,\s?(?:and|or)\s-?|\s?,\s?-?|\s(?:and|or|to)\s-?|\s?&\s?-?|-)"
_BASE: Final = rf"[A-Za-z{_GREEK}](?:[A-Za-z0-9{_GREEK}-]{{0,40}}[A-Za-z0-9{_GREEK}])?"
_LETTER: Final = r"[A-Ha-d](?![A-Za-z0-9])"
_LIST: Final = rf"{_INDEX}(?:{_JOINT}{_INDEX}|/{_LETTER})"
_END: Final = rf"(?![A-Za-z0-9{_GREEK}]|\.\d)"

_PLAIN: Final = regex(
    rf"(?<![A-Za-z0-9{_GREEK}])(?P<base>{_BASE})(?P<sep>[- ]?)(?<!\d)"
    rf"(?P<list>{_LIST}{{1,40}}){_END}"
)
_BRACKETED: Final = regex(
    rf"(?<![A-Za-z0-9{_GREEK}])(?P<base>{_BASE})s?(?P<sep>-?)\s?\((?P<list>{_LIST}{{0,40}})\)"
)
_AFTER_BRACKET: Final = regex(
    rf"\((?P<base>{_BASE})s?\)(?P<sep>[- ]?)(?P<list>{_LIST}{{0,40}}){_END}"
)
_SUFFIX_AFTER_BRACKET: Final = regex(
    rf"\((?P<base>[A-Z][A-Za-z]{{1,5}})s?\)(?P<sep>-?)"
    rf"(?P<index>[A-Z]{{1,3}}\d{{0,2}}|κB|kappa ?B|alpha|beta|gamma){_END}"
)
_WORD: Final = r"[A-Za-z]?[a-z]{4,30}"
_OR: Final = r"(?:\s?/\s?|\s?,\s?(?:and|or)\s|,\s?|\s(?:and|or)\s|\s?&\s?)"
_LETTERS: Final = regex(
    rf"(?<![\w-])(?P<base>{_WORD}?)s?(?P<sep> )"
    rf"(?P<list>[A-Z]\d?(?:{_OR}[A-Z]\d?(?![\w-])){{1,8}}){_END}"
)
_SLASHED: Final = regex(
    r"(?<![\w-])(?P<base>[A-Z]{2,6})(?P<sep>-)(?P<list>[A-H](?:/[A-H]){1,4})(?!\w)"
)
_PREFIX: Final = rf"(?:[{_GREEK}]|[A-Z]|alpha|beta|gamma|delta)"
_PREFIXED: Final = regex(
    rf"(?<![\w-])(?P<list>{_PREFIX}-?/{_PREFIX}|{_PREFIX}-(?:{_OR}{_PREFIX}-){{0,5}}{_OR}{_PREFIX})"
    rf"-(?P<base>{_WORD})"
)
_TAIL: Final = regex(rf"(?P<list>{_LIST}{{1,40}}){_END}")
_ITEM: Final = regex(rf"(?P<joint>{_JOINT})?(?P<index>{_INDEX}|{_LETTER})")
_HYPHENED: Final = regex(rf"(\d+[A-Za-z]?|[{_GREEK}])-(\d+[A-Za-z]?|[{_GREEK}])$")
_JOINED: Final = regex(
    rf"[\d{_GREEK}][A-Za-z{_GREEK}]?(?:{_JOINT}(?:[\d{_GREEK}]|[A-Z]\d)|/{_LETTER})"
)
"""What every match of `_PLAIN` has inside: the end of an index and the begin of the next."""
_OPENED: Final = regex(rf"\((?:[\d{_GREEK}]|[A-Z]\d)")
"""The same for `_BRACKETED`."""
_LETTERED: Final = regex(rf" [A-Z]\d?{_OR}[A-Z]")
"""The same for `_LETTERS`."""
_LETTERS_SLASHED: Final = regex(r"-[A-H]/[A-H]")
"""The same for `_SLASHED`."""
_PREFIX_SLASHED: Final = regex(rf"/{_PREFIX}-")
_PREFIX_HYPHENED: Final = regex(rf"-{_OR}{_PREFIX}-")
"""The same for `_PREFIXED`, of which every match has one of the two."""
_REACH: Final = 60
"""More than the characters that can stand before these in a match."""
_MOST_IN_RANGE: Final = 12
_LOOSE: Final = frozenset({",", "and", "or", "to", "&", ", and", ", or", ",and", ",or"})
"""Joints that may also stand between a name and something else."""


@dataclass(frozen=True, slots=True)
class Enumeration:
    """A place where one base carries several indices.

    Attributes:
        start: code-point offset of the base (or of the bracket around it).
        ends: end offset after each index, ascending; `ends[-1]` closes the enumeration.
        names: the single names up to each end: `("MEK1",), ("MEK2",)`; a range adds several.
        least: how many names make an enumeration: one is enough behind a bracket.
    """

    start: int
    ends: tuple[int, ...]
    names: tuple[tuple[str, ...], ...]
    least: int = 2


def find_enumerations(text: str) -> Iterator[Enumeration]:
    """All readings of enumerations in a clean text; the caller keeps those whose names it knows.

    >>> [e.names for e in find_enumerations("HER1-4 bind MEK1/2")]
    [(('HER1',), ('HER2', 'HER3', 'HER4')), (('MEK1',), ('MEK2',))]
    >>> [e.names for e in find_enumerations("caspase-4, 5, and 11")]
    [(('caspase-4',), ('caspase-5',), ('caspase-11',))]
    >>> [e.names for e in find_enumerations("IL-12/23 and VEGF-C/D")]
    [(('VEGF-C',), ('VEGF-D',)), (('IL-12',), ('IL-23',))]
    >>> [e.names for e in find_enumerations("α- and β-tubulin")]
    [(('α-tubulin', 'β-tubulin'),)]
    """
    yield from _lettered(text)
    for pattern, inside, closing, fewest in (
        (_PLAIN, _JOINED, 0, 2),
        (_BRACKETED, _OPENED, 1, 0),
        (_AFTER_BRACKET, _AFTER_BRACKET, 0, 0),
    ):
        first = inside.search(text)
        if first is None:
            continue
        for match in pattern.finditer(text, max(0, first.start() - _REACH)):
            base = match["base"]
            plural = pattern is _BRACKETED or (base[-2:-1].isupper() and not match["sep"])
            if plural and base.endswith("s") and len(base) > 2:
                base = base[:-1]
            found = _read(base, match["sep"].strip(), match, closing, fewest)
            if found is not None:
                yield Enumeration(match.start(), *found, 1 if pattern is _AFTER_BRACKET else 2)


def _lettered(text: str) -> Iterator[Enumeration]:
    """Enumerations by letters: `filamin A, B and C`, `E- and N-cadherin`, `VEGF)-A`."""
    for match in _SUFFIX_AFTER_BRACKET.finditer(text):
        name = f"{match['base']}{match['sep']}{match['index']}"
        yield Enumeration(match.start(), (match.end(),), ((name,),), 1)
    letters_of = _LETTERS.finditer(text) if _LETTERED.search(text) else ()
    slashed = _SLASHED.finditer(text) if _LETTERS_SLASHED.search(text) else ()
    for match in (*letters_of, *slashed):
        sep = match["sep"]
        letters = list(re.finditer(r"[A-Z]\d?", match["list"]))
        names = tuple((f"{match['base']}{sep}{letter.group()}",) for letter in letters)
        ends = tuple(match.start("list") + letter.end() for letter in letters)
        yield Enumeration(match.start(), ends, names)
    prefixed = _PREFIX_SLASHED.search(text) or _PREFIX_HYPHENED.search(text)
    for match in _PREFIXED.finditer(text) if prefixed else ():
        prefixes = re.findall(_PREFIX, match["list"])
        both = tuple(f"{prefix}-{match['base']}" for prefix in prefixes)
        yield Enumeration(match.start(), (match.end(),), (both,))


def continue_name(text: str, start: int, end: int) -> Enumeration | None:
    """The enumeration that a name of several words begins, or None.

    >>> found = continue_name("interleukin 1 and 6 rise", 0, 13)
    >>> found.names, found.ends
    ((('interleukin 1',), ('interleukin 6',)), (13, 19))
    """
    name = text[start:end]
    index = re.search(rf"{_INDEX}$", name)
    if index is None or index.start() == 0:
        return None
    match = _TAIL.match(text, start + index.start())
    if match is None:
        return None
    found = _read(name[: index.start()], "", match, 0, 2)
    return None if found is None else Enumeration(start, *found)


def _read(
    base: str, sep: str, match: re.Match[str], closing: int, fewest: int
) -> tuple[tuple[int, ...], tuple[tuple[str, ...], ...]] | None:
    """Ends and names of the items in a matched list; None for fewer than there have to be."""
    items = _items(match, base)
    if len(items) < fewest:
        return None
    names: list[tuple[str, ...]] = []
    previous = ""
    for item in items:
        if previous and item.joint in ("-", "to") and _is_range(previous, item.number):
            numbers = range(int(previous) + 1, int(item.number) + 1)
            names.append(tuple(f"{base}{sep}{number}" for number in numbers))
        else:
            names.append((_name(base, sep, previous, item.number),))
        previous = item.number
    ends = [item.end for item in items]
    ends[-1] += closing if ends[-1] == match.end("list") else 0
    return tuple(ends), tuple(names)


class _Item(NamedTuple):
    """One index of a list, what joins it to the one before, and where it ends in the text."""

    joint: str
    number: str
    end: int


def _items(match: re.Match[str], base: str) -> list[_Item]:
    """The items of a matched list up to the first that counts or begins another word."""
    offset = match.start("list")
    items: list[_Item] = []
    for found in _ITEM.finditer(match["list"]):
        item = _Item((found["joint"] or "").strip(), found["index"], offset + found.end())
        if items and _is_other_name(match.string, items[-1], item):
            return items[:-1] if item.joint == "-" else items
        items.append(item)
    if len(items) > 1 and is_quantity(match.string, items[-1].end, items[-1].number, base):
        while len(items) > 1 and items[-1].number.isdigit() and items[-1].joint in _LOOSE:
            items.pop()
        if len(items) > 1 and items[-1].end == match.end("list"):
            items.pop()
    return items


def _is_other_name(text: str, before: _Item, item: _Item) -> bool:
    """Whether an index belongs to a word of its own: `7-AAD`, the second number of `14-3-3`."""
    if item.joint in _LOOSE:
        return begins_other_word(text, item.end) or numbers_a_list(text, item.end)
    numbers = before.number.isdigit() and item.number[0].isdigit()
    return (
        item.joint == "-"
        and before.joint in _LOOSE
        and numbers
        and not _is_range(before.number, item.number)
    )


def _is_range(low: str, high: str) -> bool:
    return low.isdigit() and high.isdigit() and 0 < int(high) - int(low) <= _MOST_IN_RANGE


def is_hyphened(name: str) -> bool:
    """Whether a name ends in two indices with a hyphen between them that are no range.

    >>> is_hyphened("IP3R-1"), is_hyphened("HIF1-α"), is_hyphened("MMP1-3")
    (True, True, False)
    """
    match = _HYPHENED.search(name)
    return match is not None and not _is_range(match[1], match[2])


def _name(base: str, sep: str, previous: str, index: str) -> str:
    """One item's full name; a bare letter after `1α` stands for `1β`, a repeated one counts once.

    >>> _name("IL", "-", "1α", "β"), _name("CYP11B", "", "2", "B1")
    ('IL-1β', 'CYP11B1')
    """
    number = re.match(r"\d+(?=[^\d])", previous)
    if number and not index[0].isdigit() and len(index) == 1:
        index = number.group() + index
    elif previous and len(base) > 1 and index[0] == base[-1] and len(index) > 1:
        index = index[1:]
    return f"{base}{sep}{index}"
