"""What a word off the image means, read as a mention of the caption is.

A word is grounded by the same scores as a name in a text: its candidates are genes, families,
things that are no genes, and *none of these*; the genes that the figure surely has say more.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from reconcile.grounding.candidates import Candidate
from reconcile.grounding.grounder import Grounder, grounder_of
from reconcile.lexicon import Lexicon
from reconcile.lexicon.schema import NO_REF
from reconcile.patterns import regex
from reconcile.records import OcrWord
from reconcile.remembered import WORDS
from reconcile.text import surface_key

__all__ = ["Reading", "Readings", "is_label", "own_letters", "printed", "seen_from"]

_PHOSPHO = regex(r"(?<![A-Za-z0-9])p-([A-Z][A-Za-z0-9]+)")
_AROUND = " .,;:()[]|-"
_PIECE = regex(r"[^\W_]+(?:-[^\W_]+)*")


def own_letters(row: OcrWord, *symbols: str) -> bool:
    """Whether an OCR word hit the symbol itself and not some other name of the gene."""
    key = surface_key(row.match)
    return any(surface_key(symbol) == key for symbol in symbols)


def is_label(row: OcrWord) -> bool:
    """Whether a word was expanded to the members of a family or complex."""
    return (row.source or "").startswith(("famplex", "bioentities"))


def printed(row: OcrWord) -> str:
    """The part of the word off the image that hit the entry.

    >>> printed(OcrWord("AMPK,p53", "P53", "TP53"))
    'p53'
    """
    return _printed(row.word, row.match)


@lru_cache(maxsize=WORDS)
def _printed(word: str, match: str) -> str:
    key = surface_key(match)
    pieces = [m.group() for m in _PIECE.finditer(word)]
    parts = [part for piece in pieces for part in (piece, *piece.split("-"))]
    return next((part for part in parts if surface_key(part) == key), word.strip(_AROUND))


class Reading(NamedTuple):
    """What a word means, as seen from one gene.

    Attributes:
        gene: 0–1, the probability that it is this gene.
        family: the same of families and complexes that the gene is a member of, together.
        other: the likeliest gene or family that it is not, None without one.
        thing: the thing that is no gene, None without one.
    """

    gene: float
    family: float
    other: Candidate | None
    thing: Candidate | None

    @property
    def own(self) -> float:
        """How probable it is that the word is of the gene, by itself or in a family, 0–1."""
        return self.gene + self.family


@lru_cache(maxsize=WORDS)
def _exact(grounder: Grounder, word: str) -> tuple[Candidate, ...]:
    return grounder.lookup_exact(word, "exact")


@lru_cache(maxsize=WORDS)
def _alone(grounder: Grounder, word: str) -> tuple[Candidate, ...]:
    exact = _exact(grounder, word)
    return grounder.rank_in_context(exact, ()) if exact else ()


class Readings:
    """The candidates of words among the genes that a figure surely has."""

    def __init__(self, lexicon: Lexicon, witnesses: frozenset[int]) -> None:
        self._lexicon = lexicon
        self._grounder: Grounder = grounder_of(lexicon)
        self._around = self._grounder.around(witnesses) if witnesses else None
        self._known: dict[str, tuple[Candidate, ...]] = {}

    def candidates(self, word: str) -> tuple[Candidate, ...]:
        """What a word may mean, likeliest first."""
        found = self._known.get(word)
        if found is None:
            found = _alone(self._grounder, word)
            if self._around is not None and found:
                found = self._grounder.rank_in_context(_exact(self._grounder, word), self._around)
            self._known[word] = found
        return found

    def word(self, row: OcrWord) -> str:
        """What of a word off the image is to be read.

        `p-ERK` is phosphorylated ERK, and where the whole word is a name (`GSK3B`), the part of it
        that hit an entry (`GSK3`) is not what was printed.
        """
        hit = _PHOSPHO.search(row.word)
        phospho = hit is not None and surface_key(hit.group()) == surface_key(row.match)
        if hit is not None and phospho and self.candidates(hit.group(1)):
            return hit.group(1)
        whole = row.word.strip(_AROUND)
        part = printed(row)
        if len(surface_key(whole)) > len(surface_key(part)) and self.candidates(whole):
            return whole
        return part

    def of(self, word: str, gene: int) -> Reading:
        """What a word means, as seen from one gene."""
        return seen_from(self.candidates(word), gene, self._lexicon)


def seen_from(candidates: Sequence[Candidate], gene: int, lexicon: Lexicon) -> Reading:
    """Candidates of a word, best first, as seen from one gene."""
    own = family = 0.0
    other = thing = None
    for candidate in candidates:
        if not candidate.is_gene:
            thing = thing or candidate
        elif candidate.entry.is_family:
            if gene in lexicon.family(candidate.ref).members:
                family += candidate.score
            else:
                other = other or candidate
        elif candidate.ref == gene:
            own += candidate.score
        elif candidate.ref != NO_REF:
            other = other or candidate
    return Reading(own, family, other, thing)
