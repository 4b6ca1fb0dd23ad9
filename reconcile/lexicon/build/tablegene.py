"""A gene of another organism as the build collects it."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["TableGene"]


@dataclass(frozen=True, slots=True)
class TableGene:
    """A gene of another organism.

    Attributes:
        id: its id in the database of the organism, without the name of the database.
        symbol: its symbol.
        previous: former symbols.
        synonyms: other names, as the sources spell them.
        name: its long name, empty where no source states one.
        ncbi: its NCBI Gene id, likewise.
        human: HGNC ids of its human orthologs, where a source states them.
        kind: what kind of gene the database calls it, empty where it does not say.
    """

    id: str
    symbol: str
    previous: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()
    name: str = ""
    ncbi: str = ""
    human: tuple[str, ...] = ()
    kind: str = ""
