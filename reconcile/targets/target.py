"""A list in another organism's symbols: the human figure that stands for it, and the way back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reconcile.lexicon import Lexicon
from reconcile.lexicon.nomenclatures import nomenclature_of
from reconcile.lexicon.species import SpeciesGene, SpeciesLexicon
from reconcile.organism_records import OrganismReconciliation
from reconcile.records import HUMAN, Figure, Mention, OcrWord, Reconciliation
from reconcile.targets.entries import Entry, read_entries
from reconcile.targets.names import Names
from reconcile.targets.results import Own, put_back

__all__ = ["Target", "View"]


@dataclass(frozen=True, slots=True)
class View:
    """A figure as it is compared.

    Attributes:
        original: the figure as it was given.
        figure: the same with human genes in the list for those of the organism.
        entries: what each entry of the original list is.
        names: the way back.
    """

    original: Figure
    figure: Figure
    entries: tuple[Entry, ...]
    names: Names


class Target:
    """An organism whose symbols lists are compared and corrected in.

    >>> mouse = Target("10090", Lexicon.load())
    >>> mouse.view(Figure("F1", keywords=["Trp53", "AKT"])).figure.keywords
    ('TP53', 'AKT')
    """

    def __init__(self, organism: str, lexicon: Lexicon) -> None:
        """Open the table of the organism.

        Args:
            organism: taxon id or name.
            lexicon: the human genes; its folder may have tables of its own.

        Raises:
            LexiconError: there is no table of the organism, or it cannot be opened.
        """
        self.table = SpeciesLexicon.open(organism, lexicon.path)
        self._lexicon = lexicon

    def view(self, figure: Figure) -> View:
        """The figure with the human genes that stand for those of the list."""
        entries = read_entries(figure, self.table, self._lexicon)
        names = _names(entries, self.table, self._lexicon)
        stand_ins = (entry.stand_in for entry in entries)
        keywords = tuple(dict.fromkeys(word for word in stand_ins if word is not None))
        rows = _Rows(entries, self.table, self._lexicon)
        listed = None if figure.keywords is None else keywords
        human = replace(figure, keywords=listed, ocr=rows.standing_in(figure.ocr))
        return View(figure, human, entries, names)

    def mentions(self, mentions: Sequence[Mention]) -> tuple[tuple[Mention, ...], Own]:
        """The mentions as they are compared, and the genes that stand for themselves in them.

        A mention without a human gene is that of the gene of the organism with this symbol, if it
        has no human ortholog. Where no human orthologs are stated at all, a mention is that of the
        one gene that has its text as a name, and that of a family of the gene with this symbol
        (`Hh`). What the text puts into another organism is not.
        """
        alone = not self.table.has_orthologs
        own: dict[int, SpeciesGene] = {}
        for place, mention in enumerate(mentions):
            if (mention.genes and not alone) or not self._may_be_own(mention.taxon):
                continue
            matches = self.table.lookup(mention.text)
            best = [match for match in matches if match.rank == matches[0].rank]
            if len(best) != 1 or best[0].gene.human:
                continue
            if best[0].is_symbol or (alone and mention.kind in ("gene", "nonhuman")):
                own[place] = best[0].gene
        compared = tuple(
            replace(mention, genes=(), kind="nonhuman") if place in own else mention
            for place, mention in enumerate(mentions)
        )
        return compared, own

    def _may_be_own(self, taxon: str) -> bool:
        of = nomenclature_of(taxon)
        return taxon == HUMAN or (of is not None and of.taxon == self.table.taxon)

    def result(
        self, view: View, own: Own, mentions: Sequence[Mention], human: Reconciliation
    ) -> OrganismReconciliation:
        """The result of the human figure, put back into the genes of the organism.

        Args:
            view: the figure as it was compared.
            own: the genes that stand for themselves in the caption, by their mentions.
            mentions: what the caption names, as it was found.
            human: the result of the comparison.
        """
        return put_back(view.original, view.entries, view.names, own, mentions, human)


def _names(entries: Sequence[Entry], table: SpeciesLexicon, lexicon: Lexicon) -> Names:
    listed: dict[str, tuple[SpeciesGene, ...]] = {}
    words: dict[str, tuple[str, ...]] = {}
    for entry in entries:
        if entry.role == "ortholog" and entry.human is not None and entry.gene is not None:
            genes, spelled = listed.get(entry.human, ()), words.get(entry.human, ())
            if entry.gene not in genes:
                listed[entry.human] = (*genes, entry.gene)
            if entry.keyword not in spelled:
                words[entry.human] = (*spelled, entry.keyword)
    return Names(table, lexicon, listed, words)


class _Rows:
    """The words off the image, as those of the human genes that stand in the list."""

    def __init__(self, entries: Sequence[Entry], table: SpeciesLexicon, lexicon: Lexicon) -> None:
        self._entries = {entry.keyword: entry for entry in entries}
        self._table, self._lexicon = table, lexicon

    def standing_in(self, rows: Sequence[OcrWord]) -> tuple[OcrWord, ...]:
        changed = (self._row(row) for row in rows)
        return tuple(row for row in changed if row is not None)

    def _row(self, row: OcrWord) -> OcrWord | None:
        """The row of the stand-in; None for that of an entry that is not compared."""
        entry = self._entries.get(row.symbol) if row.kind == "gene" else None
        if entry is None or entry.role == "other":
            return row
        if entry.human is None or entry.gene is None or row not in entry.rows:
            return None
        record = self._lexicon.gene_by_symbol(entry.human)
        ncbi = record.gene.ncbi_gene_id if record is not None else None
        match = entry.human if self._is_symbol(row.match, entry.gene) else row.match
        return replace(row, match=match, symbol=entry.human, ncbi_gene_id=ncbi, taxon_id=HUMAN)

    def _is_symbol(self, match: str, gene: SpeciesGene) -> bool:
        return match.lower() == gene.symbol.lower()
