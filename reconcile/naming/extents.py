"""How far a name may reach: runs of words that can belong to one name, and where phrases end.

A long name is a noun phrase: modifiers (`sonic`, `EGF`, `receptor-associated`), a head
(`kinase`), indices behind it (`1`, `type II`). What is a head and what may modify one is known
from the names of genes; here is only where such phrases can begin and end.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from reconcile.text import Tokens, norms

__all__ = ["Run", "goes_on", "is_index", "may_number", "name_runs", "relation_after"]

_GAP: Final = re.compile(r" ?|\+?-")
_INDEX: Final = re.compile(
    r"\d{1,3}[A-Za-z]?\d?|[A-Z]\d{0,2}|[IVX]{1,4}|[α-ω]\d?|alpha|beta|gamma|delta"
)
_CLASS_WORDS: Final = frozenset({"type", "subtype", "class", "isoform", "member"})
_MOST_JOINED: Final = 6
_LONGEST_RUN: Final = 30
"""More tokens than any name has; a longer run is cut."""
_LINKS: Final = frozenset({"of"})
_SYMBOL: Final = re.compile(r"[A-Z0-9α-ω]|[a-z]+[A-Z0-9]")
_MADE_OF: Final = frozenset({"like", "related", "binding", "interacting", "associated"})
_ACTED_ON: Final = frozenset(
    {"activated", "induced", "dependent", "responsive", "regulated", "inducible", "activating"}
    | {"coupled", "containing", "stimulated", "stimulating", "converting", "producing"}
    | {"releasing", "inhibiting", "degrading", "processing"}
)
_RELATION: Final = re.compile(rf"-(?:{'|'.join((*_MADE_OF, *_ACTED_ON))})(?=[ -])")


class Run(NamedTuple):
    """Tokens that may all belong to one name.

    Attributes:
        first: index of the first token.
        last: index of the last one, inclusive.
    """

    first: int
    last: int


def is_index(token: str) -> bool:
    """Whether a token may number a name: `2`, `1B`, `II`, `α`, `A`.

    >>> [is_index(token) for token in ("2", "IV", "B", "beta", "kinase", "SMAD4")]
    [True, True, True, True, False, False]
    """
    return _INDEX.fullmatch(token) is not None


def may_number(token: str) -> bool:
    """Whether an index may follow a token whatever it is part of (`type`, `subtype`, `2`)."""
    return token in _CLASS_WORDS or is_index(token)


def name_runs(
    cut: Tokens, is_word: Callable[[str], bool], begins: Callable[[str], bool]
) -> Iterator[Run]:
    """The longest runs of tokens that a name may be made of; two tokens or more.

    Symbols, numbers and single capitals always may be, `of` only between two words.

    Args:
        cut: the tokens of a text.
        is_word: whether a word occurs in names.
        begins: whether a name begins with a surface key; asked of a run with a word that does not.
    """
    first: int | None = None
    last = 0
    for at, token in enumerate(cut.texts):
        joined = at > 0 and _joins(cut.gaps[at - 1], cut.texts[at - 1], token)
        fits = _may_be_in_name(token, is_word) and not _compares(cut, at)
        if not fits and joined and first is not None and token.islower():
            fits = token in _LINKS or (len(token) > 4 and begins(_key(cut, first, at)))
        if first is not None and (not (joined and fits) or at - first >= _LONGEST_RUN):
            if last > first:
                yield Run(first, last)
            first = None
        if fits and token not in _LINKS:
            first = at if first is None else first
            last = at
    if first is not None and last > first:
        yield Run(first, last)


def _key(cut: Tokens, first: int, last: int) -> str:
    """The surface key of some tokens, short ones only."""
    return "".join(norms(token)[0] for token in cut.texts[first : last + 1][-_MOST_JOINED:])


def _compares(cut: Tokens, at: int) -> bool:
    """Whether a token is the `like` of `factors like TNF`."""
    return cut.texts[at] == "like" and at > 0 and cut.texts[at - 1].endswith("s")


def _joins(gap: str, left: str, right: str) -> bool:
    """Whether two tokens may stand in one name; a slash only between words."""
    if gap == "/":
        return left.islower() and right.islower() and not (is_index(left) or is_index(right))
    return _GAP.fullmatch(gap) is not None


def _may_be_in_name(token: str, is_word: Callable[[str], bool]) -> bool:
    if len(token) == 1:
        return token.isupper() or token.isdigit() or not token.isascii()
    if token.isalpha() and token[1:].islower():
        return is_word(token) or is_word(token.lower()) or token in _CLASS_WORDS
    return _SYMBOL.match(token) is not None


def relation_after(text: str, end: int) -> bool | None:
    """Whether a participle makes the name before it a mere modifier; None without one.

    True where what follows is named after it in any case (`EGF-like domain`), False where that may
    only be acted on (`EGF-induced kinase activity`).

    >>> relation_after("EGF-like domain", 3), relation_after("EGF signaling", 3)
    (True, None)
    """
    match = _RELATION.match(text, end)
    return None if match is None else match.group()[1:] in _MADE_OF


def goes_on(cut: Tokens, at: int) -> bool:
    """Whether more indices follow the one that a token is (`chains 1 and 2`)."""
    if at + 1 >= len(cut):
        return False
    gap, after = cut.gaps[at].strip(), cut.texts[at + 1]
    if after in ("and", "or", "to") and at + 2 < len(cut):
        return gap in ("", ",") and is_index(cut.texts[at + 2])
    return gap in (",", "/", "&", "-") and is_index(after)
