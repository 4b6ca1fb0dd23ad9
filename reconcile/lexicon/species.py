"""The genes of another organism: a table that is opened only when it is asked for."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any, Final, Literal, TypeAlias

import marisa_trie

from reconcile.bundled import bundled_path
from reconcile.checksums import DamagedError, read_manifest, verify
from reconcile.errors import LexiconError
from reconcile.lexicon.nomenclatures import (
    Nomenclature,
    accepted_organisms,
    nomenclature_of,
    table_key,
)
from reconcile.lexicon.schema import SPECIES_FOLDER, TABLES_VERSION, table_files, unpack
from reconcile.locks import fork_lock
from reconcile.remembered import SELDOM

__all__ = ["NameKind", "SpeciesGene", "SpeciesLexicon", "SpeciesMatch", "Spelling", "tables_info"]

NameKind: TypeAlias = Literal["symbol", "previous", "synonym"]
Spelling: TypeAlias = Literal["exact", "protein", "other"]

_KINDS: Final[dict[str, NameKind]] = {
    "approved": "symbol",
    "previous": "previous",
    "alias": "synonym",
}
_KIND_RANK: Final = {"symbol": 0, "previous": 1, "synonym": 2}
_SPELLING_RANK: Final = {"exact": 0, "protein": 1, "other": 2}
_SEPARATORS: Final = frozenset(" -‐‑–_.:()[]'")
"""What a name may have, or lack, beside its letters and digits and still be the same."""
_LOCK: Final = fork_lock()


@dataclass(frozen=True, slots=True)
class SpeciesGene:
    """A gene of another organism.

    Attributes:
        index: its place in the table.
        id: its id in the organism's database, such as `MGI:98834`.
        symbol: its symbol there.
        name: its long name; None where no source states one.
        ncbi_gene_id: its NCBI Gene id; None where no source states one.
        human: HGNC ids of the human orthologs that a source states, ascending; empty if none does.
    """

    index: int
    id: str
    symbol: str
    name: str | None
    ncbi_gene_id: str | None
    human: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SpeciesMatch:
    """A gene that a name may mean, and how the name is one of its names.

    Attributes:
        gene: the gene.
        kind: what kind of name it is: symbol, former symbol, or synonym.
        spelling: as the database spells it, as the protein of the symbol is written, or in other
            letter case or with other hyphens.
    """

    gene: SpeciesGene
    kind: NameKind
    spelling: Spelling

    @property
    def is_symbol(self) -> bool:
        """Whether the name is the symbol, or how its protein is written."""
        return self.kind == "symbol" and self.spelling != "other"

    @property
    def rank(self) -> tuple[int, int]:
        """How good the match is: the smaller the better."""
        if self.spelling == "exact" and self.kind != "synonym":
            return 0, _KIND_RANK[self.kind]
        if self.spelling == "protein" and self.kind == "symbol":
            return 0, 2
        return 1 + _SPELLING_RANK[self.spelling], _KIND_RANK[self.kind]


class SpeciesLexicon:
    """The genes of one organism, opened read-only.

    Safe to use from several threads; pickled by organism and path.

    >>> fly = SpeciesLexicon.open("fly")
    >>> [(m.gene.symbol, m.gene.id, m.kind, m.spelling) for m in fly.lookup("Hh")]
    [('hh', 'FB:FBgn0004644', 'symbol', 'protein')]
    >>> [gene.human for gene in SpeciesLexicon.open("mouse").best("p53")]
    [('HGNC:11998',)]
    """

    def __init__(self, nomenclature: Nomenclature, folder: str | Path) -> None:
        """Open the table of an organism in a folder of tables.

        Nothing of a file is used before its checksum was found right.

        Raises:
            LexiconError: if a file is missing or damaged, or of another version.
        """
        self.folder = Path(folder)
        self.nomenclature = nomenclature
        forms, genes = table_files(nomenclature.taxon)
        try:
            self.manifest = _manifest(self.folder)
            verify(self.folder, self.manifest, (forms, genes))
            self._forms = marisa_trie.BytesTrie()
            self._forms.mmap(str(self.folder / forms))
            uri = (self.folder / genes).resolve().as_uri()
            self._genes = sqlite3.connect(
                f"{uri}?mode=ro&immutable=1", uri=True, check_same_thread=False
            )
        except LexiconError:
            raise
        except (DamagedError, OSError, ValueError, RuntimeError, sqlite3.Error) as error:
            raise _unusable(self.folder, error) from error
        self.lookup = lru_cache(SELDOM)(self._lookup)
        self.gene = lru_cache(SELDOM)(self._gene)
        self._by_ncbi = lru_cache(1)(self._read_ncbi)
        self.genes_of_human = lru_cache(SELDOM)(self._genes_of_human)

    @staticmethod
    def open(organism: str, lexicon: str | Path | None = None) -> SpeciesLexicon:
        """Open the table of an organism, once per process and folder.

        Args:
            organism: a taxon id (`10090`) or a name (`mouse`, `Mus musculus`).
            lexicon: the folder of a lexicon; the bundled one where it is None or has no tables.

        Raises:
            LexiconError: if there is no table of this organism, or it is damaged.
        """
        nomenclature = nomenclature_of(organism)
        if nomenclature is None:
            raise LexiconError(
                f"no table of the genes of {organism!r}; there are those of {accepted_organisms()}"
            )
        with _LOCK:
            return _opened(nomenclature.taxon, tables_folder(lexicon))

    def __reduce__(self) -> tuple[Any, ...]:
        own = None if self.folder == tables_folder(None) else self.folder.parent
        return (SpeciesLexicon.open, (self.nomenclature.taxon, own))

    @property
    def taxon(self) -> str:
        """NCBI Taxonomy id of the organism."""
        return self.nomenclature.taxon

    def __len__(self) -> int:
        """How many genes the table has."""
        return int(self._rows("SELECT count(*) FROM gene")[0][0])

    @property
    def has_orthologs(self) -> bool:
        """Whether a source states the human orthologs of any gene."""
        facts = self.manifest["tables"][self.taxon]
        return bool(facts["with_human_ortholog"])

    def _lookup(self, name: str) -> tuple[SpeciesMatch, ...]:
        """The genes that a name may mean, each once with its best match, best first.

        Where two genes differ by letter case alone, as a fly's may, another letter case counts only
        where no gene has the name as it stands.
        """
        found: dict[int, SpeciesMatch] = {}
        for match in self._matches(name):
            known = found.get(match.gene.index)
            if known is None or match.rank < known.rank:
                found[match.gene.index] = match
        best = sorted(found.values(), key=lambda match: (match.rank, match.gene.index))
        if self.nomenclature.case_sensitive and best and best[0].spelling != "other":
            best = [match for match in best if match.spelling != "other"]
        return tuple(best)

    def names_from(self, prefix: str, limit: int) -> list[tuple[str, NameKind, int]]:
        """The names that begin so: spelling, kind, and the place of the gene.

        Args:
            prefix: a key of names, see `table_key`.
            limit: how many names at most, in the order of their keys.
        """
        found = []
        for key, packed in islice(self._forms.iteritems(prefix), limit):
            entry = unpack(key, packed)
            found.append((entry.form or key, _KINDS[entry.type], entry.ref))
        return found

    def best(self, name: str) -> tuple[SpeciesGene, ...]:
        """The genes that a name means best: one, none, or those that it is as good a name of."""
        found = self.lookup(name)
        return tuple(match.gene for match in found if match.rank == found[0].rank)

    def _matches(self, name: str) -> list[SpeciesMatch]:
        matches = []
        signs = {char for char in name if not char.isalnum() and char not in _SEPARATORS}
        for stem in self.nomenclature.stems(name):
            key = table_key(stem)
            for packed in self._forms.get(key) or ():
                entry = unpack(key, packed)
                form = entry.form or key
                spelling: Spelling = "other"
                if stem == form:
                    spelling = "exact" if stem == name else "protein"
                elif self.nomenclature.is_protein_of(name, form):
                    spelling = "protein"
                elif signs and not signs <= set(form):
                    continue
                matches.append(SpeciesMatch(self.gene(entry.ref), _KINDS[entry.type], spelling))
        return matches

    def _rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        try:
            with _LOCK:
                return self._genes.execute(query, values).fetchall()
        except UnicodeEncodeError:  # half of a surrogate pair, which no name or id has
            return []
        except sqlite3.DatabaseError as error:
            raise _unusable(self.folder, error) from error

    def _gene(self, index: int) -> SpeciesGene:
        """The gene at a place of the table.

        Raises:
            LexiconError: if there is none.
        """
        rows = self._rows("SELECT id, symbol, name, ncbi FROM gene WHERE idx = ?", index)
        if not rows:
            raise LexiconError(f"{self.folder}: no gene {index} of {self.nomenclature.name}")
        identifier, symbol, name, ncbi = rows[0]
        human = self._rows("SELECT hgnc FROM human WHERE gene = ? ORDER BY hgnc", index)
        return SpeciesGene(
            index,
            self.nomenclature.identifier(identifier),
            symbol,
            name,
            None if ncbi is None else str(ncbi),
            tuple(f"HGNC:{number}" for (number,) in human),
        )

    def gene_by_symbol(self, symbol: str) -> SpeciesGene | None:
        """The gene with exactly this symbol; None if none has it."""
        for match in self.lookup(symbol):
            if match.kind == "symbol" and match.gene.symbol == symbol:
                return match.gene
        return None

    def gene_by_id(self, identifier: str) -> SpeciesGene | None:
        """The gene with this id of the organism's database, `MGI:98834`; None if none has it."""
        prefix, _, local = identifier.partition(":")
        if prefix != self.nomenclature.prefix:
            return None
        rows = self._rows("SELECT idx FROM gene WHERE id = ?", self.nomenclature.stored(local))
        return self.gene(rows[0][0]) if rows else None

    def gene_by_ncbi(self, ncbi_gene_id: str) -> SpeciesGene | None:
        """The gene with this NCBI Gene id; None if none is stated to have it."""
        index = self._by_ncbi().get(ncbi_gene_id)
        return None if index is None else self.gene(index)

    def _read_ncbi(self) -> dict[str, int]:
        rows = self._rows("SELECT ncbi, idx FROM gene WHERE ncbi IS NOT NULL ORDER BY idx DESC")
        return {str(number): index for number, index in rows}

    def _genes_of_human(self, hgnc_id: str) -> tuple[SpeciesGene, ...]:
        """The genes that are stated to be orthologs of a human gene, by symbol."""
        number = hgnc_id.removeprefix("HGNC:")
        rows = self._rows("SELECT gene FROM human WHERE hgnc = ?", number)
        return tuple(sorted((self.gene(row[0]) for row in rows), key=lambda gene: gene.symbol))

    def orthologs(self) -> dict[int, tuple[str, ...]]:
        """The HGNC ids of the human orthologs of every gene that has any, by the gene's place."""
        found: dict[int, list[str]] = defaultdict(list)
        for gene, number in self._rows("SELECT gene, hgnc FROM human ORDER BY gene, hgnc"):
            found[gene].append(f"HGNC:{number}")
        return {gene: tuple(ids) for gene, ids in found.items()}


