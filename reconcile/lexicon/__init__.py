"""The compiled lexicon: lookup of surface forms, genes, families and functions."""

from __future__ import annotations

from reconcile.lexicon.schema import NON_GENE_TYPES, ORTHOLOG_TYPES, Entry
from reconcile.lexicon.store import Family, GeneRecord, Lexicon, Term

__all__ = [
    "NON_GENE_TYPES",
    "ORTHOLOG_TYPES",
    "Entry",
    "Family",
    "GeneRecord",
    "Lexicon",
    "Term",
]
