"""The symbols of organisms other than man: of some the lexicon has them, of others a table.

Of one more, which a record names, only how its symbols are written is known.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from reconcile.compare.sense import Sense
from reconcile.lexicon import Lexicon
from reconcile.lexicon.nomenclatures import NOMENCLATURES
from reconcile.lexicon.schema import NO_REF, Entry
from reconcile.lexicon.species import SpeciesGene, SpeciesLexicon
from reconcile.organisms import BY_TAXON, ORGANISMS, Organism
from reconcile.organisms.spelling import may_be_symbol
from reconcile.records import Evidence
from reconcile.text import surface_key

__all__ = ["KNOWN", "TABLES", "Dictionaries", "is_ortholog"]

KNOWN: Final = tuple(of.taxon for of in NOMENCLATURES)
"""The organisms whose symbols are known."""
_WRITTEN: Final = 0.86
"""By Laplace's rule: of the entries in lists of today that are written like symbols of the one
organism which the record names and nothing has the symbols of, five of five were."""
_IN_LEXICON: Final = frozenset(o.taxon for o in ORGANISMS if o.source)
TABLES: Final = tuple(taxon for taxon in KNOWN if taxon not in _IN_LEXICON)
"""Those of them whose symbols only a table has."""


class Dictionaries:
    """Tells of which organisms letters are exactly a symbol.

    A table is opened when it is first asked, once for a list.

    >>> Dictionaries(Lexicon.load()).having("Stat92E", TABLES)
    ['7227']
    """

    def __init__(self, lexicon: Lexicon, unlisted: Organism | None = None) -> None:
        """Prepare to look letters up.

        Args:
            lexicon: has the symbols of mouse, rat and zebrafish.
            unlisted: an organism whose symbols nothing has.
        """
        self._lexicon = lexicon
        self.unlisted = unlisted
        self._tables: dict[str, SpeciesLexicon] = {}

    def having(self, letters: str, taxa: Iterable[str]) -> list[str]:
        """Those of some organisms that have a gene of exactly this symbol, or had it once.

        Of an organism whose symbols nothing has, whether they are written so.
        """
        known = {e.taxon for e in self._orthologs(letters)}
        return [taxon for taxon in taxa if self._has(letters, taxon, known)]

    def _has(self, letters: str, taxon: str, known: set[str]) -> bool:
        if self.unlisted is not None and taxon == self.unlisted.taxon:
            return may_be_symbol(self.unlisted.group, letters)
        return taxon in known if taxon in _IN_LEXICON else self._gene(taxon, letters) is not None

    def symbol(self, taxon: str, letters: str) -> Sense:
        """Letters as the symbol of an organism that has it."""
        if self.unlisted is not None and taxon == self.unlisted.taxon:
            what = "named by the record; no lexicon has its symbols"
            evidence = Evidence("organism", self.unlisted.name, what)
            return Sense("other_species", taxon=taxon, evidence=(evidence,), certainty=_WRITTEN)
        if taxon in _IN_LEXICON:
            entries = tuple(e for e in self._orthologs(letters) if e.taxon == taxon)
            refs = tuple(sorted({e.ref for e in entries if e.ref != NO_REF}))
            what = f"gene of {BY_TAXON[taxon].name}"
            evidence = Evidence("lexicon", letters, what, entries[0].source)
            return Sense("other_species", entries, refs, taxon, (evidence,))
        gene = self._gene(taxon, letters)
        assert gene is not None
        of = self._table(taxon).nomenclature
        detail = f"gene of {of.scientific}, {gene.id}"
        evidence = Evidence("lexicon", gene.symbol, detail, of.source)
        return Sense("other_species", taxon=taxon, evidence=(evidence,))

    def _orthologs(self, letters: str) -> list[Entry]:
        return [e for e in self._lexicon.lookup(surface_key(letters)) if is_ortholog(letters, e)]

    def _table(self, taxon: str) -> SpeciesLexicon:
        if taxon not in self._tables:
            self._tables[taxon] = SpeciesLexicon.open(taxon)
        return self._tables[taxon]

    def _gene(self, taxon: str, letters: str) -> SpeciesGene | None:
        for match in self._table(taxon).lookup(letters):
            if match.spelling == "exact" and match.kind != "synonym":
                return match.gene
        return None


def is_ortholog(letters: str, entry: Entry) -> bool:
    """Whether letters are exactly the symbol of an ortholog that the lexicon has."""
    return entry.type == "ortholog" and entry.form == letters
