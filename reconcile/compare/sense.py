"""What an entry's letters may stand for, before rival genes are decided between."""

from __future__ import annotations

from dataclasses import dataclass

from reconcile.lexicon.schema import Entry
from reconcile.records import Evidence, KeywordStatus

__all__ = ["Sense"]


@dataclass(frozen=True, slots=True)
class Sense:
    """What an entry's letters may stand for.

    Attributes:
        status: what the entry is.
        entries: of the lexicon, by which it is that; empty where a table or a row says so.
        refs: the human genes, if they are known already.
        taxon: NCBI Taxonomy id of its organism, None if it has none.
        evidence: what says so.
        label: the id of the family or complex that it names, else None.
        certainty: how probable it is; 1 but where the rest of the list decided.
    """

    status: KeywordStatus
    entries: tuple[Entry, ...] = ()
    refs: tuple[int, ...] = ()
    taxon: str | None = None
    evidence: tuple[Evidence, ...] = ()
    label: str | None = None
    certainty: float = 1.0
