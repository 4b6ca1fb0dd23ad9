"""Names in a caption that add no human gene to a list, however surely they are read.

Those of a figure about organisms without human genes, pieces of longer names, letters that the text
defines otherwise, where a figure is from, what is spelled as something else than the gene (a
microRNA, a protein of yeast), and families of which the list has some: it says which are meant.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from reconcile.lexicon.schema import NON_GENE_TYPES
from reconcile.naming.abbreviations import names_something_else
from reconcile.organisms import BY_TAXON
from reconcile.organisms.about import organism_of
from reconcile.patterns import regex
from reconcile.records import Mention
from reconcile.suggest.caption_side import CaptionSide
from reconcile.suggest.case import Case
from reconcile.suggest.scope import SURELY_FOREIGN
from reconcile.text import surface_key

__all__ = ["is_never_added"]

_MICRO_RNA: Final = regex(r"(?:[a-z]{3}-)?(?:pri-|pre-)?(?:miR|miRNA|let)-?\d", re.IGNORECASE)
_YEAST_PROTEIN: Final = regex(r"[A-Z][a-z]{2}\d{1,3}p")
_OF_PROTEINS: Final = ("domain", "complex", "pathway")
"""The last words of what proteins are named by as well."""
_AS_IN_MAN: Final = frozenset({"mammal", "vertebrate"})
_SAID: Final = frozenset({"sentence", "nearest"})


def is_never_added(side: CaptionSide, place: int) -> bool:
    """Whether nothing that a caption says of a concept names a human gene in the figure.

    Args:
        side: the caption.
        place: the index of the concept in `Comparison.concepts`.
    """
    mentions = side.mentions(place)
    if _is_foreign(side.case, mentions) or _is_partly_listed(side, place):
        return True
    refs = side.case.comparison.concept_refs[place]
    return all(
        _is_piece(side, mention)
        or _is_spelled_otherwise(side.case, mention, refs)
        or _is_defined_otherwise(side, mention)
        for mention in mentions
    )


def _is_partly_listed(side: CaptionSide, place: int) -> bool:
    """Whether the list has some of a family or complex, named by itself or with others."""
    comparison = side.case.comparison
    label = comparison.concepts[place].kind != "gene" or any(
        mention.match is not None and mention.match.type == "label"
        for mention in side.mentions(place)
    )
    return label and not comparison.genes.isdisjoint(comparison.concept_refs[place])


def _is_foreign(case: Case, mentions: Sequence[Mention]) -> bool:
    """Whether a figure is about organisms without human genes, and no sentence says otherwise."""
    about = organism_of(case.comparison.figure)
    if 1 - about.human < SURELY_FOREIGN or not about.evidence:
        return False
    return not any(map(_is_of_host, mentions))


def _is_of_host(mention: Mention) -> bool:
    """Whether the words beside a mention put it into man or another vertebrate."""
    said = mention.organism is not None and mention.organism.detail in _SAID
    known = BY_TAXON.get(mention.taxon)
    return said and known is not None and known.group in _AS_IN_MAN


def _is_piece(side: CaptionSide, mention: Mention) -> bool:
    around, start, end = side.around, mention.start, mention.end
    return (
        around.is_piece(start, end, side.edges)
        or around.in_long_form(start, end)
        or around.is_source(start)
        or around.is_not_shown(end)
    )


def _is_spelled_otherwise(case: Case, mention: Mention, refs: Sequence[int]) -> bool:
    """Whether a name is spelled as a microRNA or a protein of yeast, and its gene is none."""
    if _YEAST_PROTEIN.fullmatch(mention.text):
        return True
    locus = {case.lexicon.gene(ref).locus_type for ref in refs}
    return _MICRO_RNA.match(mention.text) is not None and not any("RNA" in one for one in locus)


def _is_defined_otherwise(side: CaptionSide, mention: Mention) -> bool:
    """Whether the text says that the letters of a mention stand for something else."""
    longs = side.around.long_forms(mention.text)
    return bool(longs) and all(_is_thing(side.case, long) for long in longs)


def _is_thing(case: Case, name: str) -> bool:
    """Whether a name is that of a cell, a chemical, a disease, …, and of no gene."""
    entries = case.lexicon.lookup(surface_key(name))
    if any(entry.type not in NON_GENE_TYPES for entry in entries):
        return False
    return bool(entries) or (names_something_else(name) and not name.endswith(_OF_PROTEINS))
