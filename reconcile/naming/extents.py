"""How far a name may reach: runs of words that can belong to one name, and where phrases end.

A long name is a noun phrase: modifiers (`sonic`, `EGF`, `receptor-associated`), a head
(`kinase`), indices behind it (`1`, `type II`). What is a head and what may modify one is known
from the names of genes; here is only where such phrases can begin and end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

from reconcile.patterns import regex
from reconcile.text import Tokens, norms

__all__ = [
    "Run",
    "goes_on",
    "is_index",
    "is_plain",
    "may_be_in_name",
    "may_number",
    "name_runs",
    "relation_behind",
]

_GAPS: Final = frozenset({"", " ", "-", "+-"})
"""What may stand between two tokens of one name; between words a slash too."""
_INDEX: Final = regex(
    r"\d{1,3}[A-Za-z]?\d?|[A-Z]\d{0,2}|[IVX]{1,4}|[α-ω]\d?|alpha|beta|gamma|delta"
)
_CLASS_WORDS: Final = frozenset({"type", "subtype", "class", "isoform", "member"})
_MOST_JOINED: Final = 6
_LONGEST_RUN: Final = 30
"""More tokens than any name has; a longer run is cut."""
_LINKS: Final = frozenset({"of"})
_SYMBOL: Final = regex(r"[A-Z0-9α-ω]|[a-z]+[A-Z0-9]")
_MADE_OF: Final = frozenset({"like", "related", "binding", "interacting", "associated"})
_ACTED_ON: Final = frozenset(
    {"activated", "induced", "dependent", "responsive", "regulated", "inducible", "activating"}
    | {"coupled", "containing", "stimulated", "stimulating", "converting", "producing"}
    | {"releasing", "inhibiting", "degrading", "processing"}
)


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
    cut: Tokens, fits: Sequence[bool | int], begins: Callable[[str], bool]
) -> Iterator[Run]:
    """The longest runs of tokens that a name may be made of; two tokens or more.

    Symbols, numbers and single capitals always may be, `of` only between two words.

    Args:
        cut: the tokens of a text.
        fits: whether each may stand in a name (`may_be_in_name`).
        begins: whether a name begins with a surface key; asked of a run with a word that does not.
    """
    first = -1
    last = 0
    texts, gaps = cut.texts, cut.gaps
    for at, fits_alone in enumerate(fits):
        fit = bool(fits_alone)
        if first < 0 and not fit:
            continue
        token = texts[at]
        gap = gaps[at - 1] if at else "."
        joined = gap in _GAPS or (gap == "/" and _joins_words(texts[at - 1], token))
        if fit and token == "like":
            fit = not (at and texts[at - 1].endswith("s"))  # `factors like TNF`
        link = token in _LINKS
        if not fit and joined and first >= 0 and token.islower():
            fit = link or (len(token) > 4 and begins(_key(cut, first, at)))
        if first >= 0 and (not (joined and fit) or at - first >= _LONGEST_RUN):
            if last > first:
                yield Run(first, last)
            first = -1
        if fit and not link:
            if first < 0:
                first = at
            last = at
    if last > first >= 0:
        yield Run(first, last)


def _key(cut: Tokens, first: int, last: int) -> str:
    """The surface key of some tokens, short ones only."""
    return "".join(norms(token)[0] for token in cut.texts[first : last + 1][-_MOST_JOINED:])


def _joins_words(left: str, right: str) -> bool:
    """Whether a slash joins two words of one name."""
    return left.islower() and right.islower() and not (is_index(left) or is_index(right))


def may_be_in_name(token: str, is_word: Callable[[str], bool]) -> bool:
    """Whether a token may stand in a long name: a symbol, an index, or a word of names."""
    if len(token) == 1:
        return token.isupper() or token.isdigit() or not token.isascii()
    if is_plain(token):
        return is_word(token) or is_word(token.lower()) or token in _CLASS_WORDS
    return _SYMBOL.match(token) is not None


def is_plain(token: str) -> bool:
    """Whether a token is a word in small letters but for its first."""
    return len(token) > 1 and token.isalpha() and token[1:].islower()


def relation_behind(cut: Tokens, at: int) -> bool | None:
    """Whether a participle makes the name that ends with a token a mere modifier; None without one.

    True where what follows is named after it in any case (`EGF-like domain`), False where that may
    only be acted on (`EGF-induced kinase activity`).

    >>> [relation_behind(Tokens(text), 0) for text in ("EGF-like domain", "EGF signaling")]
    [True, None]
    """
    if cut.gaps[at] != "-" or cut.gaps[at + 1][:1] not in (" ", "-"):
        return None
    word = cut.texts[at + 1]
    return True if word in _MADE_OF else False if word in _ACTED_ON else None


def goes_on(cut: Tokens, at: int) -> bool:
    """Whether more indices follow the one that a token is (`chains 1 and 2`)."""
    if at + 1 >= len(cut):
        return False
    gap, after = cut.gaps[at].strip(), cut.texts[at + 1]
    if after in ("and", "or", "to") and at + 2 < len(cut):
        return gap in ("", ",") and is_index(cut.texts[at + 2])
    return gap in (",", "/", "&", "-") and is_index(after)
