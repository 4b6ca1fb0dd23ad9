"""Which organisms a text names, by the words of the table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from reconcile.organisms.table import BY_TAXON, ORGANISMS, Group
from reconcile.patterns import regex
from reconcile.remembered import TOKENS
from reconcile.text import Tokens, tokens

__all__ = ["OrganismHit", "find_organisms", "named_organisms"]

_PLAIN: Final = regex(r"\(\?:([a-zA-Z0-9])(?![?*{|])")


@dataclass(frozen=True, slots=True)
class OrganismHit:
    """A place that names an organism: NCBI Taxonomy id, its group, the words, their offsets."""

    taxon: str
    group: Group
    text: str
    start: int
    end: int


def find_organisms(text: str, cut: Tokens | None = None) -> list[OrganismHit]:
    """The organisms that a clean text names, in order.

    Args:
        text: the clean text.
        cut: its tokens, if the caller has them.

    >>> [(hit.taxon, hit.text) for hit in find_organisms("Rice and zebrafish")]
    [('4530', 'Rice'), ('7955', 'zebrafish')]
    """
    cut = tokens(text) if cut is None else cut
    hits: list[OrganismHit] = []
    done = 0
    # A name begins where a token does; which ones may begin so is asked once for each word.
    for start, pattern in zip(cut.starts, map(_beginning_with, cut.texts), strict=True):
        match = pattern.match(text, start) if pattern is not None and start >= done else None
        if match is not None:
            named = BY_TAXON[str(match.lastgroup)[1:]]
            hits.append(OrganismHit(named.taxon, named.group, match.group(), start, match.end()))
            done = match.end()
    return hits


def named_organisms(hits: Sequence[OrganismHit]) -> frozenset[str]:
    """The NCBI Taxonomy ids of the organisms named.

    >>> sorted(named_organisms(find_organisms("Murine and zebrafish embryos")))
    ['10090', '7955']
    """
    return frozenset(hit.taxon for hit in hits)


@lru_cache(maxsize=TOKENS)
def _beginning_with(token: str) -> re.Pattern[str] | None:
    """The names that may begin with a token, None for none.

    There are few such names: a pattern of all would try hundreds at each `mouse`.
    """
    if _beginnings().match(token) is None:
        return None
    letter = token[0].lower() if token[0].isascii() else ""
    return _pattern(tuple(at for at, head in _heads(letter) if head.match(token)))


@lru_cache(maxsize=1_000)
def _pattern(places: tuple[int, ...]) -> re.Pattern[str]:
    """Some of the names, by their places in the table: of two that fit the first one has it."""
    by_taxon: dict[str, list[str]] = {}
    for at in places:
        by_taxon.setdefault(_names()[at][0], []).append(_names()[at][1])
    words = "|".join(f"(?P<n{taxon}>{'|'.join(names)})" for taxon, names in by_taxon.items())
    return re.compile(rf"\b(?:{words})(?![A-Za-z0-9])", re.IGNORECASE)


@cache
def _beginnings() -> re.Pattern[str]:
    return re.compile("|".join(head for _, _, head in _names()), re.IGNORECASE)


@cache
def _heads(letter: str) -> list[tuple[int, re.Pattern[str]]]:
    """The names that may begin with a letter, each by its place with what begins it.

    Those of all letters for "", which stands for letters that are the same as others to a pattern
    that takes no heed of case.
    """
    return [
        (at, regex(head, re.IGNORECASE))
        for at, (_, _, head) in enumerate(_names())
        if not letter or _first_letter(head) in (letter, "")
    ]


def _first_letter(head: str) -> str:
    """The letter that a pattern made by `_first_tokens` begins with; "" if it may be several."""
    found = _PLAIN.match(head)
    return "" if found is None else found[1].lower()


@cache
def _names() -> tuple[tuple[str, str, str], ...]:
    """Taxon, pattern, and what its first token begins with, of each name of the table."""
    return tuple(
        (organism.taxon, name, head)
        for organism in ORGANISMS
        for name, head in _first_tokens(organism.words)
    )


def _first_tokens(names: str) -> list[tuple[str, str]]:
    r"""Each name of a pattern, and a pattern that the first token of its every match begins with.

    >>> _first_tokens(r"rats?|c\. ?elegans|MCF-?7")
    [('rats?', '(?:rats?)'), ('c\\. ?elegans', '(?:c)\\Z'), ('MCF-?7', '(?:MCF)')]
    """
    found = []
    for name in re.findall(r"(?:[^|()]|\([^()]*\))+", names):
        end = re.search(r"\\\.|[ /]|(?<!\(\?)-|\[[- ]+\]|$", name)
        assert end is not None
        head = name[: end.start()]
        whole = head.count("(") == head.count(")")
        if not whole:
            head = head[: head.rindex("(")]
        closed = whole and end.group() and name[end.end() : end.end() + 1] != "?"
        found.append((name, f"(?:{head})" + (r"\Z" if closed else "")))
    return found
