"""From a name to human genes: candidates, their scores, and what the genes around say of them."""

from __future__ import annotations

from reconcile.grounding.candidates import ACCEPT, WEAK, Candidate
from reconcile.grounding.fuzzy import FUZZY_CUTOFF
from reconcile.grounding.grounder import Grounder, grounder_of
from reconcile.grounding.scoring import COMMON_WORD, FUNCTION_WORD, is_spelled_so

__all__ = [
    "ACCEPT",
    "COMMON_WORD",
    "FUNCTION_WORD",
    "FUZZY_CUTOFF",
    "WEAK",
    "Candidate",
    "Grounder",
    "grounder_of",
    "is_spelled_so",
]
