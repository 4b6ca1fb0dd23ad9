"""The genes of organisms without human ones, where there is a table of them."""

from __future__ import annotations

from reconcile.lexicon.nomenclatures import nomenclature_of
from reconcile.lexicon.species import SpeciesGene, SpeciesLexicon, SpeciesMatch
from reconcile.records import Match

__all__ = ["foreign_gene", "is_foreign_name", "is_foreign_symbol", "is_written_symbol"]

_TYPES = {"symbol": "approved", "previous": "previous", "synonym": "alias"}


def is_foreign_symbol(taxon: str, name: str) -> bool | None:
    """Whether a name is, or was, a symbol of an organism in its very spelling.

    None where there is no table of the organism.

    >>> [is_foreign_symbol(*its) for its in (("7227", "hh"), ("7227", "JNK"), ("3702", "FT"))]
    [True, False, None]
    """
    if nomenclature_of(taxon) is None:
        return None
    found = SpeciesLexicon.open(taxon).lookup(name)
    return any(one.kind != "synonym" and one.spelling == "exact" for one in found)


def is_written_symbol(taxon: str, name: str) -> bool:
    """Whether a name is a symbol of an organism's gene, or how its protein is written.

    False where there is no table of the organism.

    >>> [is_written_symbol("6239", name) for name in ("daf-16", "DAF-16", "daf16", "insulin")]
    [True, True, False, False]
    """
    if nomenclature_of(taxon) is None:
        return False
    found = SpeciesLexicon.open(taxon).lookup(name)
    return any(one.kind == "symbol" and one.spelling != "other" for one in found)


def is_foreign_name(taxon: str, name: str) -> bool:
    """Whether a name is a name of an organism's gene, or how its protein is written.

    >>> is_foreign_name("7227", "EGFR"), is_foreign_name("7227", "NLRP3")
    (True, False)
    """
    found = SpeciesLexicon.open(taxon).lookup(name)
    return any(one.spelling != "other" for one in found)


def foreign_gene(taxon: str, name: str) -> tuple[SpeciesGene, Match] | None:
    """The one gene of an organism that a name means best, and how it is its name.

    What is spelled like the name comes before a symbol whose protein is: `Tor` is mTor, formerly
    Tor, and not the protein of tor. None where there is no table of the organism, no such gene, or
    several.

    >>> gene, match = foreign_gene("7227", "Tor")
    >>> gene.symbol, match.type
    ('mTor', 'previous')
    """
    nomenclature = nomenclature_of(taxon)
    if nomenclature is None:
        return None
    found = sorted(SpeciesLexicon.open(taxon).lookup(name), key=_rank)
    if not found or (len(found) > 1 and _rank(found[0]) == _rank(found[1])):
        return None
    best = found[0]
    return best.gene, Match(best.gene.symbol, _TYPES[best.kind], nomenclature.source, "species")


def _rank(match: SpeciesMatch) -> tuple[bool, bool, bool, bool]:
    """How good a match is: symbols in their spelling, former ones, proteins, other names."""
    synonym, other = match.kind == "synonym", match.spelling == "other"
    return other, synonym, match.spelling != "exact", match.kind != "symbol"
