"""What a figure is about where that is no vertebrate, and whose symbols its entries then are."""

from __future__ import annotations

from typing import Final

from reconcile.figure import Figure
from reconcile.lexicon.nomenclatures import Nomenclature, nomenclature_of
from reconcile.lexicon.species import SpeciesGene, SpeciesLexicon
from reconcile.locks import kept_property
from reconcile.organisms import BY_TAXON
from reconcile.organisms.about import MIXED, organism_of
from reconcile.records import FigureOrganism

__all__ = ["AS_IN_MAN", "Strangers"]

AS_IN_MAN: Final = frozenset({"mammal", "vertebrate"})
"""Groups whose symbols the lexicon itself has, as those of human orthologs."""
_HALF: Final = 0.5
_NEAREST: Final = {"bacterium": "511145", "fungus": "559292", "insect": "7227", "worm": "6239"}
"""The organism of each group that there is a table of; its symbols are those of its relatives."""


class Strangers:
    """The organisms without human genes that a figure is about.

    Nothing is read before it is asked for, and the table of an organism not before a figure is
    about it.

    >>> fly = Strangers(Figure("F", "Eye of Drosophila", title="Fate of R7 in Drosophila"))
    >>> fly.expects("7227"), fly.expects("7955"), fly.gene("sev")[1].id
    (True, False, 'FB:FBgn0003366')
    """

    def __init__(self, figure: Figure) -> None:
        self._figure = figure

    @kept_property
    def _about(self) -> FigureOrganism:
        return organism_of(self._figure)

    @kept_property
    def _groups(self) -> frozenset[str]:
        """The groups that the figure is more likely about than not, but for those as in man."""
        about = self._about
        if about.probability <= _HALF:
            return frozenset()
        groups = about.parts if about.group == MIXED else (about.group,)
        return frozenset(groups) - AS_IN_MAN

    @kept_property
    def _tables(self) -> tuple[SpeciesLexicon, ...]:
        own = nomenclature_of(self._about.taxon or "")
        if own is not None and _group_of(own.taxon) in self._groups:
            return (SpeciesLexicon.open(own.taxon),)
        return tuple(SpeciesLexicon.open(_NEAREST[g]) for g in _NEAREST if g in self._groups)

    @property
    def told(self) -> bool:
        """Whether the texts say what the figure is about; else it is taken for one on mammals."""
        return any(piece.type in ("caption", "heading") for piece in self._about.evidence)

    @property
    def are_told(self) -> bool:
        """Whether the texts say that the figure is about organisms without human genes."""
        return self.told and bool(self._groups)

    def expects(self, taxon: str) -> bool:
        """Whether the figure is about an organism, or one of its kind."""
        return _group_of(taxon) in self._groups

    def share(self, taxon: str) -> float:
        """How probable it is that the figure is about an organism, or one of its kind."""
        about, group = self._about, _group_of(taxon)
        if group in about.parts:
            return about.probability
        return next((its.probability for its in about.groups if its.group == group), 0.0)

    def gene(self, symbol: str) -> tuple[Nomenclature, SpeciesGene] | None:
        """The gene with a symbol, of what the figure is about or the nearest to it with a table."""
        for table in self._tables:
            gene = table.gene_by_symbol(symbol)
            if gene is not None:
                return table.nomenclature, gene
        return None


def _group_of(taxon: str) -> str | None:
    nomenclature = nomenclature_of(taxon)
    known = BY_TAXON.get(taxon if nomenclature is None else nomenclature.species or taxon)
    return None if known is None else known.group
