"""Records of results that speak of the genes of a chosen organism instead of human ones.

They are those of `reconcile.records` with the ids that human genes have no need of. What takes a
record of that module takes one of these.
"""

from __future__ import annotations

from dataclasses import dataclass

from reconcile.records import HUMAN, Gene, KeywordVerdict, Mention, Reconciliation

__all__ = [
    "OrganismGene",
    "OrganismMention",
    "OrganismReconciliation",
    "OrganismVerdict",
    "gene_id_of",
    "taxon_of_list",
]


@dataclass(frozen=True, slots=True, order=True)
class OrganismGene(Gene):
    """A gene of the organism that a list was compared in.

    `symbol` is that of the organism's database, `hgnc_id` is None. A human gene that no gene of the
    organism is stated to be an ortholog of stands as it is, with its HGNC id.

    Attributes:
        gene_id: its id in its database: `MGI:98834`, `FB:FBgn0004644`, or the HGNC id.
    """

    gene_id: str | None = None


@dataclass(frozen=True, slots=True)
class OrganismMention(Mention):
    """A mention whose genes are those of the organism."""

    genes: tuple[OrganismGene, ...]


@dataclass(frozen=True, slots=True)
class OrganismVerdict(KeywordVerdict):
    """A verdict on an entry of a list of the organism.

    Attributes:
        gene_id: the id of its gene, None where there is not exactly one.
    """

    genes: tuple[OrganismGene, ...] = ()
    gene_id: str | None = None


@dataclass(frozen=True, slots=True)
class OrganismReconciliation(Reconciliation):
    """A result in the symbols of an organism.

    Attributes:
        taxon_id: the organism that the list was compared and is corrected in.
    """

    keywords: tuple[OrganismVerdict, ...] = ()
    mentions: tuple[OrganismMention, ...] = ()
    taxon_id: str = HUMAN


def gene_id_of(gene: Gene) -> str | None:
    """The id of a gene in the database of its organism; its HGNC id for a human gene.

    >>> gene_id_of(Gene("ERBB2", "HGNC:3430", "2064"))
    'HGNC:3430'
    """
    return gene.gene_id if isinstance(gene, OrganismGene) else gene.hgnc_id


def taxon_of_list(result: Reconciliation) -> str:
    """The organism whose symbols a result is in."""
    return result.taxon_id if isinstance(result, OrganismReconciliation) else HUMAN
