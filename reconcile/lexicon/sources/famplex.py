"""FamPlex: families and complexes of human genes, and curated text-to-entity mappings.

Reads `entities.csv`, `relations.csv`, `grounding_map.csv` and `gene_prefixes.csv` of a checkout or
of the package `famplex`. CC0. Source: Bachman, Gyori & Sorger, BMC Bioinformatics 19:248 (2018).
"""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from reconcile.lexicon.sources.tables import open_text

__all__ = ["FamplexTables", "read_famplex"]


@dataclass(slots=True)
class FamplexTables:
    """The four tables as they stand.

    Attributes:
        entities: FamPlex ids.
        children: id → `(namespace, child id, relation)`; relation is `isa` or `partof`.
        texts: `(text, namespace, id)`, the first mapping of each text.
        prefixes: `(pattern before the gene name, category)`.
    """

    entities: list[str] = field(default_factory=list)
    children: dict[str, list[tuple[str, str, str]]] = field(default_factory=dict)
    texts: list[tuple[str, str, str]] = field(default_factory=list)
    prefixes: list[tuple[str, str]] = field(default_factory=list)


def read_famplex(folder: Path) -> FamplexTables:
    """Read a FamPlex folder.

    Raises:
        LexiconBuildError: if one of the files is missing.
    """
    tables = FamplexTables()
    tables.entities = sorted(row[0] for row in _rows(folder / "entities.csv"))
    children: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for namespace, child, relation, parent_space, parent in _rows(folder / "relations.csv"):
        if parent_space == "FPLX":
            children[parent].append((namespace, child, relation))
    tables.children = {parent: sorted(rows) for parent, rows in sorted(children.items())}
    for row in _rows(folder / "grounding_map.csv"):
        if len(row) >= 3 and row[1]:
            tables.texts.append((row[0].strip(), row[1], row[2]))
    tables.prefixes = [
        (pattern.removesuffix("{Gene name}").strip(), category)
        for pattern, category, *_ in _rows(folder / "gene_prefixes.csv")
        if pattern.endswith("{Gene name}")
    ]
    return tables


def _rows(path: Path) -> list[list[str]]:
    with open_text(path) as lines:
        return [row for row in csv.reader(lines) if row and row[0]]
