"""Which animal a mention is of, by the words around it.

The rules are those of SR4GN (Wei, Kao & Lu 2012, doi:10.1371/journal.pone.0038460), simplified: the
organism named in the same sentence, of several the last one before the mention; else the one that
the whole text is about. Headings count thrice, and human words twice, because texts
on animals name them at every turn and texts on human genes seldom say so.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from reconcile.naming.sentences import Sentences
from reconcile.organisms import ANIMALS, OrganismHit
from reconcile.patterns import regex
from reconcile.records import HUMAN

__all__ = ["Species", "SpeciesEvidence"]

Where: TypeAlias = Literal["sentence", "nearest", "text", "heading", "record"]

_HOST_OF_HUMAN_CELLS: Final = regex(
    r"(?:\b(?:nude|athymic|SCID|NOD/SCID|NSG|immunodeficient|xenograft\w*)[ -](?:\w+ )?)$",
    re.IGNORECASE,
)
_XENOGRAFT: Final = regex(r"[\w ]{0,12}xenograft", re.IGNORECASE)
_IN_HEADING: Final = 3
_HUMAN_WORD: Final = 2
_YEASTS: Final = frozenset({"559292", "4896"})
_NO_MODEL: Final = frozenset({"40674", "7165", "7159", "6183"})
"""Mammals at large; mosquitoes and flukes, which captions name as what infects a host."""


@dataclass(frozen=True, slots=True)
class SpeciesEvidence:
    """The words that put a mention in its organism, and where they stand."""

    hit: OrganismHit
    where: Where


class Species:
    """Tells for each place of a text which animal a gene named there is of.

    >>> from reconcile.organisms import find_organisms
    >>> text = "Tnf in mice. Here, human TNF binds TNFR1. Fas was lost."
    >>> species = Species(text, find_organisms(text))
    >>> [species.at(text.index(name)).hit.text for name in ("Tnf", "TNFR1", "Fas")]
    ['mice', 'human', 'mice']
    """

    def __init__(
        self,
        text: str,
        hits: Sequence[OrganismHit],
        headings: Sequence[OrganismHit] = (),
        record: Sequence[OrganismHit] = (),
    ) -> None:
        """Weigh the organisms that a text names.

        Args:
            text: a clean text.
            hits: the organisms that it names.
            headings: those that titles beside it name.
            record: those that its record lists; they count where all the others say nothing.
        """
        self._hits = [hit for hit in hits if _says_species(hit) and not _is_host(text, hit)]
        self._sentence = Sentences(text if self._hits else "").at
        self._by_sentence: dict[int, list[OrganismHit]] = {}
        for hit in self._hits:
            self._by_sentence.setdefault(self._sentence(hit.start), []).append(hit)
        self._of_one = {
            sentence
            for sentence, near in self._by_sentence.items()
            if len({hit.taxon for hit in near}) == 1
        }
        self._focus = self._of_text([hit for hit in headings if _says_species(hit)])
        if self._focus is None:
            listed = [hit for hit in record if _says_species(hit)]
            if len({hit.taxon for hit in listed}) == 1:
                self._focus = SpeciesEvidence(listed[0], "record")

    def at(self, start: int) -> SpeciesEvidence | None:
        """What says of which animal a gene named at this place is; None for nothing."""
        sentence = self._sentence(start)
        near = self._by_sentence.get(sentence)
        if not near:
            return self._focus
        if sentence in self._of_one:
            return SpeciesEvidence(near[0], "sentence")
        before = bisect_right(near, start, key=_start)
        return SpeciesEvidence(near[max(0, before - 1)], "nearest")

    def _of_text(self, headings: Sequence[OrganismHit]) -> SpeciesEvidence | None:
        weights: Counter[str] = Counter()
        for hit in headings:
            weights[hit.taxon] += _IN_HEADING
        for hit in self._hits:
            weights[hit.taxon] += _IN_HEADING if self._sentence(hit.start) == 0 else 1
        if not weights:
            return None
        weights[HUMAN] *= _HUMAN_WORD
        most = max(weights, key=lambda taxon: (weights[taxon], taxon == HUMAN))
        for hit in self._hits:
            if hit.taxon == most:
                return SpeciesEvidence(hit, "text")
        return SpeciesEvidence(next(hit for hit in headings if hit.taxon == most), "heading")


def _start(hit: OrganismHit) -> int:
    return hit.start


def _says_species(hit: OrganismHit) -> bool:
    return hit.taxon in _YEASTS or (hit.group in ANIMALS and hit.taxon not in _NO_MODEL)


def _is_host(text: str, hit: OrganismHit) -> bool:
    """Whether an animal only carries human cells (`xenografts in nude mice`)."""
    before = text[max(0, hit.start - 32) : hit.start]
    return bool(_HOST_OF_HUMAN_CELLS.search(before) or _XENOGRAFT.match(text, hit.end))
