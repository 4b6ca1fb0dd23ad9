"""Queries that name an entity by an identifier: as the name, or in a property."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from reconcile.serve.reconciliation.batches import Query
from reconcile.serve.reconciliation.entities import Entities, Entity

__all__ = ["IDENTIFIERS", "identified"]

IDENTIFIERS: Final[dict[str, Callable[[str], str]]] = {
    "hgnc_id": lambda value: f"HGNC:{value.removeprefix('HGNC:')}",
    "ncbi_gene_id": lambda value: f"NCBIGene:{value.removeprefix('NCBIGene:')}",
}
"""Properties that stand for one gene, and how their values are identifiers of entities."""


def identified(query: Query, entities: Entities) -> list[Entity] | None:
    """The entities that a query identifies; None where it identifies none and has only a name.

    A property that identifies is believed, whatever the name says.
    """
    given = [
        as_id(value.strip())
        for pid, as_id in IDENTIFIERS.items()
        for value in query.properties.get(pid, ())
        if value.strip()
    ]
    found = {entity.id: entity for entity in map(entities.by_id, given) if entity is not None}
    if not found and (named := entities.by_id(query.text)) is not None:
        return [named]
    return list(found.values()) or None
