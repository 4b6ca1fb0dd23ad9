"""Which organism's symbols a list is to be in: as asked, or as the list itself says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from reconcile.cleaning import clean
from reconcile.errors import ReconcileError
from reconcile.lexicon import Lexicon
from reconcile.lexicon.nomenclatures import NOMENCLATURES, accepted_organisms, nomenclature_of
from reconcile.lexicon.species import SpeciesLexicon
from reconcile.organisms import BY_TAXON, find_organisms
from reconcile.records import HUMAN, Figure

__all__ = ["AUTO", "TargetError", "chosen_organism", "parsed_organism"]

AUTO: Final = "auto"
"""The organism that each record says for itself."""

_FEWEST: Final = 2
"""A single entry says nothing of the list that it is in."""


class TargetError(ReconcileError, ValueError):
    """An organism whose symbols there is no table of."""


def parsed_organism(organism: str) -> str:
    """The taxon id of an organism that lists may be in the symbols of, or `auto`.

    Args:
        organism: a taxon id or name: `human`, `mouse`, `10090`, `Mus musculus`, `auto`.

    Raises:
        TargetError: there is no table of its genes; the message lists what is accepted.

    >>> parsed_organism("Mouse"), parsed_organism("9606"), parsed_organism("auto")
    ('10090', '9606', 'auto')
    """
    said = " ".join(organism.split()).lower()
    if said == AUTO:
        return AUTO
    human = BY_TAXON[HUMAN]
    if said in (HUMAN, human.common.lower(), human.name.lower()):
        return HUMAN
    found = nomenclature_of(said)
    if found is None:
        raise TargetError(
            f"no gene symbols of {organism!r}; expected auto, human ({HUMAN}), "
            f"{accepted_organisms()}, by name or taxon id"
        )
    return found.taxon


def chosen_organism(figure: Figure, lexicon: Lexicon) -> str:
    """The organism whose symbols most entries of a list are, man where that is not clear.

    An entry counts for an organism by its exact symbol alone. Where several have as many, as mouse
    and rat share most symbols, the record and the caption decide, then the order of the tables.

    >>> figure = Figure("F1", keywords=["Trp53", "Akt1", "Casp3"])
    >>> chosen_organism(figure, Lexicon.load())
    '10090'
    """
    entries = list(dict.fromkeys(figure.keywords or ()))
    if len(entries) < _FEWEST:
        return HUMAN
    human = sum(lexicon.gene_by_symbol(entry) is not None for entry in entries)
    if 2 * human >= len(entries):
        return HUMAN
    counts = {taxon: n for taxon, n in _counted(entries, lexicon).items() if 2 * n > len(entries)}
    most = max(counts.values(), default=0)
    best = [taxon for taxon, n in counts.items() if n == most and n > human]
    if not best:
        return HUMAN
    named = _named(figure)
    return min(best, key=lambda taxon: (-named[taxon], best.index(taxon)))


def _counted(entries: Sequence[str], lexicon: Lexicon) -> dict[str, int]:
    """How many entries are exact symbols of each organism."""
    tables = (SpeciesLexicon.open(of.taxon, lexicon.path) for of in NOMENCLATURES)
    return {
        table.taxon: sum(table.gene_by_symbol(entry) is not None for entry in entries)
        for table in tables
    }


def _named(figure: Figure) -> Counter[str]:
    """How often the record and its texts name each organism."""
    counts: Counter[str] = Counter()
    for name in figure.organisms:
        if (of := nomenclature_of(name)) is not None:
            counts[of.taxon] += 1
    for text in (figure.caption, figure.title, figure.paper_title):
        for hit in find_organisms(clean(text or "").text):
            if (of := nomenclature_of(hit.taxon)) is not None:
                counts[of.taxon] += 1
    return counts
