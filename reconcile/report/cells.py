"""What stands in cells and columns of readable text, of a report and of other answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reconcile.mojibake import mended
from reconcile.organisms import common_name
from reconcile.records import Gene
from reconcile.shown import printable

__all__ = ["UNDEFINED", "columns", "readable", "symbol_list", "taxon_name"]

UNDEFINED = "–"


def readable(text: str) -> str:
    """Text of a record as it is shown to people: mended and printable.

    >>> readable("TGF-Œ≤")
    'TGF-β'
    """
    return printable(mended(text))


def columns(rows: Sequence[Sequence[str]], indent: int) -> Iterator[str]:
    """Rows with their cells aligned, two blanks between them.

    >>> list(columns([("HER2", "gene"), ("K", "x")], indent=1))
    [' HER2  gene', ' K     x']
    """
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield (" " * indent + "  ".join(cells)).rstrip()


def taxon_name(taxon: str) -> str:
    """The everyday name of an organism, or its NCBI Taxonomy id."""
    return printable(common_name(taxon))


def symbol_list(genes: tuple[Gene, ...], most: int = 8) -> str:
    """Symbols with commas between them, cut where a family has very many members."""
    shown = ", ".join(readable(gene.symbol) for gene in genes[:most])
    return shown if len(genes) <= most else f"{shown} and {len(genes) - most} more"
