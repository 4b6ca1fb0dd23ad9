"""What the entries of a list are when the list is one of another organism."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from reconcile.lexicon import Entry as LexiconEntry
from reconcile.lexicon import Lexicon
from reconcile.lexicon.nomenclatures import nomenclature_of
from reconcile.lexicon.schema import NON_GENE_TYPES
from reconcile.lexicon.species import NameKind, SpeciesGene, SpeciesLexicon
from reconcile.records import HUMAN, Figure, OcrWord
from reconcile.text import surface_key

__all__ = ["Entry", "Role", "read_entries"]

Role: TypeAlias = Literal["ortholog", "alone", "human", "other"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a list, read as of the organism.

    Attributes:
        keyword: as written.
        role: a gene of the organism with a human ortholog, one that stands alone, a human gene in
            its human spelling, or anything else (a label, a thing, another organism, unknown).
        gene: the gene of the organism; None for `human` and `other`.
        kind: what kind of name of it the entry is.
        human: the symbol of the human gene that it stands for, or is; None for the other roles.
        rows: the words off the image that brought it in as a gene.
    """

    keyword: str
    role: Role
    gene: SpeciesGene | None = None
    kind: NameKind = "symbol"
    human: str | None = None
    rows: tuple[OcrWord, ...] = ()

    @property
    def stand_in(self) -> str | None:
        """What is compared in its place; None for what is compared by itself."""
        if self.role == "ortholog":
            return self.human
        return self.keyword if self.role == "other" else None


def read_entries(figure: Figure, table: SpeciesLexicon, lexicon: Lexicon) -> tuple[Entry, ...]:
    """What each entry of a list is, in list order.

    The OCR provenance of an entry says whose gene it is; without any its letters do: a symbol of
    the organism, a label or thing that the human lexicon knows by these letters, a human symbol,
    another name in the organism. Where no orthologs are stated, a human symbol that is also how the
    organism's protein is written is the organism's.
    """
    rows: dict[str, list[OcrWord]] = defaultdict(list)
    for row in figure.ocr:
        if row.kind == "gene":
            rows[row.symbol].append(row)
    reader = _Reader(table, lexicon, table.has_orthologs)
    found = {
        keyword: reader.entry(keyword, tuple(rows.get(keyword, ())))
        for keyword in figure.keywords or ()
    }
    return tuple(found[keyword] for keyword in figure.keywords or ())


@dataclass(frozen=True, slots=True)
class _Reader:
    table: SpeciesLexicon
    lexicon: Lexicon
    has_orthologs: bool

    def entry(self, keyword: str, rows: tuple[OcrWord, ...]) -> Entry:
        own = tuple(row for row in rows if self._is_own(row))
        gene = self._by_provenance(keyword, own)
        if gene is not None:
            return self._of_gene(keyword, gene, self._kind(keyword, gene), own)
        symbol = self.table.gene_by_symbol(keyword)
        if symbol is not None:
            return self._of_gene(keyword, symbol, "symbol", own or rows)
        taxa = {row.taxon_id for row in rows if row.taxon_id}
        if HUMAN in taxa:
            return self._human(keyword, rows)
        if taxa and not own:
            return Entry(keyword, "other", rows=rows)
        return self._by_letters(keyword, rows)

    def _is_own(self, row: OcrWord) -> bool:
        of = nomenclature_of(row.taxon_id or "")
        return of is not None and of.taxon == self.table.taxon

    def _by_provenance(self, keyword: str, own: Sequence[OcrWord]) -> SpeciesGene | None:
        """The gene that PFOCR meant, by its NCBI Gene id, else by its symbol, else as it says."""
        found = {
            gene.index: gene
            for row in own
            if (gene := self.table.gene_by_ncbi(row.ncbi_gene_id or "")) is not None
        }
        if len(found) == 1:
            return next(iter(found.values()))
        if not own or found:
            return None
        symbol = self.table.gene_by_symbol(keyword)
        return symbol or next(filter(None, map(_stated, own)), None)

    def _kind(self, keyword: str, gene: SpeciesGene) -> NameKind:
        kinds = (m.kind for m in self.table.lookup(keyword) if m.gene.index == gene.index)
        return "symbol" if keyword == gene.symbol else next(kinds, "previous")

    def _of_gene(
        self, keyword: str, gene: SpeciesGene, kind: NameKind, rows: tuple[OcrWord, ...]
    ) -> Entry:
        human = self._ortholog(gene)
        return Entry(keyword, "alone" if human is None else "ortholog", gene, kind, human, rows)

    def _ortholog(self, gene: SpeciesGene) -> str | None:
        """The symbol of the human ortholog; of several that with the same letters, or the first."""
        records = (self.lexicon.gene_by_hgnc(identifier) for identifier in gene.human)
        symbols = [record.gene.symbol for record in records if record is not None]
        key = surface_key(gene.symbol)
        return next((s for s in symbols if surface_key(s) == key), next(iter(symbols), None))

    def _human(self, keyword: str, rows: tuple[OcrWord, ...]) -> Entry:
        """A human gene, if the lexicon knows it by its symbol or by the id of its rows."""
        record = self.lexicon.gene_by_symbol(keyword)
        if record is None:
            ids = {row.ncbi_gene_id for row in rows if row.taxon_id == HUMAN and row.ncbi_gene_id}
            records = [r for i in sorted(ids) if (r := self.lexicon.gene_by_ncbi(i)) is not None]
            record = records[0] if len(records) == 1 else None
        if record is None:
            return Entry(keyword, "other", rows=rows)
        return Entry(keyword, "human", human=record.gene.symbol, rows=rows)

    def _by_letters(self, keyword: str, rows: tuple[OcrWord, ...]) -> Entry:
        entries = self.lexicon.lookup(surface_key(keyword))
        if any(e.type in ("label", "root") or _is_thing(e, keyword) for e in entries):
            return Entry(keyword, "other", rows=rows)
        matches = self.table.lookup(keyword)
        human = self.lexicon.gene_by_symbol(keyword) is not None
        if human and (self.has_orthologs or not matches):
            return self._human(keyword, rows)
        best = [match for match in matches if match.rank == matches[0].rank]
        if len(best) != 1:
            return Entry(keyword, "other", rows=rows)
        return self._of_gene(keyword, best[0].gene, best[0].kind, rows)


def _is_thing(entry: LexiconEntry, keyword: str) -> bool:
    """Whether letters are the name of a thing or a word, capitals in any case but all left out."""
    if entry.type not in NON_GENE_TYPES or entry.form is None:
        return False
    if keyword.isupper():
        return entry.form == keyword
    return entry.form.lower() == keyword.lower()


def _stated(row: OcrWord) -> SpeciesGene | None:
    """The gene that a row states by symbol and NCBI Gene id, for one that the table lacks."""
    if not row.ncbi_gene_id:
        return None
    number = row.ncbi_gene_id
    return SpeciesGene(-1, f"NCBIGene:{number}", row.symbol, None, number, ())
