"""The same long name with its short forms written out, and with symbols for the names in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import takewhile
from typing import Final

from reconcile.grounding.candidates import ACCEPT, Candidate
from reconcile.lexicon import Lexicon
from reconcile.lexicon.schema import NO_REF
from reconcile.lexicon.words import name_index
from reconcile.naming.words import words_of
from reconcile.text import Tokens, surface_key, tokens

__all__ = ["Lookup", "WrittenOut", "initials", "members"]

Lookup = Callable[[str, str], tuple[Candidate, ...]]
"""The candidates of a short name by a rule."""

_MOST_NUMBERED: Final = 8
_MOST_SPELLINGS: Final = 6
_LONG_WORD: Final = 8
_PARTS: Final = frozenset({"subunit", "chain", "polypeptide", "member", "family", "type"})


class WrittenOut:
    """Writes out the short forms of long names."""

    def __init__(self, lexicon: Lexicon, lookup: Lookup) -> None:
        self.lexicon = lexicon
        self._lookup = lookup

    def spellings(self, name: str) -> list[list[str]]:
        """The words of a name, and those with its short forms written out or names shortened."""
        spellings = [words_of(name)]
        cut = tokens(name)
        first = 0
        while first < len(cut):
            for last in (first + 1, first):
                if last >= len(cut) or (first == 0 and last == len(cut) - 1):
                    continue
                short = name[cut.starts[first] : cut.ends[last]]
                longer = self._written_out(short)
                if longer:
                    before = words_of(name[: cut.starts[first]])
                    after = words_of(name[cut.ends[last] :])
                    spellings += [before + more + after for more in longer]
                    first = last
                    break
            first += 1
        spellings += self._abbreviated(name, cut)
        return spellings[:_MOST_SPELLINGS]

    def _abbreviated(self, name: str, cut: Tokens) -> Iterator[list[str]]:
        """The words of a name with the symbol of a gene for its approved name (`TNF`)."""
        for first in range(len(cut) - 2):
            for last in range(first + 1, min(first + 4, len(cut) - 1)):
                inner = name[cut.starts[first] : cut.ends[last]]
                for entry in self.lexicon.lookup(surface_key(inner)):
                    if entry.type == "name" and not entry.is_family and entry.ref != NO_REF:
                        symbol = self.lexicon.gene(entry.ref).gene.symbol
                        before = words_of(name[: cut.starts[first]])
                        yield before + words_of(symbol) + words_of(name[cut.ends[last] :])

    def _written_out(self, short: str) -> list[list[str]]:
        """The words that short letters stand for in names; empty for other words."""
        if not any(char.isupper() for char in short) or " " in short:
            return []
        candidates = self._lookup(short, "exact")
        known = bool(candidates) and candidates[0].is_gene and candidates[0].ref != NO_REF
        spelled = [] if known else name_index(self.lexicon).initialism(short.lower())
        if spelled:
            return [spelled]
        if known and candidates[0].score < ACCEPT:
            return []
        genes = members(candidates[0], self.lexicon) if known else self._numbered(short)
        names = [words_of(self.lexicon.gene(gene).name) for gene in _some(genes)]
        same = list(takewhile(lambda pair: len(set(pair)) == 1, zip(*names, strict=False)))
        if len(same) > 1 or (same and len(same[0][0]) >= _LONG_WORD):
            names = [[word for word, *_ in same]]
        elif not known:
            names = []
        cut = [_stem(name) for name in names]
        cut = [words for words in cut if len("".join(words)) >= _LONG_WORD]
        return [words for at, words in enumerate(cut) if words not in cut[:at]]

    def _numbered(self, short: str) -> frozenset[int]:
        """The genes whose symbols begin with letters and a number (`IL-36`)."""
        if not short[-1].isdigit():
            return frozenset()
        return frozenset(
            entry.ref
            for key in self.lexicon.keys(surface_key(short), _MOST_NUMBERED)
            for entry in self.lexicon.lookup(key)
            if entry.type == "approved" and entry.ref != NO_REF
        )


def _some(genes: frozenset[int]) -> list[int]:
    """A few genes of a family: the first, one of the middle and the last."""
    ordered = sorted(genes)
    return sorted({*ordered[:1], *ordered[len(ordered) // 2 :][:1], *ordered[-1:]})


def initials(name: str) -> str:
    """The letters and numbers that a long name is shortened to; short forms in it stay.

    Empty where a small letter follows a number, which may stand for a Greek one.

    >>> initials("heat shock protein 27"), initials("LH receptor"), initials("factor 2a")
    ('HSP27', 'LHR', '')
    """
    parts = tokens(name).texts
    numbers = [part for part in parts if part[0].isdigit()]
    if any(map(str.islower, numbers)):
        return ""
    letters = (
        part if any(map(str.isupper, part[1:])) else part[0].upper()
        for part in parts
        if not part[0].isdigit()
    )
    return "".join((*letters, *numbers))


def members(candidate: Candidate, lexicon: Lexicon) -> frozenset[int]:
    """The genes that a candidate stands for; none for things that are no genes."""
    if not candidate.is_gene or candidate.ref == NO_REF:
        return frozenset()
    if candidate.entry.is_family:
        return frozenset(lexicon.facts.members_of(candidate.ref))
    return frozenset({candidate.ref})


def _stem(words: list[str]) -> list[str]:
    """The words of a name up to what tells the parts or members of its thing apart."""
    return next((words[:at] for at, word in enumerate(words) if word in _PARTS and at), words)
