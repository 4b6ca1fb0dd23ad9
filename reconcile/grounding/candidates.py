"""What a name may stand for: one entry of the lexicon, with a score."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from reconcile.lexicon import Entry

__all__ = ["ACCEPT", "WEAK", "Candidate", "order"]

ACCEPT: Final = 0.5
"""Lowest score at which a candidate makes a mention."""

WEAK: Final = 0.3
"""Lowest score of a candidate that the genes around it may still raise to a mention."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One entry of the lexicon as the meaning of a name in a text.

    Attributes:
        kind: `gene`, `family`, `complex`, `nonhuman` or `non_gene`.
        ref: index of the gene or family; `NO_REF` for things that are no genes.
        score: 0–1.
        entry: the lexicon entry.
        rule: how the text led to the entry.
        similarity: 0–1, below 1 only for fuzzy matches.
        alone: the score outside any text; None for what only a text brings up.
    """

    kind: Literal["gene", "family", "complex", "nonhuman", "non_gene"]
    ref: int
    score: float
    entry: Entry
    rule: str
    similarity: float = 1.0
    alone: float | None = None

    @property
    def is_gene(self) -> bool:
        """Whether the candidate names genes."""
        return self.kind != "non_gene"


def order(candidate: Candidate) -> tuple[float, bool, int]:
    """Sorts candidates best first; of equals genes first, then by their index."""
    return (-candidate.score, not candidate.is_gene, candidate.ref)
