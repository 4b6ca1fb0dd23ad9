"""The one table of organisms that texts are searched for: `organisms.tsv`, and the viruses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal, TypeAlias, cast, get_args

from reconcile.bundled import packaged_text
from reconcile.viruses import VIRUSES

__all__ = [
    "ANIMALS",
    "BY_TAXON",
    "GREEN_PLANTS",
    "GROUPS",
    "ORGANISMS",
    "VIRUSES_AT_LARGE",
    "Group",
    "Organism",
    "common_name",
    "group_name",
]

Group: TypeAlias = Literal[
    "mammal",
    "vertebrate",
    "insect",
    "worm",
    "animal",
    "fungus",
    "plant",
    "protist",
    "bacterium",
    "archaeon",
    "virus",
]
"""What an organism is, as far as it matters here: `vertebrate` without the mammals, `animal` for
what is none of those before it; `plant` with the green algae, `worm` with the flatworms."""

GROUPS: Final[tuple[Group, ...]] = get_args(Group)

_NAMES: Final = {
    "animal": "other animals",
    "fungus": "fungi",
    "bacterium": "bacteria",
    "archaeon": "archaea",
    "virus": "viruses",
    "mixed": "several kinds of organisms",
}

ANIMALS: Final[frozenset[Group]] = frozenset({"mammal", "vertebrate", "insect", "worm", "animal"})

GREEN_PLANTS: Final = "33090"
"""NCBI Taxonomy id of *Viridiplantae*, for plants that no species name tells apart."""

VIRUSES_AT_LARGE: Final = "10239"
"""NCBI Taxonomy id of *Viruses*."""

_TABLE: Final = "organisms.tsv"


@dataclass(frozen=True, slots=True)
class Organism:
    """A row of the table of organisms.

    Attributes:
        taxon: NCBI Taxonomy id.
        group: what it is.
        name: scientific name, as records list it.
        common: what people call it.
        source: where the lexicon has its gene symbols from; None if it has none.
        words: a pattern of the words that name it, in any case, cell lines and strains among them;
            empty for one that another row names.
    """

    taxon: str
    group: Group
    name: str
    common: str
    source: str | None = None
    words: str = ""


def _rows() -> Iterator[Organism]:
    text = packaged_text("organisms", _TABLE)
    for line in text.splitlines():
        if not line.startswith("#"):
            taxon, group, name, common, source, words = line.split("\t")
            yield Organism(taxon, cast("Group", group), name, common, source or None, words)


ORGANISMS: Final = (
    *(Organism(v.taxon, "virus", v.name, v.common, words=v.words) for v in VIRUSES),
    *_rows(),
)
"""The one table of organisms. Of two rows that name the same words the first has them."""

BY_TAXON: Final = MappingProxyType({organism.taxon: organism for organism in ORGANISMS})
"""Its rows by NCBI Taxonomy id."""


def common_name(taxon: str) -> str:
    """What people call an organism, or `taxon 9258` for one that is not in the table.

    >>> common_name("10090"), common_name("9258")
    ('mouse', 'taxon 9258')
    """
    organism = BY_TAXON.get(taxon)
    return organism.common if organism is not None else f"taxon {taxon}"


def group_name(group: str) -> str:
    """What the members of a group are called.

    >>> group_name("plant"), group_name("fungus")
    ('plants', 'fungi')
    """
    return _NAMES.get(group, f"{group}s")
