"""Write a compiled lexicon: the trie of forms, the database of entities, the manifest."""

from __future__ import annotations

import sqlite3
from array import array
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import marisa_trie

from reconcile.checksums import MANIFEST_FILE, write_manifest
from reconcile.lexicon.build.compiler import Compiler
from reconcile.lexicon.schema import (
    ENTITIES_FILE,
    FORMS_FILE,
    SCHEMA_VERSION,
    pack,
)
from reconcile.scratch import scratch_folder

__all__ = ["write_lexicon"]

_TABLES: Final = """
PRAGMA page_size = 4096;
PRAGMA journal_mode = OFF;
CREATE TABLE locus (idx INTEGER PRIMARY KEY, type TEXT NOT NULL);
CREATE TABLE gene (
  idx INTEGER PRIMARY KEY, hgnc INTEGER NOT NULL, symbol TEXT NOT NULL, name TEXT NOT NULL,
  ncbi INTEGER, uniprot TEXT, ensembl TEXT, locus INTEGER NOT NULL
);
CREATE UNIQUE INDEX gene_hgnc ON gene (hgnc);
CREATE INDEX gene_ncbi ON gene (ncbi) WHERE ncbi IS NOT NULL;
CREATE TABLE family (
  idx INTEGER PRIMARY KEY, id TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL,
  source TEXT NOT NULL, members TEXT NOT NULL
);
CREATE INDEX family_id ON family (id);
CREATE TABLE member (gene INTEGER, family INTEGER, PRIMARY KEY (gene, family)) WITHOUT ROWID;
CREATE TABLE term (
  idx INTEGER PRIMARY KEY, id TEXT NOT NULL, name TEXT NOT NULL, size INTEGER NOT NULL
);
CREATE TABLE gene_terms (gene INTEGER PRIMARY KEY, terms BLOB NOT NULL);
"""


def write_lexicon(out: Path, compiler: Compiler, sources: list[dict[str, Any]]) -> dict[str, Any]:
    """Write the three files into a folder and return the manifest.

    They are made in a temporary folder beside `out` and moved in whole, so that a reader never
    sees half a file.
    """
    out.mkdir(parents=True, exist_ok=True)
    with scratch_folder(out.parent) as folder:
        _write_forms(compiler, folder / FORMS_FILE)
        _write_entities(compiler, folder / ENTITIES_FILE)
        files = (FORMS_FILE, ENTITIES_FILE)
        about = {
            "schema_version": SCHEMA_VERSION,
            "sources": sources,
            "counts": compiler.counts(),
        }
        manifest = write_manifest(folder, files, about)
        for name in (*files, MANIFEST_FILE):
            (folder / name).replace(out / name)
    return manifest


def _write_forms(compiler: Compiler, path: Path) -> None:
    trie = marisa_trie.BytesTrie(
        [
            (key, packed)
            for key in sorted(compiler.forms)
            for packed in sorted({pack(key, entry) for entry in compiler.forms[key]})
        ],
        order=marisa_trie.LABEL_ORDER,
    )
    trie.save(str(path))


def _write_entities(compiler: Compiler, path: Path) -> None:
    loci = sorted({gene.locus_type for gene in compiler.genes})
    families, functions = compiler.families, compiler.functions
    database = sqlite3.connect(path, isolation_level=None)
    try:
        database.executescript(_TABLES)
        database.execute("BEGIN")
        put = database.executemany
        put("INSERT INTO locus VALUES (?, ?)", enumerate(loci))
        put("INSERT INTO gene VALUES (?, ?, ?, ?, ?, ?, ?, ?)", _gene_rows(compiler, loci))
        put(
            "INSERT INTO family VALUES (?, ?, ?, ?, ?, ?)",
            ((i, *f[:4], " ".join(map(str, f.members))) for i, f in enumerate(families)),
        )
        put(
            "INSERT INTO member VALUES (?, ?)",
            sorted((gene, i) for i, family in enumerate(families) for gene in family.members),
        )
        put(
            "INSERT INTO term VALUES (?, ?, ?, ?)",
            ((i, f.id, f.name, len(f.members)) for i, f in enumerate(functions)),
        )
        put("INSERT INTO gene_terms VALUES (?, ?)", _term_rows(compiler))
        database.execute("COMMIT")
        database.execute("VACUUM")
    finally:
        database.close()


def _gene_rows(compiler: Compiler, loci: list[str]) -> Iterator[tuple[Any, ...]]:
    for index, gene in enumerate(compiler.genes):
        yield (
            index,
            int(gene.hgnc_id.removeprefix("HGNC:")),
            gene.symbol,
            gene.name,
            int(gene.ncbi) if gene.ncbi else None,
            gene.uniprot or None,
            gene.ensembl or None,
            loci.index(gene.locus_type),
        )


def _term_rows(compiler: Compiler) -> Iterator[tuple[int, bytes]]:
    """Each gene with the indices of its processes as native 16-bit numbers."""
    of_gene: dict[int, list[int]] = defaultdict(list)
    for index, function in enumerate(compiler.functions):
        for gene in function.members:
            of_gene[gene].append(index)
    for gene, terms in sorted(of_gene.items()):
        yield gene, array("H", terms).tobytes()
