"""What rows are counted by: the parts of a pipeline that its owner can change."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Final, NamedTuple, TypeAlias

from rapidfuzz.distance import Levenshtein

from reconcile.benchmark.fixes.page import Row
from reconcile.lexicon import Lexicon
from reconcile.naming.confusions import skeleton
from reconcile.patterns import regex
from reconcile.text import surface_key

__all__ = ["GROUPS", "WHOLE_GROUPS", "Family", "Key", "Pair", "family_of", "keys_of"]

_MOST_SLIPS: Final = 2
"""Of a word with more letters read wrong nobody can say which was read as which."""
_SEVERAL: Final = regex(r"[/,;|\s]")
"""Of a word that names several things only a part was taken for a match."""
_FAMILY_SOURCES: Final = ("famplex", "bioentit")

Key: TypeAlias = tuple[str, ...]
Family: TypeAlias = Callable[[str], bool]
"""Whether an entry of a pipeline's lexicon is a family or complex."""


class Pair(NamedTuple):
    """An entry of a pipeline's lexicon with one of its genes."""

    match: str
    source: str
    gene: str
    taxon: str


GROUPS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "words": ("word",),
        "entries": ("match", "source"),
        "genes": ("gene",),
        "families": ("match", "source"),
        "figures": ("group",),
        "organisms": ("taxon",),
        "confusions": ("printed", "read"),
        "sources": ("source",),
    }
)
"""What is counted, with the parts of its names."""

WHOLE_GROUPS: Final = frozenset({"figures", "organisms", "sources"})
"""Groups of few names, which are shown whether or not they are worth to be without."""


def keys_of(row: Row, is_family: Family) -> Iterator[tuple[str, Key]]:
    """The groups of `GROUPS` that a row is in, with its name there."""
    yield "words", (row.word,)
    yield "entries", (row.match, row.source)
    yield "genes", (row.gene,)
    named = any(name in row.source for name in _FAMILY_SOURCES)
    if named or (not row.source and is_family(row.match)):
        yield "families", (row.match, row.source)
    yield "organisms", (row.taxon,)
    for slip in _slips(row.word, row.match):
        yield "confusions", slip
    yield "sources", (row.source,)


def family_of(lexicon: Lexicon) -> Family:
    """Says, once for each name, whether a lexicon has it as a family or complex."""

    @cache
    def known(match: str) -> bool:
        return any(entry.is_family for entry in lexicon.lookup(surface_key(match)))

    return known


@lru_cache(maxsize=65536)
def _slips(word: str, match: str) -> tuple[Key, ...]:
    """The letters of a match that a word has others for, as printed and as read.

    >>> _slips("lL6", "IL6"), _slips("IL-6", "IL6"), _slips("IL6/8", "IL8")
    ((('i', 'l'),), (), ())
    """
    if _SEVERAL.search(word):
        return ()
    read, printed = skeleton(word), skeleton(match)
    if read == printed or printed in read or abs(len(read) - len(printed)) > _MOST_SLIPS:
        return ()
    steps = Levenshtein.opcodes(printed, read)
    changed = [step for step in steps if step.tag != "equal"]
    slips = sum(max(s.src_end - s.src_start, s.dest_end - s.dest_start) for s in changed)
    if slips > _MOST_SLIPS:
        return ()
    found = {(printed[s.src_start : s.src_end], read[s.dest_start : s.dest_end]) for s in changed}
    return tuple(sorted(found))
