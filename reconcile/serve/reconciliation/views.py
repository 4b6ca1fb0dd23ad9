"""What people see of entities, properties, types and features: previews, flyouts, pages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final, NamedTuple

from reconcile.lexicon import Family, GeneRecord
from reconcile.lexicon.locations import location_of
from reconcile.lexicon.species import SpeciesGene
from reconcile.report.html import links
from reconcile.report.html.page import template
from reconcile.serve.reconciliation.entities import Entities, Entity
from reconcile.targets.names import organism_gene

__all__ = ["Fact", "facts", "flyout", "html"]

_PACKAGE: Final = "reconcile.serve"
_MOST_SHOWN: Final = 40
"""Members and families that a page lists."""


class Fact(NamedTuple):
    """One line about an entity: its label, and values, each with the address of its page."""

    label: str
    values: tuple[tuple[str, str | None], ...]


def facts(entity: Entity, entities: Entities) -> list[Fact]:
    """What is known of an entity, without what is not."""
    of = entity.of
    if isinstance(of, GeneRecord):
        found = _of_human(of, entities)
    elif isinstance(of, Family):
        found = [Fact("Members", _named(entities.members(of)))]
    else:
        found = _of_other(of, entities)
    return [fact for fact in (*found, _one("Organism", entity.organism)) if fact.values]


def flyout(identifier: str, title: str, lines: Iterable[str]) -> dict[str, str]:
    """A flyout: a title and lines below it, as HTML without style, script or link."""
    text = template("reconciliation_flyout.html.j2", _PACKAGE).render(title=title, lines=lines)
    return {"id": identifier, "html": text.strip()}


def html(name: str, **values: Any) -> str:
    """A page of a template."""
    return template(name, _PACKAGE).render(**values)


def _of_human(record: GeneRecord, entities: Entities) -> list[Fact]:
    gene = record.gene
    return [
        _one("HGNC", gene.hgnc_id, links.hgnc_url(gene.hgnc_id)),
        _one("NCBI Gene", gene.ncbi_gene_id, links.ncbi_gene_url(gene.ncbi_gene_id)),
        _one("Ensembl", record.ensembl),
        _one("UniProt", record.uniprot),
        _one("Locus type", record.locus_type),
        _one("Location", location_of(gene.hgnc_id or "", entities.lexicon.path)),
        Fact("Member of", _named(entities.families_of(record))),
    ]


def _of_other(gene: SpeciesGene, entities: Entities) -> list[Fact]:
    own = organism_gene(gene)
    return [
        _one("Id", gene.id, links.organism_gene_url(own)),
        _one("NCBI Gene", gene.ncbi_gene_id, links.ncbi_gene_url(gene.ncbi_gene_id)),
        Fact("Human orthologs", _named(entities.of_human(gene.human))),
    ]


def _one(label: str, value: str | None, address: str | None = None) -> Fact:
    return Fact(label, ((value, address),) if value else ())


def _named(found: list[Entity]) -> tuple[tuple[str, str | None], ...]:
    names: list[tuple[str, str | None]] = [(entity.name, None) for entity in found[:_MOST_SHOWN]]
    more = len(found) - len(names)
    return (*names, (f"and {more} more", None)) if more > 0 else tuple(names)
