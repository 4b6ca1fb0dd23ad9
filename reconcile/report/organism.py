"""What reports say of the organism whose symbols a result is in, where it is not man."""

from __future__ import annotations

from reconcile.lexicon.nomenclatures import nomenclature_of
from reconcile.organism_records import taxon_of_list
from reconcile.records import Reconciliation

__all__ = ["of_organism", "organism_line"]


def organism_line(result: Reconciliation) -> str | None:
    """The organism, its database and taxon; None for human symbols.

    >>> from reconcile.organism_records import OrganismReconciliation
    >>> organism_line(OrganismReconciliation("F", None, *[None] * 4, {}, taxon_id="10090"))
    'In mouse symbols (MGI, taxon 10090)'
    """
    of = nomenclature_of(taxon_of_list(result))
    return None if of is None else f"In {of.name} symbols ({of.database}, taxon {of.taxon})"


def of_organism(title: str, result: Reconciliation) -> str:
    """A title about human genes, about those of the organism.

    >>> from reconcile.organism_records import OrganismReconciliation
    >>> mouse = OrganismReconciliation("F", None, *[None] * 4, {}, taxon_id="10090")
    >>> of_organism("Human genes", mouse), of_organism("Unknown words", mouse)
    ('Mouse genes', 'Unknown words')
    """
    of = nomenclature_of(taxon_of_list(result))
    if of is None:
        return title
    capital = of.name[:1].upper() + of.name[1:]
    return title.replace("Human", capital).replace("human", of.name)
