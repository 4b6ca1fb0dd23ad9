"""The distinct genes of a text, wherever in it they stand.

This is gene normalisation as in BioCreative II (A. A. Morgan and others, Genome Biol 9 Suppl 2:S3,
2008) and later tasks: pairs of a text and a gene. Counted are genes that are named as such: members
of families and complexes are neither asked for nor wrong where the gold has them.
"""

from __future__ import annotations

from collections.abc import Sequence

from reconcile.evaluation.linking.counts import Key, Tally
from reconcile.evaluation.linking.records import Answer, GoldDocument

__all__ = ["of_genes"]


def of_genes(document: GoldDocument, answers: Sequence[Answer]) -> dict[Key, Tally]:
    """The counts of `genes`."""
    named = (answer.symbols for answer in answers if answer.kind == "gene")
    found = frozenset[str]().union(*named) - document.free
    right = len(found & document.genes)
    return {("genes", ""): Tally(right, len(found), len(document.genes))}
