"""Compile the lexicon from its sources. The same inputs give byte-identical files."""

from __future__ import annotations

import hashlib
import importlib.resources
import json
import os
import re
import sqlite3
import tempfile
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import marisa_trie

from reconcile.errors import LexiconBuildError
from reconcile.lexicon.schema import (
    ENTITIES_FILE,
    FORMS_FILE,
    MANIFEST_FILE,
    NO_REF,
    NON_GENE_TYPES,
    SCHEMA_VERSION,
    Entry,
    pack,
)
from reconcile.lexicon.sources.famplex import FamplexTables, read_famplex
from reconcile.lexicon.sources.functions import read_processes
from reconcile.lexicon.sources.hgnc import HgncTable, read_hgnc
from reconcile.lexicon.sources.ncbi_gene import NcbiTable, read_gene_info
from reconcile.lexicon.sources.nongenes import read_chebi, read_doid, read_mesh, read_words
from reconcile.lexicon.sources.orthologs import (
    SpeciesGene,
    read_ensembl_orthologs,
    read_mgi,
    read_rgd,
    read_zfin,
)
from reconcile.lexicon.sources.packages import SourceFiles
from reconcile.text import surface_key

__all__ = ["build_lexicon"]

_LONG_NAMES: Final = frozenset({"name", "designation", "chemical", "disease", "anatomy"})
_NAMED_LOCI: Final = frozenset({"gene with protein product", "complex locus constituent", ""})
_NUMBERED: Final = re.compile(r"([A-Za-z]{2,9}?)[- ]?([0-9]{1,2})([A-Za-z]?)")
_NO_ROOT: Final = frozenset(
    [
        "KIAA",
        "LINC",
        "LOC",
        "FLJ",
        "DKFZ",
        "MGC",
        "HSPC",
        "MIR",
        "ORF",
        "PRO",
        "FAM",
        "TMEM",
        "CCDC",
        "ZNF",
        "SNORD",
        "SNORA",
        "RNU",
        "DEL",
        "TRNA",
        "MT",
        "CD",
        "CT",
        "MRX",
        "DFNA",
        "DFNB",
        "CORD",
        "RP",
        "OPA",
        "SCA",
        "SPG",
        "CMT",
        "CHROMOSOME",
        "PP",
        "BA",
        "DJ",
        "NY",
        "HEL",
        "TL",
        "RNA",
        "DNA",
        "MRNA",
        "CHR",
        "EST",
    ]
)


