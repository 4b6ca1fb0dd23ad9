"""What a query says besides the name: the caption, the genes beside it, whose genes are meant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from reconcile.lexicon.nomenclatures import nomenclature_of
from reconcile.organisms import find_organisms
from reconcile.patterns import regex
from reconcile.reconciler import Reconciler
from reconcile.records import HUMAN
from reconcile.serve.reconciliation.batches import Query
from reconcile.serve.reconciliation.entities import Entities
from reconcile.serve.reconciliation.kinds import taxon_of_type

__all__ = ["CONTEXT", "Context", "context_of"]

CONTEXT: Final = {
    "caption": (
        "caption",
        "Text in which the name stands, or beside which: it is read in it as captions are.",
    ),
    "neighbours": (
        "neighbours",
        "Genes beside the name, as several values or as one with commas between: the rest of its "
        "list. They say which of its meanings fits.",
    ),
    "organism": (
        "organism",
        "Whose gene it is, by name or NCBI Taxonomy id: mouse, Danio rerio, 7227.",
    ),
}
"""Properties that tell meanings apart, with name and description."""

_BETWEEN: Final = regex(r"[,;|\t\n]")
_SURE: Final = 0.5
"""A neighbour is a gene if that is likelier than not."""


@dataclass(frozen=True, slots=True)
class Context:
    """What is known around a name.

    Attributes:
        taxon: the organism whose genes are asked for; None for one that there is no table of.
        caption: the text, empty for none.
        names: what stands beside the name, as it is written there.
        symbols: the human genes among it.
        organisms: what the query calls its organisms.
    """

    taxon: str | None
    caption: str = ""
    names: tuple[str, ...] = ()
    symbols: tuple[str, ...] = ()
    organisms: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is anything to read the name in."""
        return bool(self.caption or self.names)


def context_of(query: Query, entities: Entities, reconciler: Reconciler, usual: str) -> Context:
    """The context that a query gives.

    Args:
        query: what is asked.
        entities: for neighbours that were reconciled already.
        reconciler: reads the others.
        usual: the organism if the query says nothing of one.
    """
    given = query.properties
    organisms = tuple(filter(None, (v.strip() for v in given.get("organism", ()))))
    names = []
    for value in given.get("neighbours", ()):
        for piece in _BETWEEN.split(value):
            name = piece.strip()
            if name and name != query.text:  # a name is no witness of its own
                known = entities.by_id(name)
                names.append(name if known is None else known.name)
    beside = tuple(dict.fromkeys(names))
    return Context(
        _taxon(query.types, organisms, usual),
        "\n".join(given.get("caption", ())).strip(),
        beside,
        tuple(dict.fromkeys(s for name in beside for s in _symbols(name, entities, reconciler))),
        organisms,
    )


def _symbols(name: str, entities: Entities, reconciler: Reconciler) -> tuple[str, ...]:
    """The human genes that a neighbour stands for."""
    if entities.lexicon.gene_by_symbol(name) is not None:
        return (name,)
    best = next(iter(reconciler.ground(name)), None)
    if best is None or best.score < _SURE:
        return ()
    return tuple(gene.symbol for gene in best.genes)


def _taxon(types: tuple[str, ...], organisms: tuple[str, ...], usual: str) -> str | None:
    """Whose genes are asked for: what a type says, else the record, human ones first."""
    typed = next(filter(None, map(taxon_of_type, types)), None)
    if typed is not None:
        return typed
    named: list[str] = []
    for organism in organisms:
        whole = organism.removeprefix("NCBITaxon:").removeprefix("taxon:")
        if whole == HUMAN:
            named.append(HUMAN)
        elif table := nomenclature_of(whole):
            named.append(table.taxon)
        else:
            named.extend(hit.taxon for hit in find_organisms(organism))
    if not named:
        return usual
    if HUMAN in named:
        return HUMAN
    tables = (nomenclature_of(taxon) for taxon in named)
    return next((table.taxon for table in tables if table is not None), None)
