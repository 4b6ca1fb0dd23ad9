"""FamPlex: families and complexes of human genes, and curated text-to-entity mappings.

Reads `entities.csv`, `relations.csv`, `grounding_map.csv` and, where it is there,
`gene_prefixes.csv` of a checkout or of the package `famplex`. CC0.
Source: Bachman, Gyori & Sorger, BMC Bioinformatics 19:248 (2018).
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from reconcile.errors import LexiconBuildError
from reconcile.lexicon.build.sources.tables import open_text

__all__ = ["FamplexTables", "read_famplex"]


@dataclass(slots=True)
class FamplexTables:
    """The tables as they stand.

    Attributes:
        entities: FamPlex ids.
        children: id → `(namespace, child id, relation)`; relation is `isa` or `partof`.
        texts: `(text, namespace, id)`, the first mapping of each text.
        prefixes: `(pattern before the gene name, category)`; empty if the file is missing.
    """

    entities: list[str] = field(default_factory=list)
    children: dict[str, list[tuple[str, str, str]]] = field(default_factory=dict)
    texts: list[tuple[str, str, str]] = field(default_factory=list)
    prefixes: list[tuple[str, str]] = field(default_factory=list)


def read_famplex(folder: Path) -> FamplexTables:
    """Read a FamPlex folder.

    Raises:
        LexiconBuildError: if one of the first three files is missing, or a row is too short.
    """
    tables = FamplexTables()
    tables.entities = sorted(row[0] for row in _rows(folder / "entities.csv", 1))
    children: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for namespace, child, relation, parent_space, parent, *_ in _rows(folder / "relations.csv", 5):
        if parent_space == "FPLX":
            children[parent].append((namespace, child, relation))
    tables.children = {parent: sorted(rows) for parent, rows in sorted(children.items())}
    for text, namespace, identifier, *_ in _rows(folder / "grounding_map.csv", 3):
        if namespace:
            tables.texts.append((text.strip(), namespace, identifier))
    if (folder / "gene_prefixes.csv").is_file():
        tables.prefixes = [
            (pattern.removesuffix("{Gene name}").strip(), category)
            for pattern, category, *_ in _rows(folder / "gene_prefixes.csv", 2)
            if pattern.endswith("{Gene name}")
        ]
    return tables


def _rows(path: Path, columns: int) -> Iterator[list[str]]:
    """The rows of a file without header; each has at least so many columns."""
    with open_text(path) as lines:
        reader = csv.reader(lines)
        for row in reader:
            if not row or not row[0]:
                continue
            if len(row) < columns:
                raise LexiconBuildError(
                    f"{path}:{reader.line_num}: {len(row)} columns, need {columns}: {row}"
                )
            yield row
