"""Write the tables of other organisms: for each a trie of forms and a database of genes."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import marisa_trie

from reconcile.checksums import MANIFEST_FILE, write_manifest
from reconcile.lexicon.build.tablegene import TableGene
from reconcile.lexicon.nomenclatures import Nomenclature, nomenclature_of, table_key
from reconcile.lexicon.schema import TABLES_VERSION, Entry, pack, table_files
from reconcile.scratch import scratch_folder

__all__ = ["write_tables"]

_TABLES: Final = """
PRAGMA page_size = 4096;
PRAGMA journal_mode = OFF;
CREATE TABLE gene (
  idx INTEGER PRIMARY KEY, id, symbol TEXT NOT NULL, name TEXT, ncbi INTEGER
);
CREATE TABLE human (hgnc INTEGER, gene INTEGER, PRIMARY KEY (hgnc, gene)) WITHOUT ROWID;
"""


def write_tables(
    out: Path, tables: Mapping[str, list[TableGene]], sources: list[dict[str, Any]]
) -> dict[str, Any]:
    """Write the tables into a folder and return their manifest.

    They are made in a temporary folder beside `out` and moved in whole. A table that stood there
    and is not written anew is removed: the manifest would not know it.

    Args:
        out: the folder.
        tables: the genes by taxon, in the order that they are to have.
        sources: what they were made from, for the manifest.
    """
    out.mkdir(parents=True, exist_ok=True)
    counts: dict[str, dict[str, Any]] = {}
    names: list[str] = []
    with scratch_folder(out.parent) as folder:
        for taxon, genes in tables.items():
            nomenclature = nomenclature_of(taxon)
            assert nomenclature is not None
            counts[taxon] = _write(nomenclature, genes, folder)
            names += table_files(taxon)
        about = {"schema_version": TABLES_VERSION, "sources": sources, "tables": counts}
        manifest = write_manifest(folder, names, about)
        for old in (*out.glob("*.marisa"), *out.glob("*.sqlite")):
            if old.name not in names:
                old.unlink()
        for name in (*names, MANIFEST_FILE):
            (folder / name).replace(out / name)
    return manifest


def _write(nomenclature: Nomenclature, genes: list[TableGene], folder: Path) -> dict[str, Any]:
    """Write the two files of an organism and return what the manifest says of them."""
    forms_file, genes_file = table_files(nomenclature.taxon)
    forms = sorted({form for index, gene in enumerate(genes) for form in _forms(index, gene)})
    packed = [
        (key, pack(key, Entry(form, type_, nomenclature.source, index)))
        for key, form, type_, index in forms
    ]
    trie = marisa_trie.BytesTrie(packed, order=marisa_trie.LABEL_ORDER)
    trie.save(str(folder / forms_file))
    _write_genes(nomenclature, genes, folder / genes_file)
    return {
        "organism": nomenclature.name,
        "database": nomenclature.database,
        "genes": len(genes),
        "with_human_ortholog": sum(bool(gene.human) for gene in genes),
        "with_ncbi_id": sum(bool(gene.ncbi) for gene in genes),
        "names": len(packed),
    }


def _forms(index: int, gene: TableGene) -> list[tuple[str, str, str, int]]:
    """Key, spelling, type and gene of all names of a gene, each spelling once, best type first."""
    given = [
        (gene.symbol, "approved"),
        *((name, "previous") for name in gene.previous),
        *((name, "alias") for name in gene.synonyms),
    ]
    best: dict[str, str] = {}
    for name, type_ in given:
        if len(table_key(name)) > (0 if type_ == "approved" else 1):
            best.setdefault(name, type_)
    return [(table_key(name), name, type_, index) for name, type_ in best.items()]


def _write_genes(nomenclature: Nomenclature, genes: list[TableGene], path: Path) -> None:
    database = sqlite3.connect(path, isolation_level=None)
    try:
        database.executescript(_TABLES)
        database.execute("BEGIN")
        database.executemany(
            "INSERT INTO gene VALUES (?, ?, ?, ?, ?)",
            (
                (
                    index,
                    nomenclature.stored(gene.id),
                    gene.symbol,
                    gene.name or None,
                    int(gene.ncbi) if gene.ncbi else None,
                )
                for index, gene in enumerate(genes)
            ),
        )
        database.executemany(
            "INSERT INTO human VALUES (?, ?)",
            sorted(
                (int(human.removeprefix("HGNC:")), index)
                for index, gene in enumerate(genes)
                for human in gene.human
            ),
        )
        database.execute("COMMIT")
        database.execute("VACUUM")
    finally:
        database.close()
