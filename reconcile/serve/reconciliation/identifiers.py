"""Queries that name an entity by an identifier: as the name, or in a property."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from reconcile.serve.reconciliation.batches import Query
from reconcile.serve.reconciliation.entities import Entities, Entity

__all__ = ["IDENTIFIERS", "identified"]

IDENTIFIERS: Final = {
    "hgnc_id": "HGNC",
    "ncbi_gene_id": "NCBIGene",
    "ensembl_id": "ENSEMBL",
    "uniprot_id": "UniProt",
}
"""Properties that stand for one gene, and the space of their values."""


def identified(query: Query, entities: Entities) -> list[Entity] | None:
    """The entities that a query identifies; None where it identifies none and has only a name.

    A property that identifies is believed, whatever the name says.
    """
    found = {
        entity.id: entity
        for identifier in _given(query)
        if (entity := entities.by_id(identifier)) is not None
    }
    if not found and (named := entities.by_id(query.text)) is not None:
        return [named]
    return list(found.values()) or None


def _given(query: Query) -> Iterator[str]:
    """The values of the properties that identify, each with its space."""
    for pid, space in IDENTIFIERS.items():
        for value in query.properties.get(pid, ()):
            local = value.strip()
            if local:
                yield local if local.startswith(f"{space}:") else f"{space}:{local}"
