"""Fit what names of chemicals and diseases look like, beside those of genes, cross-validated.

    python benchmarks/fit_thing_shape.py [--write] [--per-source 10000] [--strength 0.1]

Needs the sources of the lexicon (extra `lexicon-build`). Chemicals are those of ChEBI and MeSH,
diseases those of MeSH and the Disease Ontology; genes are symbols, aliases and names of HGNC and
NCBI Gene, the proteins of MeSH of any organism, FamPlex's labels, and symbols, synonyms and names
of the tables of other organisms. A name that is a gene's is none of a thing. Each kind weighs the
same, and each source in it. Names that differ in capitals and hyphens alone stand in one part of
five; what is printed is of weights that were fitted without a name's part. `--write` puts the
weights, fitted on all names, into `reconcile/naming/thing_shape.tsv`.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sqlite3
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import marisa_trie
import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from reconcile.lexicon.build.sources.famplex import read_famplex
from reconcile.lexicon.build.sources.hgnc import read_hgnc
from reconcile.lexicon.build.sources.ncbi_gene import read_gene_info
from reconcile.lexicon.build.sources.nongenes import read_doid
from reconcile.lexicon.build.sources.packages import SourceFiles, locate
from reconcile.lexicon.build.sources.tables import open_text
from reconcile.lexicon.nomenclatures import NOMENCLATURES
from reconcile.lexicon.schema import table_files, unpack
from reconcile.lexicon.store import bundled_path
from reconcile.naming.thing_shape import KINDS, shape_features
from reconcile.text import surface_key

TABLE = Path(__file__).parent.parent / "reconcile" / "naming" / "thing_shape.tsv"
PARTS = 5
LONGEST = 60
CHEMICALS = re.compile(r"D0[1-6]|D09|D10|D1[1346]|D12\.125|D26|D27")
PROTEINS = re.compile(r"D08\.811|D12\.776")
OTHER_PRODUCTS = re.compile(r"D08|D12\.(?!125)|D23")
DISEASES = re.compile(r"C|F03")
HUMAN = ", human"
DEFECT = re.compile(r"deficien|syndrome|disease|disorder", re.IGNORECASE)
"""What MeSH has among the names of some proteins, and is none."""
THRESHOLDS = (0.5, 0.8, 0.9, 0.95, 0.98)
LEAST = 8
"""Names that must have a feature, for it to be learned."""


class Name(NamedTuple):
    """A name that some source has of a gene or thing."""

    text: str
    kind: str
    source: str

    @property
    def part(self) -> int:
        """The part in which it is held out, the same for all spellings."""
        return zlib.crc32(surface_key(self.text).encode()) % PARTS


def mesh_names(files: SourceFiles) -> Iterator[Name]:
    """Descriptors and supplementary concepts that stand in the trees of one kind alone."""
    kind_of: dict[str, str] = {}
    for path, source in ((files.mesh, "mesh"), (files.mesh_supplement, "mesh supplement")):
        assert path is not None
        with open_text(path) as lines:
            for line in lines:
                cells = [*line.rstrip("\n").split("\t"), "", "", ""]
                if source == "mesh":
                    kind = kind_of[cells[0]] = mesh_kind(cells[3].split("|"))
                else:
                    kinds = {kind_of.get(heading, "") for heading in cells[3].split(",")}
                    kind = kinds.pop() if len(kinds) == 1 else ""
                if kind:
                    names = (cells[1], *cells[2].split("|"))
                    known = (n.removesuffix(HUMAN) for n in names)
                    yield from (Name(n, kind, source) for n in known if ", " not in n)


def mesh_kind(trees: list[str]) -> str:
    """`chemical` or `disease` where all trees are of that kind, `gene` for any of proteins."""
    trees = [tree for tree in trees if tree]
    if any(map(PROTEINS.match, trees)):
        return "gene"
    if any(map(OTHER_PRODUCTS.match, trees)):
        return ""
    for kind, pattern in (("chemical", CHEMICALS), ("disease", DISEASES)):
        if trees and all(map(pattern.match, trees)):
            return kind
    return ""


def things(files: SourceFiles) -> Iterator[Name]:
    """Names of chemicals and diseases."""
    assert files.chebi is not None and files.doid is not None
    yield from (name for name in mesh_names(files) if name.kind != "gene")
    with open_text(files.chebi) as lines:
        yield from (Name(term.get("name", ""), "chemical", "chebi") for term in json.load(lines))
    yield from (Name(name, "disease", "doid") for name in read_doid(files.doid))


def genes(files: SourceFiles) -> Iterator[Name]:
    """Names of genes and proteins of any organism, and of families."""
    hgnc = read_hgnc(files.hgnc)
    for gene in hgnc.genes:
        yield Name(gene.symbol, "gene", "symbol")
        yield from (Name(n, "gene", "alias") for n in (*gene.alias, *gene.previous))
        yield from (Name(n, "gene", "hgnc name") for n in (gene.name, *gene.names))
    yield from (Name(symbol, "gene", "alias") for symbol, _ in hgnc.withdrawn)
    for other in read_gene_info(files.gene_info).genes:
        yield from (Name(n, "gene", "alias") for n in other.synonyms)
        yield from (Name(n, "gene", "ncbi name") for n in other.designations)
    proteins = (n for n in mesh_names(files) if n.kind == "gene")
    yield from (n for n in proteins if not DEFECT.search(n.text))
    families = read_famplex(files.famplex)
    yield from (Name(n.replace("_", " "), "gene", "family") for n in families.entities)
    spaces = {"HGNC", "FPLX", "UP"}
    yield from (Name(n, "gene", "family") for n, space, _ in families.texts if space in spaces)
    for of in NOMENCLATURES:
        yield from species_names(of.taxon)


def species_names(taxon: str) -> Iterator[Name]:
    """The symbols, synonyms and names of the table of another organism."""
    forms, entities = (bundled_path() / "species" / name for name in table_files(taxon))
    trie = marisa_trie.BytesTrie()
    trie.mmap(str(forms))
    for key, packed in trie.iteritems():
        entry = unpack(key, packed)
        yield Name(entry.form or key, "gene", f"{taxon} {entry.type}")
    with sqlite3.connect(f"{entities.as_uri()}?mode=ro&immutable=1", uri=True) as rows:
        for (name,) in rows.execute("SELECT name FROM gene WHERE name IS NOT NULL"):
            yield Name(name, "gene", f"{taxon} name")


def collect(files: SourceFiles, most: int) -> list[Name]:
    """At most so many names of each source, each once; none of a thing that is also a gene's."""
    random.seed(1)
    of_genes = list(genes(files))
    known = {surface_key(name.text) for name in of_genes}
    of_things = [n for n in things(files) if surface_key(n.text) not in known]
    by_source: dict[tuple[str, str], dict[str, Name]] = {}
    for name in (*of_genes, *of_things):
        if 1 < len(name.text) <= LONGEST:
            by_source.setdefault((name.kind, name.source), {})[name.text] = name
    found = []
    for _, names in sorted(by_source.items()):
        listed = sorted(names.values())
        found += random.sample(listed, most) if len(listed) > most else listed
    return found


