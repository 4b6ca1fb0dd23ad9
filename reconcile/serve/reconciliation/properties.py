"""The properties whose values are there to be fetched, and how they are found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from reconcile.lexicon import Family, GeneRecord
from reconcile.lexicon.locations import location_of
from reconcile.lexicon.species import SpeciesGene
from reconcile.serve.reconciliation.entities import Entities, Entity
from reconcile.serve.reconciliation.kinds import TYPES

__all__ = ["PROPERTIES", "Property", "Value", "properties_of_type", "unknown"]

Value = dict[str, Any]
"""A value as the answer has it: `{"str": …}`, or an entity's `{"id", "name", "description"}`."""

_Find = Callable[[Entity, Entities], Iterable[Value]]


@dataclass(frozen=True, slots=True)
class Property:
    """A property of entities.

    Attributes:
        id: how it is written in queries.
        name: what people call it.
        description: what its values are.
        types: the types whose entities have it.
        find: its values of an entity.
        of: the type of its values where they are entities.
        of_members: whether a family or complex has the values of its members on request.
    """

    id: str
    name: str
    description: str
    types: tuple[str, ...]
    find: _Find
    of: str | None = None
    of_members: bool = False

    def brief(self) -> dict[str, str]:
        """The property as it is suggested."""
        return {"id": self.id, "name": self.name, "description": self.description}

    def meta(self) -> dict[str, Any]:
        """The property as it heads a column."""
        found: dict[str, Any] = {"id": self.id, "name": self.name}
        return found if self.of is None else {**found, "type": TYPES[self.of].brief()}


def properties_of_type(type_id: str) -> list[Property]:
    """The properties that entities of a type have; those of any where it says nothing.

    >>> [found.id for found in properties_of_type("complex")]
    ['name', 'members', 'organism']
    """
    kind = type_id.partition(":")[0]
    if kind not in TYPES:
        return list(PROPERTIES.values())
    return [found for found in PROPERTIES.values() if kind in found.types]


def unknown(identifier: str) -> Property:
    """A property that no entity has a value of."""
    return Property(identifier, identifier, "", (), lambda entity, entities: [])


def _text(value: str | None) -> list[Value]:
    return [{"str": value}] if value else []


def _symbol(entity: Entity, entities: Entities) -> list[Value]:
    return _text(entity.name if "gene" in entity.types else None)


def _name(entity: Entity, entities: Entities) -> list[Value]:
    return _text(entity.of.name)


def _hgnc_id(entity: Entity, entities: Entities) -> list[Value]:
    return _text(entity.of.gene.hgnc_id if isinstance(entity.of, GeneRecord) else None)


def _ncbi_gene_id(entity: Entity, entities: Entities) -> list[Value]:
    if isinstance(entity.of, Family):
        return []
    gene = entity.of.gene if isinstance(entity.of, GeneRecord) else entity.of
    return _text(gene.ncbi_gene_id)


def _ensembl_id(entity: Entity, entities: Entities) -> list[Value]:
    return _text(entity.of.ensembl if isinstance(entity.of, GeneRecord) else None)


def _uniprot_id(entity: Entity, entities: Entities) -> list[Value]:
    return _text(entity.of.uniprot if isinstance(entity.of, GeneRecord) else None)


def _locus_type(entity: Entity, entities: Entities) -> list[Value]:
    return _text(entity.of.locus_type if isinstance(entity.of, GeneRecord) else None)


def _location(entity: Entity, entities: Entities) -> list[Value]:
    known = isinstance(entity.of, GeneRecord)
    return _text(location_of(entity.id, entities.lexicon.path) if known else None)


def _database_id(entity: Entity, entities: Entities) -> list[Value]:
    return _text(entity.id if isinstance(entity.of, SpeciesGene) else None)


def _organism(entity: Entity, entities: Entities) -> list[Value]:
    return _text(entity.organism)


def _members(entity: Entity, entities: Entities) -> Iterable[Value]:
    found = entities.members(entity.of) if isinstance(entity.of, Family) else []
    return (member.brief() for member in found)


def _families(entity: Entity, entities: Entities) -> Iterable[Value]:
    found = entities.families_of(entity.of) if isinstance(entity.of, GeneRecord) else []
    return (family.brief() for family in found)


def _human_orthologs(entity: Entity, entities: Entities) -> Iterable[Value]:
    found = entities.of_human(entity.of.human) if isinstance(entity.of, SpeciesGene) else []
    return (gene.brief() for gene in found)


_GENE: Final = ("gene",)
_SETS: Final = ("family", "complex")
_ALL: Final = (*_GENE, *_SETS)

_LISTED: Final = (
    Property("symbol", "symbol", "The approved symbol.", _GENE, _symbol, of_members=True),
    Property("name", "name", "The approved name, or that of the family or complex.", _ALL, _name),
    Property(
        "hgnc_id",
        "HGNC id",
        "The id of a human gene at HGNC; it identifies in queries too.",
        _GENE,
        _hgnc_id,
        of_members=True,
    ),
    Property(
        "ncbi_gene_id",
        "NCBI Gene id",
        "The id at NCBI Gene; it identifies human genes in queries too.",
        _GENE,
        _ncbi_gene_id,
        of_members=True,
    ),
    Property(
        "ensembl_id",
        "Ensembl gene id",
        "The id of a human gene at Ensembl; it identifies in queries too.",
        _GENE,
        _ensembl_id,
        of_members=True,
    ),
    Property(
        "uniprot_id",
        "UniProt accession",
        "The accession of a human gene's protein at UniProt; it identifies in queries too.",
        _GENE,
        _uniprot_id,
        of_members=True,
    ),
    Property(
        "locus_type", "locus type", "What kind of human gene it is, by HGNC.", _GENE, _locus_type
    ),
    Property(
        "location",
        "location",
        "Chromosome and band of a human gene, by NCBI Gene.",
        _GENE,
        _location,
    ),
    Property(
        "database_id",
        "id in the organism's database",
        "MGI, RGD, ZFIN, FlyBase, WormBase, SGD or NCBI Gene id of another organism's gene.",
        _GENE,
        _database_id,
    ),
    Property("members", "members", "The genes of a family or complex.", _SETS, _members, "gene"),
    Property(
        "families",
        "families and complexes",
        "What a human gene is a member of, the smallest first.",
        _GENE,
        _families,
        "family",
    ),
    Property(
        "human_orthologs",
        "human orthologs",
        "The human genes that another organism's gene is stated to be an ortholog of.",
        _GENE,
        _human_orthologs,
        "gene",
    ),
    Property("organism", "organism", "Scientific name of the organism.", _ALL, _organism),
)

PROPERTIES: Final[Mapping[str, Property]] = {found.id: found for found in _LISTED}
"""All properties with values, by their ids."""
