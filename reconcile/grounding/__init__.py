"""From a name to human genes: candidates, their scores, and what the genes around say of them."""

from __future__ import annotations

from reconcile.grounding.candidates import (
    ACCEPT,
    WEAK,
    Candidate,
    first,
    gene_share,
    held_at,
    if_a_gene,
    together,
)
from reconcile.grounding.features import FUNCTION_WORD
from reconcile.grounding.fuzzy import FUZZY_CUTOFF
from reconcile.grounding.grounder import Grounder, grounder_of

__all__ = [
    "ACCEPT",
    "FUNCTION_WORD",
    "FUZZY_CUTOFF",
    "WEAK",
    "Candidate",
    "Grounder",
    "first",
    "gene_share",
    "grounder_of",
    "held_at",
    "if_a_gene",
    "together",
]
