"""What a lexicon says of names and genes wherever they stand: worked out once for all figures."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from rapidfuzz import fuzz

from reconcile.lexicon import Lexicon
from reconcile.lexicon.schema import NO_REF, NON_GENE_TYPES, Entry
from reconcile.naming.confusions import confusions
from reconcile.remembered import WORDS
from reconcile.text import surface_key

__all__ = ["Facts", "facts_of"]

_NAMES_OF_GENES: Final = frozenset({"approved", "curated", "previous", "alias", "withdrawn"})
_THING_RANK: Final = {"curated": 0, "famplex": 1}
_CURATED: Final = frozenset({"famplex", "curated"})
_TRUSTED: Final = frozenset({"famplex", "curated", "hgnc"})
_WELL_KNOWN: Final = 60


class Facts:
    """What the names and genes of one lexicon are, kept from figure to figure."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self.gene_names = lru_cache(WORDS)(self._gene_names)
        self.families = lru_cache(WORDS)(self._families)
        self.things = lru_cache(WORDS)(self._things)
        self.name_of = lru_cache(WORDS)(self._name_of)
        self.misread_as = lru_cache(WORDS)(self._misread_as)
        self.known_processes = lru_cache(WORDS)(self._known_processes)

    def _gene_names(self, name: str) -> tuple[Entry, ...]:
        """The entries under a name by which it stands for a human gene."""
        return tuple(
            e
            for e in self._lexicon.lookup(surface_key(name))
            if e.type in _NAMES_OF_GENES and not e.is_family and e.ref != NO_REF
        )

    def _misread_as(self, name: str, most: float) -> tuple[tuple[str, tuple[int, ...]], ...]:
        """What one confusion of at most some cost makes of a name that is a gene's, and whose."""
        found = []
        for read, _ in confusions(name, most):
            refs = tuple(e.ref for e in self._gene_names(read)) if read.isalnum() else ()
            if refs:
                found.append((read, refs))
        return tuple(found)

    def _families(self, name: str) -> Mapping[int, Entry]:
        """The families and complexes that a name is a label of, derived roots left out."""
        entries = self._lexicon.lookup(surface_key(name))
        return {e.ref: e for e in entries if e.type == "label"}

    def _things(self, word: str) -> tuple[Entry, ...]:
        """The entries by which a word is no gene, the surest first."""
        plain = word.strip(".,;:()[]").lower()
        found = [
            e
            for e in self._lexicon.lookup(surface_key(word))
            if e.type in NON_GENE_TYPES and (e.form is None or e.form.lower() == plain)
        ]
        found.sort(key=lambda e: (_THING_RANK.get(e.source, 2), e.type == "word"))
        return tuple(found)

    def _name_of(self, gene: int, name: str) -> Mapping[str, float]:
        """The features of a name of a gene that are not 0, see [`reconcile.suggest.features`][]."""
        symbol = surface_key(self._lexicon.gene(gene).gene.symbol)
        key = surface_key(name)
        entries = [e for e in self.gene_names(name) if e.ref == gene]
        letters = sum(c.isalpha() for c in key)
        found = {
            "three letters or fewer": len(key) <= 3,
            "four letters": len(key) == 4,
            "six letters or more": len(key) >= 6,
            "no digit": key.isalpha(),
            "two letters or a number": len(key) <= 2 or letters <= 1,
            "not an alias of HGNC": not any(e.source in _TRUSTED for e in entries),
            "former symbol": any(e.type == "previous" for e in entries),
            "trusted name": any(e.source in _CURATED for e in entries),
            "like the symbol": fuzz.ratio(key, symbol) / 100,
            "first part of the symbol": symbol.startswith(key) and symbol != key,
        }
        return {feature: float(value) for feature, value in found.items() if value}

    def _known_processes(self, gene: int) -> float:
        """How much is known of what a gene does, 0-1; little-known genes are seldom in a figure."""
        known = math.log1p(len(self._lexicon.terms_of(gene)))
        return min(1.0, known / math.log1p(_WELL_KNOWN))


@lru_cache(maxsize=4)
def facts_of(lexicon: Lexicon) -> Facts:
    """The facts of a lexicon, shared by all who ask."""
    return Facts(lexicon)
