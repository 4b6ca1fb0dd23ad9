"""Gene Ontology: what genes do together, and the complexes that they make.

Annotations of human genes and term names as the package `danrerlib` carries them. CC BY 4.0.
Source: The Gene Ontology Consortium, Genetics 224:iyad031 (2023).
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from reconcile.lexicon.build.sources.tables import Table

__all__ = ["read_components", "read_processes"]


def read_processes(
    annotations: Path, terms: Path, smallest: int = 2, largest: int = 250
) -> list[tuple[str, str, list[str]]]:
    """`(GO id, name, NCBI Gene ids)` of the biological processes of a telling size."""
    return _read(annotations, terms, "P", smallest, largest)


def read_components(
    annotations: Path, terms: Path, smallest: int = 2, largest: int = 50
) -> list[tuple[str, str, list[str]]]:
    """The same of cellular components, complexes among them."""
    return _read(annotations, terms, "C", smallest, largest)


def _read(
    annotations: Path, terms: Path, ontology: str, smallest: int, largest: int
) -> list[tuple[str, str, list[str]]]:
    names_table = Table(terms, {"id": ("GO ID",), "name": ("GO Name",)}, required=("id", "name"))
    names = {row["id"]: row["name"] for row in names_table.rows()}
    genes: dict[str, set[str]] = defaultdict(set)
    table = Table(
        annotations,
        {"gene": ("Human NCBI Gene ID",), "id": ("GO ID",), "ontology": ("Ontology",)},
        required=("gene", "id", "ontology"),
    )
    for row in table.rows():
        if row["ontology"] == ontology:
            genes[row["id"]].add(row["gene"])
    return [
        (term, names.get(term, term), sorted(members, key=int))
        for term, members in sorted(genes.items())
        if smallest <= len(members) <= largest
    ]
