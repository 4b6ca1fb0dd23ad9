"""Human genes of a result, put back into the genes of the organism; and the words about them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import cycle
from typing import Final

from reconcile.lexicon import Lexicon
from reconcile.lexicon.species import SpeciesGene, SpeciesLexicon
from reconcile.organism_records import OrganismGene
from reconcile.patterns import regex
from reconcile.records import Evidence, Gene
from reconcile.text import surface_key

__all__ = ["Names", "organism_gene"]

_BY_ORGANISM: Final = regex(r"\bhuman\b")
_WORD: Final = regex(r"[\w-]+")
_SYMBOLS: Final = frozenset({"list", "neighbour"})
"""The types of evidence whose text is a symbol."""


def organism_gene(gene: SpeciesGene) -> OrganismGene:
    """A gene of a table as results have it."""
    return OrganismGene(gene.symbol, None, gene.ncbi_gene_id, gene.id)


@dataclass(frozen=True, slots=True)
class Names:
    """How the human genes of one figure are called in the organism.

    Attributes:
        table: the genes of the organism.
        lexicon: the human genes.
        listed: human symbol → the genes of the list that it stands for, in list order.
        entries: human symbol → the entries of the list that it stands for, in list order.
    """

    table: SpeciesLexicon
    lexicon: Lexicon
    listed: dict[str, tuple[SpeciesGene, ...]]
    entries: dict[str, tuple[str, ...]]
    _known: dict[str, str] = field(default_factory=dict)

    def gene(self, human: Gene) -> OrganismGene:
        """The gene of the organism: the listed one, else its ortholog, else the human one."""
        found = self._found(human)
        if found is None:
            return OrganismGene(human.symbol, human.hgnc_id, human.ncbi_gene_id, human.hgnc_id)
        return organism_gene(found)

    def genes(self, human: Iterable[Gene]) -> tuple[OrganismGene, ...]:
        """The genes of the organism, each once, by symbol; all that the list has of each."""
        found: dict[str, OrganismGene] = {}
        for gene in human:
            for one in self.listed.get(gene.symbol, ()) or (None,):
                first = self.gene(gene)
                put = first if one is None else organism_gene(one)
                found[put.symbol] = put
        return tuple(found[symbol] for symbol in sorted(found))

    def human(self, symbol: str) -> Gene | None:
        """The human gene with a symbol; None if there is none."""
        record = self.lexicon.gene_by_symbol(symbol)
        return None if record is None else record.gene

    def human_genes(self, symbols: Iterable[str]) -> tuple[Gene, ...]:
        """The human genes with these symbols."""
        return tuple(gene for gene in map(self.human, symbols) if gene is not None)

    def symbols(self, human: Iterable[Gene]) -> tuple[str, ...]:
        """The symbols of those that are genes of the organism, sorted."""
        return tuple(gene.symbol for gene in self.genes(human) if gene.hgnc_id is None)

    def _found(self, human: Gene) -> SpeciesGene | None:
        if (listed := self.listed.get(human.symbol)) is not None:
            return listed[0]
        orthologs = self.table.genes_of_human(human.hgnc_id) if human.hgnc_id else ()
        return _nearest(human.symbol, orthologs)

    def text(self, said: str, entry: str | None = None, stand_in: str | None = None) -> str:
        """A sentence about human genes, with the symbols of the organism; quotes stay as they are.

        Args:
            said: the sentence.
            entry: the entry of the list that it is about.
            stand_in: what stood for that entry.
        """

        def word(found: re.Match[str]) -> str:
            if entry is not None and found[0] == stand_in:
                return entry
            return self._called(found[0])

        pieces = said.split('"')
        return '"'.join(
            piece if quoted else _WORD.sub(word, piece)
            for piece, quoted in zip(pieces, cycle((False, True)), strict=False)
        )

    def _called(self, word: str) -> str:
        """What the gene with a human symbol is called in the organism; other words as they are."""
        if word not in self._known:
            human = self.human(word)
            found = self._found(human) if human is not None else None
            self._known[word] = word if found is None else found.symbol
        return self._known[word]

    def about_organism(self, said: str) -> str:
        """The same of a sentence that speaks of human genes as what the list is of."""
        return _BY_ORGANISM.sub(self.table.nomenclature.name, said)

    def evidence(
        self, pieces: Iterable[Evidence], entry: str | None = None, stand_in: str | None = None
    ) -> tuple[Evidence, ...]:
        """Pieces of evidence; what stood in the caption or on the image stays as it was."""
        return tuple(
            replace(
                piece,
                text=self.text(piece.text, entry, stand_in)
                if piece.type in _SYMBOLS or piece.text == stand_in
                else piece.text,
                detail=piece.detail
                if piece.type == "ocr"
                else self.text(piece.detail, entry, stand_in),
            )
            for piece in pieces
        )


def _nearest(symbol: str, genes: tuple[SpeciesGene, ...]) -> SpeciesGene | None:
    """The gene with the same letters, else the first by symbol."""
    key = surface_key(symbol)
    same = (gene for gene in genes if surface_key(gene.symbol) == key)
    return next(same, next(iter(genes), None))