def weigh(names: list[Name]) -> np.ndarray:
    """A weight for each name: each kind weighs the same, the root of its number each source."""
    counts: dict[tuple[str, str], int] = {}
    for name in names:
        counts[name.kind, name.source] = counts.get((name.kind, name.source), 0) + 1
    one = np.array([counts[n.kind, n.source] ** -0.5 for n in names])
    for kind in ("gene", *KINDS):
        mask = np.array([n.kind == kind for n in names])
        one[mask] *= 1 / one[mask].sum()
    return one * len(names) / 3


def matrix(names: list[Name], vocabulary: dict[str, int]) -> csr_matrix:
    """The features of the names, those of the vocabulary."""
    rows, columns = [], []
    for i, name in enumerate(names):
        for feature in shape_features(name.text):
            if feature in vocabulary:
                rows.append(i)
                columns.append(vocabulary[feature])
    ones = np.ones(len(rows), dtype=np.float32)
    return csr_matrix((ones, (rows, columns)), (len(names), len(vocabulary)))


def learned(names: list[Name]) -> dict[str, int]:
    """The features that enough names have, numbered."""
    counts: dict[str, int] = {}
    for name in names:
        for feature in shape_features(name.text):
            counts[feature] = counts.get(feature, 0) + 1
    common = sorted(feature for feature, count in counts.items() if count >= LEAST)
    return {feature: i for i, feature in enumerate(common)}


