"""NCBI Gene: synonyms and other designations of human genes, and where they lie.

Reads `Homo_sapiens.gene_info[.gz]` (NCBI Gene FTP; also carried by the package `danrerlib`).
Public domain. Source: Brown et al., Nucleic Acids Research 43:D36 (2015).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from reconcile.lexicon.build.sources.tables import Table, split_list
from reconcile.patterns import regex

__all__ = ["NcbiGene", "NcbiTable", "read_gene_info"]

_COLUMNS: Final = {
    "ncbi": ("GeneID",),
    "symbol": ("Symbol",),
    "synonyms": ("Synonyms",),
    "xrefs": ("dbXrefs",),
    "designations": ("Other_designations",),
    "description": ("description",),
    "type": ("type_of_gene",),
    "taxon": ("tax_id",),
    "date": ("Modification_date",),
    "location": ("map_location",),
}
_HGNC: Final = regex(r"HGNC:(HGNC:\d+)")
_ENSEMBL: Final = regex(r"Ensembl:(ENSG\d+)")
_EMPTY_NAME: Final = regex(
    r"uncharacterized|hypothetical|epididymis|testi[cs]\w* tissue|epididymal|putative uncharact"
    r"|cDNA|full insert|proliferation-inducing|protein of unknown|LOC\d+|_"
    r"|^(?:antigen|factor|protein) \w{1,3}$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class NcbiGene:
    """What NCBI Gene says of one human gene; empty what it does not say."""

    ncbi: str
    symbol: str
    name: str
    hgnc_id: str
    ensembl: str
    synonyms: tuple[str, ...]
    designations: tuple[str, ...]
    location: str = ""


@dataclass(slots=True)
class NcbiTable:
    """All human rows; `date` is the youngest modification date as `YYYY-MM-DD`, or empty."""

    genes: list[NcbiGene] = field(default_factory=list)
    missing_columns: list[str] = field(default_factory=list)
    date: str = ""


def read_gene_info(path: Path) -> NcbiTable:
    """Read the human rows of a `gene_info` file.

    Designations that name no function (`uncharacterized protein …`) and those over 90 characters
    are left out.

    Raises:
        LexiconBuildError: if the file or a needed column is missing.
    """
    table = Table(path, _COLUMNS, required=("ncbi", "symbol", "synonyms"))
    result = NcbiTable(missing_columns=table.missing)
    newest = ""
    for row in table.rows():
        if row.get("taxon", "9606") != "9606" or row.get("type") == "biological-region":
            continue
        newest = max(newest, row.get("date", ""))
        hgnc = _HGNC.search(row.get("xrefs", ""))
        ensembl = _ENSEMBL.search(row.get("xrefs", ""))
        names: list[str] = []
        if row.get("type", "protein-coding") == "protein-coding":
            listed = split_list(row.get("designations", ""), "|")
            names = [row["description"], *listed] if row.get("description") else listed
        result.genes.append(
            NcbiGene(
                ncbi=row["ncbi"],
                symbol=row["symbol"],
                name=row.get("description", ""),
                hgnc_id=hgnc.group(1) if hgnc else "",
                ensembl=ensembl.group(1) if ensembl else "",
                synonyms=tuple(split_list(row["synonyms"], "|")),
                designations=tuple(n for n in names if len(n) <= 90 and not _EMPTY_NAME.search(n)),
                location=row.get("location", "").strip("-"),
            )
        )
    if len(newest) == 8:
        result.date = f"{newest[:4]}-{newest[4:6]}-{newest[6:]}"
    return result
