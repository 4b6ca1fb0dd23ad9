"""Organisms: the one table of them, which of them a text names, whether its genes can be human."""

from __future__ import annotations

from reconcile.organisms.finding import OrganismHit, find_organisms, named_organisms
from reconcile.organisms.scope import Scope, scope_of
from reconcile.organisms.table import (
    BY_TAXON,
    GREEN_PLANTS,
    ORGANISMS,
    VIRUSES_AT_LARGE,
    Group,
    Organism,
    common_name,
)

__all__ = [
    "BY_TAXON",
    "GREEN_PLANTS",
    "ORGANISMS",
    "VIRUSES_AT_LARGE",
    "Group",
    "Organism",
    "OrganismHit",
    "Scope",
    "common_name",
    "find_organisms",
    "named_organisms",
    "scope_of",
]
