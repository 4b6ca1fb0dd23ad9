"""A figure as who works independently of others sees it: without what they have yet to decide."""

from __future__ import annotations

from dataclasses import replace

from reconcile.store import DecisionRow, StoredFigure
from reconcile.store.holding import entry_of, is_otherwise

__all__ = ["without_others"]


def without_others(stored: StoredFigure, curator: str) -> StoredFigure:
    """A figure without what others decided or noted about entries and additions left to a curator.

    Others' decisions about an entry are there once the curator has decided about it too.
    """
    mine = [row for row in stored.decisions if row.curator == curator and row.verdict != "note"]
    decided = {_matter(row) for row in mine}
    changed = [row for row in mine if row.verdict == "accept" and row.own]
    kept = (
        row
        for row in stored.decisions
        if row.curator == curator
        or _matter(row) in decided
        or any(is_otherwise(row, own) for own in changed)
    )
    return replace(stored, decisions=tuple(kept))


def _matter(row: DecisionRow) -> tuple[bool, str]:
    return row.action == "add", entry_of(row)
