"""Organisms: the one table of them, which of them a text names, whether its genes can be human."""

from __future__ import annotations

from reconcile.organisms.finding import OrganismHit, find_organisms, named_organisms
from reconcile.organisms.table import (
    ANIMALS,
    BY_TAXON,
    GREEN_PLANTS,
    GROUPS,
    ORGANISMS,
    VIRUSES_AT_LARGE,
    Group,
    Organism,
    common_name,
    group_name,
)

__all__ = [
    "ANIMALS",
    "BY_TAXON",
    "GREEN_PLANTS",
    "GROUPS",
    "ORGANISMS",
    "VIRUSES_AT_LARGE",
    "Group",
    "Organism",
    "OrganismHit",
    "common_name",
    "find_organisms",
    "group_name",
    "named_organisms",
]
