"""Identifiers of genes and organisms, as IRIs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from reconcile.records import Gene

__all__ = [
    "hgnc_iri",
    "joined",
    "ncbi_gene_iri",
    "taxon_iri",
]

_HGNC: Final = re.compile(r"(?:hgnc:){1,2}([0-9]+)", re.IGNORECASE)


def joined(values: Iterable[str | None]) -> str:
    """Those that there are, with commas between them.

    >>> joined(["5604", None, "5605"])
    '5604,5605'
    """
    return ",".join(value for value in values if value)


def hgnc_iri(gene: Gene) -> str | None:
    """The IRI of a gene at HGNC.

    >>> hgnc_iri(Gene("ERBB2", "HGNC:3430", "2064"))
    'https://identifiers.org/hgnc:3430'
    """
    found = _HGNC.fullmatch(gene.hgnc_id or "")
    return None if found is None else f"https://identifiers.org/hgnc:{found[1]}"


def ncbi_gene_iri(gene: Gene) -> str | None:
    """The IRI of a gene at NCBI."""
    return gene.ncbi_gene_id and f"https://identifiers.org/ncbigene:{gene.ncbi_gene_id}"


def taxon_iri(taxon: str) -> str:
    """The IRI of an organism in the NCBI Taxonomy."""
    return f"https://identifiers.org/taxonomy:{taxon}"
