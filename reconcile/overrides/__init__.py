"""Readings that curators confirmed: the table of them, and which of them hold in a figure.

A row says what a word means, or that it is no gene, everywhere or where the figure names or lists
one of some genes or words. It is about that word alone: other words are read as without it.
"""

from __future__ import annotations
