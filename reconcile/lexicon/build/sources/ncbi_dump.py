"""NCBI Gene ids and names of mouse and fly genes.

Reads the tables of NCBI Gene that the package `goatools` carries as Python source: one gene a line,
each a call with keyword arguments. The file is read as text and never run. NCBI's data are in the
public domain.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from reconcile.errors import LexiconBuildError
from reconcile.lexicon.build.sources.tables import open_text
from reconcile.lexicon.build.tablegene import TableGene
from reconcile.patterns import regex

__all__ = ["NcbiNames", "NcbiRow", "read_ncbi_dump", "with_ncbi"]

_STRING: Final = r"""('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
_GENE: Final = regex(
    rf"GeneID=(\d+), .*?Status='live', Symbol={_STRING}, Aliases={_STRING}, description={_STRING}"
)
_NO_NAME: Final = regex(r".* gene product from transcript .*")
_ANNOTATION: Final = regex(r"\bDmel\\(C[GR]\d+)\b")
_DATE: Final = regex(r'^downloaded = "(\d{4})_(\d\d)_(\d\d)"')


@dataclass(frozen=True, slots=True)
class NcbiRow:
    """A gene of NCBI Gene: its id, symbol and name, and its number in the fly's genome if given."""

    ncbi: str
    symbol: str
    name: str
    annotation: str = ""


@dataclass(slots=True)
class NcbiNames:
    """What NCBI Gene says of the genes of an organism.

    Attributes:
        date: the day of the download, empty if the file does not say.
        genes: the rows by symbol; a symbol of two genes is left out.
    """

    date: str = ""
    genes: dict[str, NcbiRow] = field(default_factory=dict)


def read_ncbi_dump(path: Path) -> NcbiNames:
    """Read one of the tables.

    Raises:
        LexiconBuildError: if the file is missing or has no gene.
    """
    result = NcbiNames()
    twice = set()
    with open_text(path) as lines:
        for line in lines:
            if date := _DATE.match(line):
                result.date = "-".join(date.groups())
            if (found := _GENE.search(line)) is None:
                continue
            symbol, aliases, name = (str(ast.literal_eval(found[i])).strip() for i in (2, 3, 4))
            if symbol in result.genes:
                twice.add(symbol)
            annotation = _ANNOTATION.search(aliases)
            result.genes[symbol] = NcbiRow(
                found[1],
                symbol,
                "" if _NO_NAME.fullmatch(name) else name,
                annotation[1] if annotation else "",
            )
    for symbol in twice:
        del result.genes[symbol]
    if not result.genes:
        raise LexiconBuildError(f"{path}: no gene of NCBI Gene in it; install goatools again")
    return result


def with_ncbi(genes: list[TableGene], ncbi: NcbiNames) -> list[TableGene]:
    """The genes with the id and name of the row of NCBI Gene that is theirs.

    NCBI takes its symbols from the database of the organism, so that is the row with their symbol.
    A row whose symbol no gene has now is that of the gene with its number in the genome, else of
    the only gene which has the symbol among its other names; it had that symbol, then.
    """
    symbols = {gene.symbol for gene in genes}
    bearers: dict[str, list[TableGene]] = defaultdict(list)
    for gene in genes:
        for name in {*gene.previous, *gene.synonyms}:
            bearers[name].append(gene)
    rows = {gene.id: row for gene in genes if (row := ncbi.genes.get(gene.symbol))}
    for symbol, row in ncbi.genes.items():
        if symbol not in symbols:
            heirs = bearers.get(row.annotation) or bearers.get(symbol, [])
            if len(heirs) == 1:
                rows.setdefault(heirs[0].id, row)
    return [_with_row(gene, rows.get(gene.id)) for gene in genes]


def _with_row(gene: TableGene, row: NcbiRow | None) -> TableGene:
    if row is None:
        return gene
    previous = gene.previous
    if row.symbol not in (gene.symbol, *previous):
        previous = (*previous, row.symbol)
    return replace(gene, ncbi=row.ncbi, name=gene.name or row.name, previous=previous)
