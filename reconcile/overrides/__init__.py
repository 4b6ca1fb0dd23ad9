"""Readings that curators confirmed: the table of them, and which of them hold in a figure.

A row says what a word means, or that it is no gene, everywhere or where the figure names or lists
one of some genes or words. It is about that word alone: other words are read as without it.
"""

from __future__ import annotations

from reconcile.overrides.holding import Held, held_in
from reconcile.overrides.mentions import decided_groundings, decided_mentions
from reconcile.overrides.table import Overrides

__all__ = ["Held", "Overrides", "decided_groundings", "decided_mentions", "held_in"]
