"""Whether a text is about plants or bacteria alone, whose genes are no human ones."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final, Literal, TypeAlias

from reconcile.organisms.finding import OrganismHit
from reconcile.organisms.table import ANIMALS, GREEN_PLANTS

__all__ = ["Scope", "scope_of"]

Scope: TypeAlias = Literal["animal", "plant", "bacterium"]

_OTHERS: Final = ANIMALS | {"fungus", "protist", "virus"}
_HOST: Final = re.compile(
    r"\b(?:hosts?|infect\w*|macrophages?|neutrophils?|epitheli\w+|immun\w+|inflamm\w+|T[ -]cells?"
    r"|cancers?|tumou?rs?|neurons?|neuronal|muscles?|cardiac|liver|hepat\w+|brain|bone|kidney"
    r"|HeLa|HEK293T?|MCF-?7|insulin|TNF\S*|interferons?|cytokines?|p53|NF-κB)\b"
)


def scope_of(text: str, hits: Sequence[OrganismHit]) -> tuple[Scope, str | None]:
    """Whether a text is about plants or bacteria alone, and the organism named most.

    It is not where an animal is named, nor, for bacteria, where words speak of a host. Viruses
    and yeasts never make a text theirs: the one act on the host's proteins, of the other most
    proteins have human orthologs of the same name.

    >>> from reconcile.organisms import find_organisms
    >>> text = "PIF4 and phytochrome B in Arabidopsis seedlings"
    >>> scope_of(text, find_organisms(text))
    ('plant', '3702')
    >>> scope_of("MEK activates ERK", [])
    ('animal', None)
    """
    groups = Counter(hit.group for hit in hits)
    scope: Scope = "animal"
    if groups.keys() & _OTHERS:
        return "animal", None
    if groups["plant"] and groups["plant"] >= groups["bacterium"]:
        scope = "plant"
    elif any(hit.group == "bacterium" and hit.taxon != "2" for hit in hits):
        scope = "bacterium"
    if scope == "animal" or _HOST.search(text):
        return "animal", None
    counts = Counter(hit.taxon for hit in hits if hit.group == scope)
    species = [taxon for taxon, _ in counts.most_common() if taxon not in (GREEN_PLANTS, "2")]
    return scope, species[0] if species else counts.most_common(1)[0][0]