def fit(
    given: csr_matrix, kinds: np.ndarray, weights: np.ndarray, strength: float
) -> list[tuple[np.ndarray, float]]:
    """The weights and bias of each kind of thing against all else."""
    found = []
    for kind in KINDS:
        model = LogisticRegression(
            l1_ratio=1.0, C=strength, solver="liblinear", max_iter=200, random_state=0
        )
        model.fit(given, kinds == kind, sample_weight=weights)
        found.append((model.coef_[0], float(model.intercept_[0])))
    return found


def probabilities(given: csr_matrix, models: list[tuple[np.ndarray, float]]) -> np.ndarray:
    """The probability of the likelier kind of each row."""
    columns = [1 / (1 + np.exp(-(given @ weights + bias))) for weights, bias in models]
    return np.max(columns, axis=0)


def pruned(models: list[tuple[np.ndarray, float]], cut: float) -> list[tuple[np.ndarray, float]]:
    """The weights as the table has them: rounded, the smallest left out."""
    return [(np.round(np.where(abs(w) < cut, 0, w), 2), round(bias, 2)) for w, bias in models]


def report(names: list[Name], chances: np.ndarray) -> None:
    """Print which share of each source's names is taken for things."""
    print("source", *THRESHOLDS, "names", sep="\t")
    for kind, source in sorted({(n.kind, n.source) for n in names}):
        mask = np.array([(n.kind, n.source) == (kind, source) for n in names])
        shares = [f"{(chances[mask] >= t).mean():.4f}" for t in THRESHOLDS]
        print(f"{kind}: {source}", *shares, mask.sum(), sep="\t")
    worst = sorted(
        (chance, name) for name, chance in zip(names, chances, strict=True) if name.kind == "gene"
    )
    for chance, name in worst[:-61:-1]:
        print(f"{chance:.3f}", name.source, name.text, sep="\t")


def write(vocabulary: dict[str, int], models: list[tuple[np.ndarray, float]]) -> int:
    """Write the table; the number of its rows."""
    lines = [
        "# Made by benchmarks/fit_thing_shape.py; do not edit.",
        "# feature\tchemical\tdisease",
    ]
    biases = [bias for _, bias in models]
    lines.append("bias\t" + "\t".join(f"{bias:g}" for bias in biases))
    for feature, i in vocabulary.items():
        row = [weights[i] for weights, _ in models]
        if any(row):
            lines.append(f"{feature}\t" + "\t".join(f"{value:g}" for value in row))
    TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return len(lines) - 2


def held_out(
    names: list[Name], given: csr_matrix, weights: np.ndarray, strength: float, cut: float
) -> np.ndarray:
    """The probability of each name by weights that were fitted without its part."""
    kinds = np.array([n.kind for n in names])
    parts = np.array([n.part for n in names])
    chances = np.zeros(len(names))
    for part in range(PARTS):
        own = parts == part
        models = pruned(fit(given[~own], kinds[~own], weights[~own], strength), cut)
        chances[own] = probabilities(given[own], models)
    return chances


def main() -> None:
    """Fit, print what comes of it, and write the table if asked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--per-source", type=int, default=10_000)
    parser.add_argument("--strength", type=float, default=0.1)
    parser.add_argument("--cut", type=float, default=0.08)
    chosen = parser.parse_args()
    names = collect(locate(), chosen.per_source)
    vocabulary = learned(names)
    given, weights = matrix(names, vocabulary), weigh(names)
    print(f"{len(names)} names, {len(vocabulary)} features", flush=True)
    report(names, held_out(names, given, weights, chosen.strength, chosen.cut))
    kinds = np.array([n.kind for n in names])
    models = pruned(fit(given, kinds, weights, chosen.strength), chosen.cut)
    rows = int(np.any([weights != 0 for weights, _ in models], axis=0).sum())
    print(f"{rows} features have a weight")
    if chosen.write:
        write(vocabulary, models)


if __name__ == "__main__":
    main()
