"""Reading of a compiled lexicon: memory-mapped forms, entities in SQLite."""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Container, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any, Final

import marisa_trie

from reconcile import bundled
from reconcile.checksums import MANIFEST_FILE, DamagedError, read_manifest, verify
from reconcile.errors import LexiconError
from reconcile.lexicon.columns import Column, Columns, as_views
from reconcile.lexicon.derived import derive
from reconcile.lexicon.facts import Facts, stored_columns
from reconcile.lexicon.schema import (
    ENTITIES_FILE,
    FORMS_FILE,
    LONG_NAMES,
    SCHEMA_VERSION,
    Entry,
    packed_reference,
    packed_type,
    unpack,
)
from reconcile.locks import fork_lock, kept_property
from reconcile.memo import Memo
from reconcile.records import Gene
from reconcile.remembered import FAMILIES, TOKENS
from reconcile.text import surface_key

__all__ = ["Family", "GeneRecord", "Lexicon", "Term", "bundled_path"]

_FEW: Final = 2
_PROBES: Final = (5, 8, 12, 18, 30)
_FILES: Final = (FORMS_FILE, ENTITIES_FILE)
_LOCK: Final = fork_lock()


@dataclass(frozen=True, slots=True)
class GeneRecord:
    """A human gene with all that the lexicon knows of it.

    Attributes:
        index: its reference in entries.
        gene: symbol and ids.
        name: approved name.
        locus_type: HGNC locus type (`gene with protein product`, `pseudogene`, …).
        uniprot: UniProt accession or None.
        ensembl: Ensembl gene id or None.
    """

    index: int
    gene: Gene
    name: str
    locus_type: str
    uniprot: str | None
    ensembl: str | None