class _Compiler:
    """Collects entities and forms, then writes the three files."""

    def __init__(self) -> None:
        self.forms: dict[str, set[Entry]] = defaultdict(set)
        self.genes: list[tuple[Any, ...]] = []
        self.families: list[tuple[str, str, str, str, tuple[int, ...]]] = []
        self.by_hgnc: dict[str, int] = {}
        self.by_symbol: dict[str, int] = {}
        self.by_ncbi: dict[str, int] = {}
        self.by_uniprot: dict[str, int] = {}
        self.by_mgi: dict[str, set[int]] = defaultdict(set)
        self.by_rgd: dict[str, set[int]] = defaultdict(set)
        self.family_index: dict[str, int] = {}
        self.functions: list[tuple[str, str, list[int]]] = []

    def add(
        self, text: str, type_: str, source: str, ref: int = NO_REF, *, is_family: bool = False
    ) -> None:
        """Put a surface form under its key; keys of one character are of no use."""
        key = surface_key(text)
        if len(key) < 2:
            return
        keep_spelling = not (type_ in _LONG_NAMES and len(text) > 14)
        self.forms[key].add(Entry(text if keep_spelling else None, type_, source, ref, is_family))

    # -- human genes ---------------------------------------------------------------------------

    def add_hgnc(self, table: HgncTable) -> None:
        for index, gene in enumerate(table.genes):
            self.genes.append(
                (
                    index,
                    int(gene.hgnc_id.removeprefix("HGNC:")),
                    gene.symbol,
                    gene.name,
                    int(gene.ncbi) if gene.ncbi else None,
                    gene.uniprot or None,
                    gene.ensembl or None,
                    gene.locus_type,
                )
            )
            self.by_hgnc[gene.hgnc_id] = index
            self.by_symbol[gene.symbol] = index
            if gene.ncbi:
                self.by_ncbi[gene.ncbi] = index
            if gene.uniprot:
                self.by_uniprot.setdefault(gene.uniprot, index)
            for number in gene.mgi:
                self.by_mgi[number].add(index)
            for number in gene.rgd:
                self.by_rgd[number].add(index)
            self.add(gene.symbol, "approved", "hgnc", index)
            for text in gene.previous:
                self.add(text, "previous", "hgnc", index)
            for text in gene.alias:
                self.add(text, "alias", "hgnc", index)
            if gene.locus_type in _NAMED_LOCI:
                for text in (gene.name, *gene.names):
                    for spelling in _name_spellings(text):
                        self.add(spelling, "name", "hgnc", index)
        for symbol, became in table.withdrawn:
            self.add(symbol, "withdrawn", "hgnc", self.by_hgnc.get(became or "", NO_REF))
        self.previous = {
            text: index for index, gene in enumerate(table.genes) for text in gene.previous
        }

    def add_ncbi(self, table: NcbiTable) -> None:
        for gene in table.genes:
            index = self.by_hgnc.get(gene.hgnc_id, self.by_ncbi.get(gene.ncbi, NO_REF))
            if index == NO_REF:
                continue
            own = surface_key(self.genes[index][2])
            for text in gene.synonyms:
                if surface_key(text) != own and not self._known(text, index):
                    self.add(text, "alias", "ncbi_gene", index)
            for text in gene.designations:
                for spelling in _name_spellings(text):
                    if not self._known(spelling, index):
                        self.add(spelling, "designation", "ncbi_gene", index)

    def _known(self, text: str, index: int) -> bool:
        """Whether a better source already gives this gene this name."""
        return any(
            e.ref == index and not e.is_family for e in self.forms.get(surface_key(text), ())
        )

    # -- families and complexes ------------------------------------------------------------------

    def add_famplex(self, tables: FamplexTables, extra: list[list[str]]) -> None:
        kinds: dict[str, str] = {}
        members: dict[str, set[int]] = {}
        for identifier in tables.entities:
            relations = {relation for _, _, relation in tables.children.get(identifier, ())}
            kinds[identifier] = "complex" if "partof" in relations else "family"
            members[identifier] = self._members(identifier, tables.children, set())
        sources = dict.fromkeys(tables.entities, "famplex")
        for identifier, kind, mode, symbols, _note in extra:
            named = {self._symbol(s, identifier) for s in symbols.split()}
            members[identifier] = named | (
                members.get(identifier, set()) if mode == "extend" else set()
            )
            kinds[identifier] = kind
            sources.setdefault(identifier, "curated")
        for identifier in sorted(kinds):
            if members[identifier]:
                self._add_family(
                    identifier, kinds[identifier], sources[identifier], members[identifier]
                )
        for text, namespace, target in tables.texts:
            self._add_mapped_text(text, namespace, target)

    def _members(
        self, identifier: str, children: dict[str, list[tuple[str, str, str]]], seen: set[str]
    ) -> set[int]:
        """All genes below a family or complex; cycles end."""
        if identifier in seen:
            return set()
        seen.add(identifier)
        found: set[int] = set()
        for namespace, child, _ in children.get(identifier, ()):
            if namespace == "HGNC":
                index = self.by_symbol.get(child, self.previous.get(child))
                if index is not None:
                    found.add(index)
            elif namespace == "UP" and child in self.by_uniprot:
                found.add(self.by_uniprot[child])
            elif namespace == "FPLX":
                found |= self._members(child, children, seen)
        return found

    def _symbol(self, symbol: str, where: str) -> int:
        index = self.by_symbol.get(symbol, self.previous.get(symbol))
        if index is None:
            raise LexiconBuildError(f"curated family {where}: no HGNC symbol {symbol}")
        return index

    def _add_family(self, identifier: str, kind: str, source: str, genes: Iterable[int]) -> int:
        index = len(self.families)
        self.family_index[identifier] = index
        name = identifier.replace("_", " ")
        self.families.append((identifier, kind, name, source, tuple(sorted(genes))))
        self.add(name, "label", source, index, is_family=True)
        return index

    def _add_mapped_text(self, text: str, namespace: str, target: str) -> None:
        if namespace == "FPLX" and target in self.family_index:
            self.add(text, "label", "famplex", self.family_index[target], is_family=True)
        elif namespace == "HGNC" and target in self.by_symbol:
            self.add(text, "curated", "famplex", self.by_symbol[target])
        elif namespace == "UP" and target in self.by_uniprot:
            self.add(text, "curated", "famplex", self.by_uniprot[target])
        elif namespace in ("CHEBI", "PUBCHEM", "HMDB") or (namespace == "MESH"):
            self.add(text, "chemical", "famplex")
        elif namespace == "GO":
            self.add(text, "process", "famplex")

    def add_curated(self, forms: list[list[str]], nongenes: list[list[str]]) -> None:
        for text, target, _note in forms:
            if target in self.family_index:
                self.add(text, "label", "curated", self.family_index[target], is_family=True)
            elif target in self.by_symbol:
                self.add(text, "curated", "curated", self.by_symbol[target])
            else:
                raise LexiconBuildError(f"curated form {text}: no symbol or family {target}")
        for text, kind, _note in nongenes:
            if kind not in NON_GENE_TYPES:
                raise LexiconBuildError(f"curated non-gene {text}: unknown type {kind}")
            self.add(text, kind, "curated")

    def add_roots(self) -> None:
        """Families that numbered symbols imply (`SOCS` from SOCS1, SOCS2, …).

        A root is taken from at least two protein-coding genes with one approved root, or with one
        root among HGNC's aliases and previous symbols that counts from 1.
        """
        approved: dict[str, set[int]] = defaultdict(set)
        other: dict[str, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
        for key in sorted(self.forms):
            for entry in self.forms[key]:
                hit = _NUMBERED.fullmatch(entry.form or "")
                if entry.source != "hgnc" or entry.is_family or hit is None:
                    continue
                root = hit.group(1).upper()
                if self.genes[entry.ref][7] not in _NAMED_LOCI if entry.ref != NO_REF else True:
                    continue
                if entry.type == "approved":
                    approved[root].add(entry.ref)
                elif entry.type in ("alias", "previous") and not hit.group(3):
                    other[root][entry.ref].add(hit.group(2))
        candidates = {root: genes for root, genes in approved.items() if len(genes) > 1}
        for root, numbered in other.items():
            numbers = {number for of_gene in numbered.values() for number in of_gene}
            if root not in candidates and 2 <= len(numbered) <= 8 and {"1", "2"} <= numbers:
                candidates[root] = set(numbered)
        for root in sorted(candidates):
            if root in _NO_ROOT or not 2 <= len(candidates[root]) <= 60:
                continue
            if any(e.is_family for e in self.forms.get(surface_key(root), ())):
                continue
            index = len(self.families)
            identifier = root
            self.family_index.setdefault(identifier, index)
            self.families.append(
                (identifier, "family", f"{root} family", "hgnc", tuple(sorted(candidates[root])))
            )
            self.add(root, "root", "hgnc", index, is_family=True)

    # -- other species ---------------------------------------------------------------------------

    def add_species(
        self, genes: list[SpeciesGene], source: str, human: dict[str, set[int]] | None
    ) -> None:
        """Symbols of another species; a gene without a human ortholog refers to nothing."""
        for gene in genes:
            refs = (
                human.get(gene.number, set())
                if human is not None
                else {self.by_hgnc[h] for h in gene.human if h in self.by_hgnc}
            )
            if not refs and _noise(gene.symbol):
                continue
            for ref in sorted(refs) or [NO_REF]:
                self.add(gene.symbol, "ortholog", source, ref)
                if ref == NO_REF:
                    continue
                for text in gene.synonyms:
                    if len(surface_key(text)) > 2 and not self._known(text, ref):
                        self.add(text, "ortholog_alias", source, ref)

    def link_mouse(self, mouse: list[SpeciesGene], pairs: list[tuple[str, str]]) -> None:
        """Fill in one-to-one orthologs of Ensembl where HGNC links no mouse gene."""
        human_of = dict(pairs)
        for gene in mouse:
            index = self.by_symbol.get(human_of.get(gene.symbol, ""))
            if index is not None and not self.by_mgi.get(gene.number):
                self.by_mgi[gene.number].add(index)

    # -- things that are no genes ------------------------------------------------------------------

    def add_nongenes(self, files: SourceFiles) -> None:
        for name, kind in read_mesh(files.mesh):
            self.add(name, kind, "mesh")
        for name in read_doid(files.doid):
            self.add(name, "disease", "doid")
        for name in read_chebi(files.chebi):
            key = surface_key(name)
            if len(key) >= 3 and not any(e.type == "chemical" for e in self.forms.get(key, ())):
                self.add(name, "chemical", "chebi")
        for rank, word in enumerate(read_words(files.words)):
            self.add(word, "word", "words", rank)

    def add_functions(self, terms: list[tuple[str, str, list[str]]]) -> None:
        for identifier, name, members in terms:
            genes = sorted({self.by_ncbi[m] for m in members if m in self.by_ncbi})
            if len(genes) > 1:
                self.functions.append((identifier, name, genes))

    # -- writing -----------------------------------------------------------------------------------

    def write_forms(self, path: Path) -> None:
        trie = marisa_trie.BytesTrie(
            [
                (key, packed)
                for key in sorted(self.forms)
                for packed in sorted({pack(key, entry) for entry in self.forms[key]})
            ],
            order=marisa_trie.LABEL_ORDER,
        )
        trie.save(str(path))

    def write_entities(self, path: Path) -> None:
        loci = sorted({gene[7] for gene in self.genes})
        of_gene: dict[int, list[int]] = defaultdict(list)
        for index, (_, _, genes) in enumerate(self.functions):
            for gene in genes:
                of_gene[gene].append(index)
        database = sqlite3.connect(path, isolation_level=None)
        try:
            database.executescript(_TABLES)
            database.execute("BEGIN")
            put = database.executemany
            put("INSERT INTO locus VALUES (?, ?)", enumerate(loci))
            put(
                "INSERT INTO gene VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                ((*gene[:7], loci.index(gene[7])) for gene in self.genes),
            )
            put(
                "INSERT INTO family VALUES (?, ?, ?, ?, ?, ?)",
                (
                    (i, *family[:4], " ".join(map(str, family[4])))
                    for i, family in enumerate(self.families)
                ),
            )
            put(
                "INSERT INTO member VALUES (?, ?)",
                sorted((gene, i) for i, family in enumerate(self.families) for gene in family[4]),
            )
            put(
                "INSERT INTO term VALUES (?, ?, ?, ?)",
                ((i, t, name, len(genes)) for i, (t, name, genes) in enumerate(self.functions)),
            )
            put(
                "INSERT INTO gene_terms VALUES (?, ?)",
                ((gene, array("H", terms).tobytes()) for gene, terms in sorted(of_gene.items())),
            )
            database.execute("COMMIT")
            database.execute("VACUUM")
        finally:
            database.close()

    def counts(self) -> dict[str, Any]:
        entries = [entry for found in self.forms.values() for entry in found]
        return {
            "genes": len(self.genes),
            "families": sum(f[1] == "family" for f in self.families),
            "complexes": sum(f[1] == "complex" for f in self.families),
            "functions": len(self.functions),
            "keys": len(self.forms),
            "forms": len(entries),
            "forms_by_type": dict(sorted(Counter(e.type for e in entries).items())),
            "forms_by_source": dict(sorted(Counter(e.source for e in entries).items())),
        }


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


def _noise(symbol: str) -> bool:
    """Whether a symbol without human ortholog is a clone or locus number."""
    return bool(
        re.search(r"Rik$|^Gm\d|^LOC|^RGD\d|^AABR|^[A-Z]{2}\d{6}|\.\d+$.*-ps|-ps\d*$", symbol)
    )


def _name_spellings(name: str) -> Iterator[str]:
    """A long name, without bracketed asides, and with its trailing comma phrase in front."""
    yield name
    bare = re.sub(r"\s*\([^)]*\)", "", name).strip()
    if bare != name and len(bare) > 5:
        yield bare
    head, comma, tail = bare.partition(", ")
    if comma and len(head) > 5 and tail and "," not in tail and len(tail) < 30:
        yield f"{tail} {head}"


def _curated(name: str, columns: int) -> list[list[str]]:
    """The rows of one of the project's own curated tables, comments left out."""
    text = importlib.resources.files("reconcile.lexicon").joinpath("data", name).read_text("utf-8")
    rows = []
    for number, line in enumerate(text.splitlines(), 1):
        if line and not line.startswith("#"):
            cells = [cell.strip() for cell in line.split("\t")]
            if len(cells) != columns:
                raise LexiconBuildError(f"{name}:{number}: {len(cells)} columns, need {columns}")
            rows.append(cells)
    return rows


def build_lexicon(out: Path, files: SourceFiles) -> dict[str, Any]:
    """Compile the lexicon into a folder and return its manifest.

    The files are written to a temporary folder beside `out` and moved in whole.

    Raises:
        LexiconBuildError: if a source file or a needed column is missing.
    """
    hgnc, ncbi = read_hgnc(files.hgnc), read_gene_info(files.gene_info)
    mouse, mouse_missing = read_mgi(files.mgi)
    rat, rat_missing = read_rgd(files.rgd)
    compiler = _Compiler()
    compiler.add_hgnc(hgnc)
    compiler.add_ncbi(ncbi)
    compiler.add_famplex(read_famplex(files.famplex), _curated("families.tsv", 5))
    compiler.add_curated(_curated("forms.tsv", 3), _curated("nongenes.tsv", 3))
    compiler.add_roots()
    compiler.link_mouse(mouse, read_ensembl_orthologs(files.mouse_orthologs))
    compiler.add_species(mouse, "mgi", compiler.by_mgi)
    compiler.add_species(rat, "rgd", compiler.by_rgd)
    compiler.add_species(read_zfin(files.zfin_symbols, files.zfin_orthologs), "zfin", None)
    compiler.add_nongenes(files)
    compiler.add_functions(read_processes(files.go_annotations, files.go_terms))
    missing = {
        "hgnc": hgnc.missing_columns,
        "ncbi_gene": ncbi.missing_columns,
        "mgi": mouse_missing,
        "rgd": rat_missing,
    }
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out.parent) as scratch:
        folder = Path(scratch)
        compiler.write_forms(folder / FORMS_FILE)
        compiler.write_entities(folder / ENTITIES_FILE)
        manifest = {
            "schema_version": SCHEMA_VERSION,
            "sources": files.describe(missing, {"ncbi_gene": ncbi.date}),
            "counts": compiler.counts(),
            "files": {name: _facts(folder / name) for name in (FORMS_FILE, ENTITIES_FILE)},
        }
        text = json.dumps(manifest, indent=2, ensure_ascii=False) + "\n"
        (folder / MANIFEST_FILE).write_text(text, encoding="utf-8")
        for name in (FORMS_FILE, ENTITIES_FILE, MANIFEST_FILE):
            os.replace(folder / name, out / name)
    return manifest


def _facts(path: Path) -> dict[str, Any]:
    data = path.read_bytes()
    return {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
