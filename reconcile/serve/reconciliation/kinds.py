"""The types of entities: genes, by organism too, families and complexes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from reconcile.lexicon.nomenclatures import NOMENCLATURES, nomenclature_of
from reconcile.records import HUMAN

__all__ = ["DEFAULT_TYPES", "TYPES", "Type", "gene_type", "taxon_of_type", "types_of_gene"]

_GENE: Final = "gene"


@dataclass(frozen=True, slots=True)
class Type:
    """A type of entities.

    Attributes:
        id: how it is written in queries.
        name: what people call it.
        description: what is of it, in one sentence.
        broader: id of the type that it is a part of, None for none.
    """

    id: str
    name: str
    description: str
    broader: str | None = None

    def brief(self) -> dict[str, str]:
        """The type as it stands beside an entity."""
        return {"id": self.id, "name": self.name}

    def full(self) -> dict[str, Any]:
        """The type with all that is known of it."""
        found: dict[str, Any] = {**self.brief(), "description": self.description}
        if self.broader is not None:
            found["broader"] = [TYPES[self.broader].brief()]
        return found


def gene_type(taxon: str) -> str:
    """The id of the type of the genes of an organism.

    >>> gene_type("9606"), gene_type("10090")
    ('gene', 'gene:10090')
    """
    return _GENE if taxon == HUMAN else f"{_GENE}:{taxon}"


def types_of_gene(taxon: str) -> tuple[str, ...]:
    """The types of a gene of an organism, the narrowest first."""
    return tuple(dict.fromkeys((gene_type(taxon), _GENE)))


def taxon_of_type(type_id: str) -> str | None:
    """The organism whose genes a type has; None where it does not say.

    >>> taxon_of_type("gene:10090"), taxon_of_type("gene"), taxon_of_type("gene:1")
    ('10090', None, None)
    """
    kind, _, taxon = type_id.partition(":")
    found = nomenclature_of(taxon) if kind == _GENE and taxon else None
    return None if found is None else found.taxon


def _types() -> dict[str, Type]:
    first = (
        Type(
            _GENE,
            "gene",
            "A human gene, by HGNC, or a gene of the organism that the property `organism` names.",
        ),
        Type("family", "gene family", "A family of human genes that one name stands for."),
        Type("complex", "protein complex", "A complex of the products of several human genes."),
    )
    others = (
        Type(
            gene_type(of.taxon),
            f"{of.name} gene",
            f"A gene of {of.scientific}, by {of.database}.",
            _GENE,
        )
        for of in NOMENCLATURES
    )
    return {found.id: found for found in (*first, *others)}


TYPES: Final = _types()
"""All types by their ids."""

DEFAULT_TYPES: Final = ("gene", "family", "complex")
"""Those that are offered where nobody asks for another."""