@dataclass(frozen=True, slots=True)
class Family:
    """A family or complex with its members down to genes.

    Attributes:
        index: its reference in entries.
        id: FamPlex id; the root itself for a family that numbered symbols imply.
        kind: `family` or `complex`.
        name: readable name.
        source: `famplex`, `curated`, `go` or `hgnc`.
        members: indices of the genes, ascending.
        genes: the same as genes, sorted by symbol.
    """

    index: int
    id: str
    kind: str
    name: str
    source: str
    members: tuple[int, ...]
    genes: tuple[Gene, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """A Gene Ontology process and the number of human genes annotated to it."""

    index: int
    id: str
    name: str
    size: int


def bundled_path() -> Path:
    """The folder of the lexicon that comes with the package (or with its repository)."""
    return bundled.bundled_path("lexicon")


class Lexicon:
    """A compiled lexicon, opened read-only.

    Safe to use from several threads; pickled by path, so that workers open their own.

    >>> lexicon = Lexicon.load()
    >>> lexicon.gene_by_symbol("ERBB2").gene
    Gene(symbol='ERBB2', hgnc_id='HGNC:3430', ncbi_gene_id='2064')
    >>> [g.symbol for g in lexicon.family_by_id("MEK").genes]
    ['MAP2K1', 'MAP2K2']
    """

    def __init__(self, path: str | Path) -> None:
        """Open the lexicon in a folder.

        Nothing of a file is used before its checksum was found right.

        Raises:
            LexiconError: if a file is missing or damaged, or of another schema version.
        """
        self.path = Path(path)
        try:
            self.manifest: dict[str, Any] = self._checked_manifest()
            self._forms = marisa_trie.BytesTrie()
            self._forms.mmap(str(self.path / FORMS_FILE))
            uri = (self.path / ENTITIES_FILE).resolve().as_uri()
            self._entities = sqlite3.connect(
                f"{uri}?mode=ro&immutable=1", uri=True, check_same_thread=False
            )
            self._loci = dict(self._entities.execute("SELECT idx, type FROM locus"))
            self._stored = stored_columns(self.path, self.manifest)
        except LexiconError:
            raise
        except (DamagedError, OSError, ValueError, RuntimeError, sqlite3.Error) as error:
            raise self._unusable(error) from error
        self.lookup = Memo(self._lookup, TOKENS).__getitem__
        self.begins = Memo(self._begins, TOKENS).__getitem__
        self.word_rank = lru_cache(TOKENS)(self._word_rank)
        self.gene = lru_cache(TOKENS)(self._gene)
        self.gene_by_ncbi = lru_cache(TOKENS)(self._gene_by_ncbi)
        self.family = lru_cache(FAMILIES)(self._family)
        self.families_of = lru_cache(TOKENS)(self._families_of)
        self.terms_of = lru_cache(TOKENS)(self._terms_of)
        self.term = lru_cache(TOKENS)(self._term)

    def verify(self) -> None:
        """Check the SHA-256 of every file, which opening does not.

        Raises:
            LexiconError: if a file is not the one that was built.
        """
        try:
            verify(self.path, self.manifest, _FILES, whole=True)
            stored_columns(self.path, self.manifest, whole=True)
        except DamagedError as error:
            raise self._unusable(error) from error

    def _checked_manifest(self) -> dict[str, Any]:
        """What the manifest says, all of it and of the files checked."""
        manifest = read_manifest(self.path)
        version = manifest.get("schema_version")
        if version != SCHEMA_VERSION:
            raise LexiconError(
                f"{self.path / MANIFEST_FILE}: lexicon schema {str(version)[:20]}, "
                f"this version reads {SCHEMA_VERSION}; {self._remedy()}"
            )
        verify(self.path, manifest, _FILES)
        return manifest

    def _unusable(self, error: Exception) -> LexiconError:
        return LexiconError(f"{self.path}: no usable lexicon ({error}); {self._remedy()}")

    def _remedy(self) -> str:
        anew = f"`reconcile lexicon build --out {self.path}`"
        if self.path == bundled_path():
            return f"reinstall the package, or in a checkout run {anew}"
        return f"build it anew with {anew}"

    @staticmethod
    def load(path: str | Path | None = None) -> Lexicon:
        """Open a lexicon; without a path the bundled one, once per process."""
        if path is not None:
            return Lexicon(path)
        with _LOCK:
            return _bundled()

    def __reduce__(self) -> tuple[Any, ...]:
        return (Lexicon.load, (None if self.path == bundled_path() else self.path,))

    def __contains__(self, key: str) -> bool:
        """Whether some form has this surface key."""
        return key in self._forms

    def prefixes(self, keys: str) -> list[str]:
        """The surface keys that the given characters begin with, shortest first."""
        # The trie's own search takes time in proportion to the characters that it is given.
        for length in _PROBES:
            if length < len(keys) and next(self._forms.iterkeys(keys[:length]), None) is None:
                keys = keys[:length]
                break
        found: list[str] = self._forms.prefixes(keys)
        return found

    def references(self, key: str, types: Container[int]) -> set[tuple[int, bool]]:
        """What entries under a surface key refer to, and whether that is a family.

        Args:
            key: the surface key.
            types: the types of the entries, as their places in `FORM_TYPES`.
        """
        packed = self._forms.get(key) or ()
        return {packed_reference(value) for value in packed if packed_type(value) in types}

    def begins_long_name(self, start: str, limit: int, longest: int) -> bool:
        """Whether a designation or former name that is long has a key that begins so.

        Args:
            start: what the key begins with.
            limit: how many keys are looked at, at most.
            longest: characters of a key, at most.
        """
        found, last = 0, ""
        for key, packed in self._forms.iteritems(start):
            if key != last:
                found, last = found + 1, key
                if found > limit:
                    break
            if packed[0] in LONG_NAMES and len(key) <= longest:
                return True
        return False

    def goes_on(self, start: str) -> bool:
        """Whether some surface key begins so and is longer."""
        size = len(start)
        return any(len(key) > size for key in self._forms.iterkeys(start))

    def _begins(self, prefix: str) -> bool:
        """Whether some surface key begins so, or is this."""
        return next(self._forms.iterkeys(prefix), None) is not None

    def keys(self, prefix: str, limit: int) -> list[str]:
        """At most `limit` surface keys that begin with a prefix, in lexicon order."""
        keys = self._forms.iterkeys(prefix)
        found: dict[str, None] = {}
        while missing := limit - len(found):
            more = dict.fromkeys(islice(keys, missing))
            if not more:
                break
            found.update(more)
        return list(found)

    def entries_from(self, prefix: str, limit: int) -> list[tuple[str, Entry]]:
        """At most `limit` entries whose surface keys begin with a prefix, in lexicon order."""
        found = islice(self._forms.iteritems(prefix), limit)
        return [(key, unpack(key, packed)) for key, packed in found]

    def _lookup(self, key: str) -> tuple[Entry, ...]:
        """The entries under a surface key, in the order of their types; empty if there are none."""
        packed = self._forms.get(key)
        return tuple(unpack(key, value) for value in packed) if packed else ()

    def _word_rank(self, word: str) -> int | None:
        """The frequency rank of an English word, 0 for the most frequent; None if it is none."""
        if not word.isalpha():
            return None
        lowered = word.lower()
        forms = {lowered, lowered.removesuffix("s")}
        ranks = [
            entry.ref
            for entry in self.lookup(surface_key(word))
            if entry.source == "words" and entry.form in forms
        ]
        return min(ranks, default=None)

    def _row(self, query: str, *values: object) -> tuple[Any, ...] | None:
        rows = self._rows(query, *values)
        return rows[0] if rows else None

    def _rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        try:
            with _LOCK:
                return self._entities.execute(query, values).fetchall()
        except UnicodeEncodeError:  # half of a surrogate pair, which no name or id has
            return []
        except sqlite3.DatabaseError as error:
            raise self._unusable(error) from error

    def _gene_by_ncbi(self, ncbi_gene_id: str) -> GeneRecord | None:
        """The gene with this NCBI Gene id."""
        row = self._row("SELECT idx FROM gene WHERE ncbi = ?", ncbi_gene_id)
        return None if row is None else self.gene(row[0])

    def _gene(self, index: int) -> GeneRecord:
        """The gene that an entry refers to.

        Raises:
            LexiconError: if there is none.
        """
        row = self._row("SELECT * FROM gene WHERE idx = ?", index)
        if row is None:
            raise LexiconError(f"{self.path}: no gene {index}")
        _, hgnc, symbol, name, ncbi, uniprot, ensembl, locus = row
        gene = _gene_of(symbol, hgnc, ncbi)
        return GeneRecord(index, gene, name, self._loci[locus], uniprot, ensembl)

    def derived(self) -> dict[str, Column]:
        """What follows from the entities, computed now, see `reconcile.lexicon.derived`."""
        return derive(self._rows)

    @kept_property
    def columns(self) -> Columns:
        """The same as it is stored; computed once for a lexicon without it."""
        return as_views(self.derived()) if self._stored is None else self._stored

    @kept_property
    def facts(self) -> Facts:
        """What texts ask of genes and families, in numbers."""
        return Facts(self.columns, self._loci)

    def all_symbols(self) -> list[tuple[int, str, int]]:
        """Index, approved symbol and number of Gene Ontology processes of every gene."""
        return self._rows(
            "SELECT gene.idx, gene.symbol, coalesce(length(gene_terms.terms), 0) / ? "
            "FROM gene LEFT JOIN gene_terms ON gene_terms.gene = gene.idx ORDER BY gene.idx",
            array("H").itemsize,
        )

    def given_families(self) -> list[tuple[int, str, str, tuple[int, ...]]]:
        """Index, id, kind and members of the families and complexes that a source gives."""
        rows = self._rows(
            "SELECT idx, id, kind, members FROM family WHERE source != 'hgnc' ORDER BY idx"
        )
        return [
            (idx, name, kind, tuple(map(int, genes.split()))) for idx, name, kind, genes in rows
        ]

    def gene_by_symbol(self, symbol: str) -> GeneRecord | None:
        """The gene with exactly this approved symbol."""
        for entry in self.lookup(surface_key(symbol)):
            if entry.type == "approved" and entry.form == symbol:
                return self.gene(entry.ref)
        return None

    def gene_by_hgnc(self, hgnc_id: str) -> GeneRecord | None:
        """The gene with this HGNC id (`HGNC:3430`)."""
        row = self._row("SELECT idx FROM gene WHERE hgnc = ?", hgnc_id.removeprefix("HGNC:"))
        return None if row is None else self.gene(row[0])

    def genes_by_accession(self) -> dict[str, int]:
        """The index of every gene by its Ensembl gene id and its UniProt accession.

        Of several genes with one accession it is the first.
        """
        found: dict[str, int] = {}
        for index, *accessions in self._rows("SELECT idx, ensembl, uniprot FROM gene ORDER BY idx"):
            for accession in filter(None, accessions):
                found.setdefault(accession, index)
        return found

    def gene_by_id(self, identifier: str) -> GeneRecord | None:
        """The gene with this identifier, `NCBIGene:2064` or `HGNC:3430`; None for any other.

        >>> Lexicon.load().gene_by_id("NCBIGene:2064").gene.symbol
        'ERBB2'
        """
        space, _, number = identifier.partition(":")
        if space == "NCBIGene":
            return self.gene_by_ncbi(number)
        return self.gene_by_hgnc(identifier) if space == "HGNC" else None

    def _family(self, index: int) -> Family:
        """The family or complex that an entry refers to.

        Raises:
            LexiconError: if there is none.
        """
        row = self._row("SELECT * FROM family WHERE idx = ?", index)
        if row is None:
            raise LexiconError(f"{self.path}: no family {index}")
        _, identifier, kind, name, source, listed = row
        members = tuple(int(member) for member in listed.split())
        genes = tuple(sorted(self._genes(members)))
        return Family(index, identifier, kind, name, source, members, genes)

    def _genes(self, indices: Sequence[int]) -> list[Gene]:
        """The genes with these indices, in any order.

        Raises:
            LexiconError: if one of them is not there.
        """
        if len(indices) > _FEW:  # one query for all takes a few times as long as one for one
            numbers = ",".join(map(str, indices))
            rows = self._rows(f"SELECT symbol, hgnc, ncbi FROM gene WHERE idx IN ({numbers})")
            if len(rows) == len(indices):
                return [_gene_of(*row) for row in rows]
        return [self.gene(index).gene for index in indices]

    def family_by_id(self, identifier: str) -> Family | None:
        """The family or complex with this id (`MEK`, `NFkappaB`)."""
        row = self._row("SELECT idx FROM family WHERE id = ? ORDER BY idx", identifier)
        return None if row is None else self.family(row[0])

    def _families_of(self, gene: int) -> tuple[int, ...]:
        """Indices of the families and complexes that a gene is a member of."""
        return self.facts.families_of(gene)

    def _terms_of(self, gene: int) -> tuple[int, ...]:
        """Indices of the Gene Ontology processes that a gene takes part in, ascending."""
        return self.facts.terms_of(gene)

    def _term(self, index: int) -> Term:
        """A Gene Ontology process."""
        row = self._row("SELECT * FROM term WHERE idx = ?", index)
        if row is None:
            raise LexiconError(f"{self.path}: no term {index}")
        return Term(*row)


def _gene_of(symbol: str, hgnc: int, ncbi: int | None) -> Gene:
    return Gene(symbol, f"HGNC:{hgnc}", None if ncbi is None else str(ncbi))


@lru_cache(maxsize=1)
def _bundled() -> Lexicon:
    return Lexicon(bundled_path())