def tables_folder(lexicon: str | Path | None) -> Path:
    """The folder of the tables that belong to a lexicon; the bundled ones if it has none."""
    if lexicon is not None and (own := Path(lexicon) / SPECIES_FOLDER).is_dir():
        return own
    return bundled_path("lexicon") / SPECIES_FOLDER


def tables_info(lexicon: str | Path, *, whole: bool = False) -> dict[str, Any] | None:
    """The manifest of the tables of a lexicon, checked; None where it has no tables.

    Args:
        lexicon: the folder of the lexicon.
        whole: compare every file, with SHA-256 too.

    Raises:
        LexiconError: if the manifest, or with `whole` any file, is not what was written.
    """
    folder = Path(lexicon) / SPECIES_FOLDER
    if not folder.is_dir():
        return None
    try:
        manifest = _manifest(folder)
        verify(folder, manifest, list(manifest["files"]) if whole else (), whole=whole)
    except (DamagedError, OSError) as error:
        raise _unusable(folder, error) from error
    return manifest


def _manifest(folder: Path) -> dict[str, Any]:
    manifest = read_manifest(folder)
    if manifest.get("schema_version") != TABLES_VERSION:
        found = str(manifest.get("schema_version"))[:20]
        raise DamagedError(f"{folder}: tables of version {found}, expected {TABLES_VERSION}")
    return manifest


def _unusable(folder: Path, error: Exception) -> LexiconError:
    anew = f"`reconcile lexicon build --out {folder.parent}`"
    if folder == tables_folder(None):
        anew = f"reinstall the package, or in a checkout run {anew}"
    else:
        anew = f"build it anew with {anew}"
    return LexiconError(f"{folder}: no usable table of other organisms ({error}); {anew}")


@lru_cache(maxsize=16)
def _opened(taxon: str, folder: Path) -> SpeciesLexicon:
    nomenclature = nomenclature_of(taxon)
    assert nomenclature is not None
    return SpeciesLexicon(nomenclature, folder)
