"""What identifiers of genes and families stand for, alike for the gold and for every system."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from typing import Final, NamedTuple, cast

from reconcile.lexicon import Lexicon
from reconcile.lexicon.nomenclatures import NOMENCLATURES
from reconcile.lexicon.species import SpeciesLexicon
from reconcile.patterns import regex
from reconcile.records import HUMAN, Kind
from reconcile.text import surface_key

__all__ = ["GeneIds", "Resolved"]

_FAMILIES: Final = frozenset({"fplx", "famplex"})
_PROTEINS: Final = frozenset({"up", "uniprot", "uniprotkb", "ensembl"})
_SYMBOLS: Final = frozenset({"symbol", "hgnc.symbol"})
_IRI: Final = regex(r"https?://(?:www\.)?identifiers\.org/([a-z.]+)[:/](.+)", re.IGNORECASE)
_VERSION: Final = regex(r"[-.][0-9]+\Z")
"""The isoform of a protein, the version of an Ensembl gene."""


class Resolved(NamedTuple):
    """What several identifiers stand for together.

    Attributes:
        symbols: approved symbols of human genes; those of an id that nothing is known of are not
            among them.
        kind: `family` or `complex` where one of the ids is that of one, else None.
        unknown: ids of no human gene, family or complex.
    """

    symbols: frozenset[str]
    kind: Kind | None
    unknown: tuple[str, ...]


class GeneIds:
    """Resolves identifiers with one lexicon.

    Known are NCBI Gene and HGNC ids, UniProt accessions and Ensembl genes, FamPlex ids (`FPLX:MEK`:
    the members), and approved or unambiguous former symbols.

    Args:
        lexicon: has the human genes.
        orthologs: ids of genes of other species stand for their human orthologs, where a source
            states them (mouse, rat, zebrafish). Without it they are unknown.

    >>> ids = GeneIds(Lexicon.load())
    >>> sorted(ids.resolve(["NCBIGene:5604", "UniProt:P36507", "FPLX:RAF"]).symbols)
    ['ARAF', 'BRAF', 'MAP2K1', 'MAP2K2', 'RAF1']
    >>> ids.resolve(["NCBIGene:13649"]), GeneIds(ids.lexicon, orthologs=True).symbol("MGI:95294")
    (Resolved(symbols=frozenset(), kind=None, unknown=('NCBIGene:13649',)), 'EGFR')
    """

    def __init__(self, lexicon: Lexicon, *, orthologs: bool = False) -> None:
        self.lexicon = lexicon
        self.orthologs = orthologs
        self._known: dict[str, tuple[frozenset[str], Kind | None]] = {}

    def resolve(self, ids: Iterable[str], taxon: str | None = None) -> Resolved:
        """What identifiers stand for together.

        Args:
            ids: as `reconcile.formats` reads them: `NCBIGene:2064`, `HGNC:3430`, others as written.
            taxon: the organism that their file names; the symbols of another one than man are no
                human symbols.
        """
        symbols: set[str] = set()
        kind: Kind | None = None
        unknown = []
        for one in ids:
            found, said = self._one(one, taxon)
            symbols |= found
            kind = kind or said
            if not found:
                unknown.append(one)
        return Resolved(frozenset(symbols), kind, tuple(unknown))

    def symbol(self, name: str) -> str:
        """The approved symbol of the one gene that a name or id stands for, else the name itself.

        >>> GeneIds(Lexicon.load()).symbol("TAZ"), GeneIds(Lexicon.load()).symbol("no-gene")
        ('TAFAZZIN', 'no-gene')
        """
        found, kind = self._one(name, None)
        return next(iter(found)) if len(found) == 1 and kind is None else name

    def _one(self, identifier: str, taxon: str | None) -> tuple[frozenset[str], Kind | None]:
        if taxon not in (None, HUMAN) and ":" not in identifier:
            return frozenset(), None
        known = self._known.get(identifier)
        if known is None:
            known = self._known[identifier] = self._read(identifier)
        return known

    def _read(self, identifier: str) -> tuple[frozenset[str], Kind | None]:
        iri = _IRI.fullmatch(identifier)
        space, _, local = (f"{iri[1]}:{iri[2]}" if iri else identifier).rpartition(":")
        space = space.rpartition(":")[2].lower()
        if space in _FAMILIES:
            family = self.lexicon.family_by_id(local)
            if family is not None:
                return frozenset(gene.symbol for gene in family.genes), cast(Kind, family.kind)
        if space in _SYMBOLS or not space:
            symbol = self._of_symbol(local)
            if symbol is not None:
                return frozenset({symbol}), None
        if space in _PROTEINS or not space:
            index = self._accessions.get(local, self._accessions.get(_VERSION.sub("", local)))
            if index is not None:
                return frozenset({self.lexicon.gene(index).gene.symbol}), None
        record = self.lexicon.gene_by_id(identifier)
        if record is not None:
            return frozenset({record.gene.symbol}), None
        return self._ortholog(identifier), None

    def _of_symbol(self, symbol: str) -> str | None:
        record = self.lexicon.gene_by_symbol(symbol)
        if record is not None:
            return record.gene.symbol
        entries = self.lexicon.lookup(surface_key(symbol))
        former = {e.ref for e in entries if e.type == "previous" and e.form == symbol}
        return self.lexicon.gene(former.pop()).gene.symbol if len(former) == 1 else None

    @cached_property
    def _accessions(self) -> dict[str, int]:
        return self.lexicon.genes_by_accession()

    @cached_property
    def _others(self) -> tuple[SpeciesLexicon, ...]:
        tables = (SpeciesLexicon.open(one.taxon, self.lexicon.path) for one in NOMENCLATURES)
        return tuple(table for table in tables if table.has_orthologs)

    def _ortholog(self, identifier: str) -> frozenset[str]:
        if not self.orthologs:
            return frozenset()
        space, _, local = identifier.partition(":")
        for table in self._others:
            by_ncbi = table.gene_by_ncbi(local) if space == "NCBIGene" else None
            gene = by_ncbi or table.gene_by_id(identifier)
            if gene is not None:
                records = map(self.lexicon.gene_by_hgnc, gene.human)
                return frozenset(record.gene.symbol for record in records if record is not None)
        return frozenset()
