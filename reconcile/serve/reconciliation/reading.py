"""One thing that a name may mean, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from reconcile.serve.reconciliation.entities import Entity

__all__ = ["MATCH_FROM", "Reading"]

MATCH_FROM: Final = 0.8
"""The least probability at which a candidate is a match: the next one is then at most a quarter as
probable. Of the names of 48 figures, asked for alone and in context, from here on 0.96 to 0.98 are
right, by `benchmarks/reconciliation.py`; PDK1 and AR alone stay below."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One thing that a name may mean.

    Attributes:
        entity: the thing.
        score: 0–1, the probability that it is meant.
        found: the name of it that was found; empty where that is not known.
        form: what kind of name that is, and the name; empty where it is the symbol.
        features: what the score is made of.
    """

    entity: Entity
    score: float
    found: str = ""
    form: str = ""
    features: dict[str, float | bool] = field(default_factory=dict)
