"""Suggestions held against what people said of the entries of gene lists.

A removal or replacement is right when its entry is wrong, an addition when its genes are wanted.
New names for the same gene, and labels, say nothing against an entry and are counted apart.
Intervals are of the bootstrap over figures.
"""

from __future__ import annotations

from reconcile.benchmark.judged.held import HeldAgainstVerdicts

__all__ = ["HeldAgainstVerdicts"]
