"""Which organisms a text names, by the words of the table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import compress

from reconcile.organisms.table import BY_TAXON, ORGANISMS, Group
from reconcile.text import Tokens, tokens

__all__ = ["OrganismHit", "find_organisms", "named_organisms"]


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
    pattern = _pattern()
    # A name begins where a token does; whether one may begin so is asked once for each word.
    for start in compress(cut.starts, map(_may_begin, cut.texts)):
        match = pattern.match(text, start) if start >= done else None
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


@cache
def _pattern() -> re.Pattern[str]:
    words = "|".join(f"(?P<n{o.taxon}>{o.words})" for o in ORGANISMS if o.words)
    return re.compile(rf"\b(?:{words})(?![A-Za-z0-9])", re.IGNORECASE)


@lru_cache(maxsize=50_000)
def _may_begin(token: str) -> bool:
    return _beginnings().match(token) is not None


@cache
def _beginnings() -> re.Pattern[str]:
    heads = (head for o in ORGANISMS if o.words for head in _first_tokens(o.words))
    return re.compile("|".join(heads), re.IGNORECASE)


def _first_tokens(names: str) -> list[str]:
    r"""Patterns, one for each name, that the first token of its every match begins with.

    >>> _first_tokens(r"rats?|c\. ?elegans|MCF-?7|xenopus(?: laevis)?")
    ['(?:rats?)', '(?:c)\\Z', '(?:MCF)', '(?:xenopus)']
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
        found.append(f"(?:{head})" + (r"\Z" if closed else ""))
    return found
