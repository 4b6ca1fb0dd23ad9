"""How organisms name their genes: database, ids, and how symbol and protein are written."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal, TypeAlias

from reconcile.cleaning import clean
from reconcile.organisms import BY_TAXON
from reconcile.remembered import SELDOM
from reconcile.text import GREEK_LETTERS

__all__ = [
    "NOMENCLATURES",
    "Nomenclature",
    "accepted_organisms",
    "nomenclature_of",
    "table_key",
    "table_taxon",
]

_MOST_DIGITS: Final = 18
"""Of a number that a database of SQLite takes; no id has as many."""

ProteinStyle: TypeAlias = Literal["upper", "capital", "either", "yeast"]


@dataclass(frozen=True, slots=True)
class Nomenclature:
    """The rules of one organism's gene names.

    Attributes:
        taxon: NCBI Taxonomy id.
        database: who gives the symbols.
        prefix: what stands before the colon of its ids (`MGI` in `MGI:98834`).
        letters: what stands before the number of its ids, behind the colon (`FBgn`).
        digits: how many digits that number has, zeros in front; 0 for a number as it is.
        source: the source of its forms, one of `reconcile.lexicon.schema.SOURCES`.
        protein: how the protein of a gene is written beside the symbol: in capitals (`TRP53`,
            `DAF-2`), with a first capital (`Tp53`, `MurF`), either (`Hh`, `HH`), or as in yeast
            (`Ste11`, `Ste11p`).
        case_sensitive: whether two genes differ by letter case alone (`dl`, `Dl`).
        others: more names and taxon ids that mean this organism.
        species: taxon of the row of the table of organisms that names it; None if its own does.
    """

    taxon: str
    database: str
    prefix: str
    source: str
    protein: ProteinStyle
    letters: str = ""
    digits: int = 0
    case_sensitive: bool = False
    others: tuple[str, ...] = ()
    species: str | None = None

    @property
    def name(self) -> str:
        """What people call the organism."""
        return BY_TAXON[self.species or self.taxon].common

    @property
    def scientific(self) -> str:
        """Its scientific name."""
        return BY_TAXON[self.species or self.taxon].name

    def stored(self, identifier: str) -> int | str:
        """What a table keeps of an id of its database, given without prefix: no more than it must.

        >>> nomenclature_of("fly").stored("FBgn0004644")
        4644
        """
        local = identifier.removeprefix(self.letters)
        number = local.isdecimal() and len(local) <= _MOST_DIGITS
        for short in (int(local) if number else local, local):
            if self.identifier(short) == f"{self.prefix}:{identifier}":
                return short
        return identifier

    def identifier(self, stored: int | str) -> str:
        """The whole id from what a table keeps of it; the inverse of `stored`.

        >>> nomenclature_of("fly").identifier(4644)
        'FB:FBgn0004644'
        """
        if isinstance(stored, int):
            stored = f"{stored:0{self.digits}d}"
        local = f"{self.letters}{stored}" if stored[:1].isdigit() else stored
        return f"{self.prefix}:{local}"

    def is_protein_of(self, name: str, symbol: str) -> bool:
        """Whether a name is how the protein of the gene with this symbol is written.

        >>> nomenclature_of("yeast").is_protein_of("Ste11p", "STE11")
        True
        >>> nomenclature_of("worm").is_protein_of("DAF-2", "daf-2")
        True
        """
        first = symbol[:1].upper()
        if self.protein == "yeast":
            capital = first + symbol[1:].lower()
            return name in (capital, f"{capital}p")
        if self.protein != "upper" and name == first + symbol[1:]:
            return True
        return self.protein != "capital" and name == symbol.upper()

    def stems(self, name: str) -> tuple[str, ...]:
        """The name, and what it is without the ending that proteins of the organism have."""
        if self.protein == "yeast" and name[-1:] == "p" and name[-2:-1].isdigit():
            return (name, name[:-1])
        return (name,)


NOMENCLATURES: Final = (
    Nomenclature("10090", "MGI", "MGI", "mgi", "upper", others=("mice", "murine")),
    Nomenclature("10116", "RGD", "RGD", "rgd", "upper", others=("rats",)),
    Nomenclature("7955", "ZFIN", "ZFIN", "zfin", "capital", letters="ZDB-GENE-", others=("fish",)),
    Nomenclature(
        "7227",
        "FlyBase",
        "FB",
        "flybase",
        "either",
        letters="FBgn",
        digits=7,
        case_sensitive=True,
        others=("fly", "drosophila"),
    ),
    Nomenclature(
        "6239",
        "WormBase",
        "WB",
        "wormbase",
        "upper",
        letters="WBGene",
        digits=8,
        others=("worm", "c. elegans", "nematode"),
    ),
    Nomenclature(
        "559292",
        "SGD",
        "SGD",
        "sgd",
        "yeast",
        letters="S",
        digits=9,
        others=("4932", "yeast", "budding yeast", "saccharomyces cerevisiae", "s. cerevisiae"),
    ),
    Nomenclature(
        "511145",
        "RefSeq",
        "NCBIGene",
        "refseq",
        "capital",
        others=("562", "83333", "ecoli"),
        species="562",
    ),
)
"""The organisms that there are tables of."""


def _names(of: Nomenclature) -> set[str]:
    return {of.taxon, of.name.lower(), of.scientific.lower(), *of.others}


_BY_NAME: Final = {name: of for of in NOMENCLATURES for name in _names(of)}


def nomenclature_of(organism: str) -> Nomenclature | None:
    """The nomenclature of an organism, by taxon id or name; None if there is no table of it.

    >>> nomenclature_of("Mus musculus").taxon, nomenclature_of("7227").database
    ('10090', 'FlyBase')
    """
    return _BY_NAME.get(" ".join(organism.split()).lower())


def table_taxon(taxon: str) -> str:
    """The taxon id under which there is a table of an organism; its own where there is none.

    >>> table_taxon("562"), table_taxon("3702")
    ('511145', '3702')
    """
    nomenclature = nomenclature_of(taxon)
    return taxon if nomenclature is None else nomenclature.taxon


def accepted_organisms() -> str:
    """The organisms that there are tables of, for messages.

    >>> accepted_organisms()[:32]
    'mouse (10090), rat (10116), zebr'
    """
    return ", ".join(f"{of.name} ({of.taxon})" for of in NOMENCLATURES)


@lru_cache(maxsize=SELDOM)
def table_key(name: str) -> str:
    """The key under which spellings of a name meet: letters and digits, Greek as words, no case.

    Unlike `reconcile.text.surface_key` it keeps plurals and Roman numbers, which in the symbols of
    other organisms are none.

    >>> table_key("E(spl)mβ-HLH"), table_key("DAF-2")
    ('esplmbetahlh', 'daf2')
    """
    lowered = unicodedata.normalize("NFKC", clean(name).text).lower()
    return "".join(GREEK_LETTERS.get(char, char) for char in lowered if char.isalnum())
