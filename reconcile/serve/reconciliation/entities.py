"""What is reconciled with: genes, families and complexes, by identifiers that last."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from reconcile.lexicon import Family, GeneRecord, Lexicon
from reconcile.lexicon.nomenclatures import NOMENCLATURES, nomenclature_of
from reconcile.lexicon.species import SpeciesGene, SpeciesLexicon
from reconcile.locks import kept_property
from reconcile.organisms import BY_TAXON
from reconcile.records import HUMAN
from reconcile.serve.reconciliation.kinds import TYPES, types_of_gene

__all__ = ["Entities", "Entity"]

_FAMPLEX: Final = "FPLX"
_OWN: Final = "FAMILY"
"""Space of the families and complexes that FamPlex has not."""
_ACCESSIONS: Final = frozenset({"ENSEMBL", "UniProt"})
_PREFIXES: Final = {of.prefix: of for of in NOMENCLATURES}
_SHOWN: Final = 8
"""Members that a description names."""


@dataclass(frozen=True, slots=True)
class Entity:
    """One gene, family or complex.

    Attributes:
        id: `HGNC:3430`, `FPLX:MEK`, `FAMILY:MNK` for what FamPlex has not, `MGI:98834`.
        name: the symbol of a gene, the readable name of a family or complex.
        description: what it is, in a few words.
        types: ids of its types, the narrowest first.
        taxon: NCBI Taxonomy id of its organism.
        of: what the lexicon, or the table of the organism, knows of it.
    """

    id: str
    name: str
    description: str
    types: tuple[str, ...]
    taxon: str
    of: GeneRecord | Family | SpeciesGene

    @property
    def organism(self) -> str:
        """Scientific name of its organism."""
        nomenclature = nomenclature_of(self.taxon)
        return BY_TAXON[self.taxon].name if nomenclature is None else nomenclature.scientific

    def brief(self) -> dict[str, Any]:
        """The entity as it stands among the values of a property."""
        return {"id": self.id, "name": self.name, "description": self.description}

    def listed_types(self) -> list[dict[str, str]]:
        """Its types as they stand beside it."""
        return [TYPES[each].brief() for each in self.types]


class Entities:
    """All entities of a lexicon and of the tables that belong to it. Safe between threads."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    @kept_property
    def _accessions(self) -> dict[str, int]:
        return self.lexicon.genes_by_accession()

    def table(self, taxon: str) -> SpeciesLexicon:
        """The genes of another organism.

        Raises:
            LexiconError: if there is no table of it, or it is damaged.
        """
        return SpeciesLexicon.open(taxon, self.lexicon.path)

    def by_id(self, identifier: str) -> Entity | None:
        """The entity with an identifier; None if there is none.

        Human genes have those of NCBI Gene, Ensembl and UniProt too.

        >>> entities = Entities(Lexicon.load())
        >>> [entities.by_id(i).name for i in ("HGNC:3430", "UniProt:P04626", "MGI:98834")]
        ['ERBB2', 'ERBB2', 'Trp53']
        """
        space, _, local = identifier.strip().partition(":")
        if not local:
            return None
        if space in (_FAMPLEX, _OWN):
            family = self.lexicon.family_by_id(local)
            return None if family is None else self.family(family)
        if space in _ACCESSIONS:
            index = self._accessions.get(local)
            return None if index is None else self.human(self.lexicon.gene(index))
        if record := self.lexicon.gene_by_id(f"{space}:{local}"):
            return self.human(record)
        nomenclature = _PREFIXES.get(space)
        if nomenclature is None:
            return None
        found = self.table(nomenclature.taxon).gene_by_id(f"{space}:{local}")
        return None if found is None else self.other(found, nomenclature.taxon)

    def by_symbol(self, symbol: str, taxon: str = HUMAN) -> Entity | None:
        """The gene of an organism with exactly this symbol; None if none has it."""
        if taxon == HUMAN:
            record = self.lexicon.gene_by_symbol(symbol)
            return None if record is None else self.human(record)
        found = self.table(taxon).gene_by_symbol(symbol)
        return None if found is None else self.other(found, taxon)

    def human(self, record: GeneRecord) -> Entity:
        """A human gene as an entity."""
        gene = record.gene
        assert gene.hgnc_id is not None
        what = "human gene" if "protein" in record.locus_type else f"human {record.locus_type}"
        description = f"{record.name} ({what})"
        return Entity(gene.hgnc_id, gene.symbol, description, types_of_gene(HUMAN), HUMAN, record)

    def family(self, family: Family) -> Entity:
        """A family or complex as an entity."""
        space = _FAMPLEX if family.source == "famplex" else _OWN
        symbols = [gene.symbol for gene in family.genes]
        shown = ", ".join((*symbols[:_SHOWN], "…") if len(symbols) > _SHOWN else symbols)
        description = f"{family.kind} of {len(symbols)} human genes: {shown}"
        return Entity(
            f"{space}:{family.id}", family.name, description, (family.kind,), HUMAN, family
        )

    def other(self, gene: SpeciesGene, taxon: str) -> Entity:
        """A gene of another organism as an entity."""
        nomenclature = nomenclature_of(taxon)
        assert nomenclature is not None
        what = f"{nomenclature.name} gene"
        description = what if gene.name is None else f"{gene.name} ({what})"
        types = types_of_gene(nomenclature.taxon)
        return Entity(gene.id, gene.symbol, description, types, nomenclature.taxon, gene)

    def members(self, family: Family) -> list[Entity]:
        """The genes of a family or complex, by symbol."""
        records = [self.lexicon.gene(index) for index in family.members]
        return sorted(map(self.human, records), key=lambda entity: entity.name)

    def families_of(self, record: GeneRecord) -> list[Entity]:
        """The families and complexes of a gene, the smallest first."""
        families = map(self.lexicon.family, self.lexicon.families_of(record.index))
        return [self.family(f) for f in sorted(families, key=lambda f: (len(f.members), f.id))]

    def of_human(self, hgnc_ids: Iterable[str]) -> list[Entity]:
        """The human genes with these HGNC ids; those that are no more are left out."""
        found = map(self.lexicon.gene_by_hgnc, hgnc_ids)
        return [self.human(record) for record in found if record is not None]
