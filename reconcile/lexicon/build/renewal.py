"""A full but older table of human genes brought up to date with the symbols of this year."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace

from reconcile.lexicon.build.sources.gene_tables import GeneRow
from reconcile.lexicon.build.sources.hgnc import HgncGene, HgncTable
from reconcile.lexicon.build.sources.ncbi_gene import NcbiGene

__all__ = ["link_ncbi", "renewed"]


def renewed(table: HgncTable, current: Iterable[GeneRow]) -> HgncTable:
    """The genes of a current table, with what only the older one knows of them.

    Symbols, aliases, former symbols and locus types are the current ones; names and the ids of
    other databases come from the older table by HGNC id. A symbol that a gene had in the older
    table and has no more is a former symbol of it. A gene that is no more is withdrawn; it became
    the one gene that has its symbol as a former one, if there is one.
    """
    older = {gene.hgnc_id: gene for gene in table.genes}
    genes = [_current(row, older.get(f"HGNC:{row.number}")) for row in current]
    genes.sort(key=lambda gene: int(gene.hgnc_id.removeprefix("HGNC:")))
    known = {gene.hgnc_id for gene in genes}
    heirs: dict[str, list[str]] = defaultdict(list)
    for gene in genes:
        for symbol in gene.previous:
            heirs[symbol].append(gene.hgnc_id)
    became = {old: _only(heirs[gene.symbol]) for old, gene in older.items() if old not in known}
    withdrawn = [(symbol, became.get(heir or "", heir)) for symbol, heir in table.withdrawn]
    withdrawn += [(older[old].symbol, heir) for old, heir in became.items()]
    withdrawn.sort(key=lambda pair: (pair[0], pair[1] or ""))
    return HgncTable(genes, withdrawn, table.missing_columns)


def link_ncbi(genes: Iterable[HgncGene], rows: Iterable[NcbiGene]) -> list[HgncGene]:
    """The genes, those without an NCBI Gene id with the id and name of the row that is theirs.

    That is the row that names their HGNC id; else, of the rows that no gene has yet, the only one
    with their Ensembl id, else the only one with their symbol. A gene without such a row keeps
    no NCBI Gene id.
    """
    genes = list(genes)
    taken = {gene.ncbi for gene in genes}
    known = {gene.hgnc_id for gene in genes}
    rows = [row for row in rows if row.ncbi not in taken]
    named = _by(rows, lambda row: row.hgnc_id)
    free = [row for row in rows if row.hgnc_id not in known]
    ensembl, symbols = _by(free, lambda row: row.ensembl), _by(free, lambda row: row.symbol)
    lacking = [gene for gene in genes if not gene.ncbi]
    unsure = {key for key, n in Counter(gene.ensembl for gene in lacking).items() if n > 1}
    found: dict[str, NcbiGene] = {}
    for gene in lacking:
        row = named.get(gene.hgnc_id)
        if row is None and gene.ensembl not in unsure:
            row = ensembl.get(gene.ensembl)
        row = row or symbols.get(gene.symbol)
        if row is not None and row.ncbi not in taken:
            taken.add(row.ncbi)
            found[gene.hgnc_id] = row
    return [
        replace(gene, ncbi=found[gene.hgnc_id].ncbi, name=gene.name or found[gene.hgnc_id].name)
        if gene.hgnc_id in found
        else gene
        for gene in genes
    ]


def _current(row: GeneRow, old: HgncGene | None) -> HgncGene:
    previous = row.previous
    if old is not None and old.symbol not in (row.symbol, *previous):
        previous = (*previous, old.symbol)
    aliases = tuple(name for name in row.aliases if name not in previous)
    if old is None:
        identifier = f"HGNC:{row.number}"
        return HgncGene(
            identifier, row.symbol, "", row.kind, "", "", row.ensembl, aliases, previous, (), (), ()
        )
    return replace(
        old,
        symbol=row.symbol,
        locus_type=row.kind or old.locus_type,
        ensembl=row.ensembl or old.ensembl,
        alias=aliases,
        previous=previous,
    )


def _only(found: list[str]) -> str | None:
    return found[0] if len(found) == 1 else None


def _by(rows: Iterable[NcbiGene], key: Callable[[NcbiGene], str]) -> dict[str, NcbiGene]:
    """The rows by a key, without those that share it or have none."""
    found: dict[str, list[NcbiGene]] = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    return {name: same[0] for name, same in found.items() if name and len(same) == 1}
