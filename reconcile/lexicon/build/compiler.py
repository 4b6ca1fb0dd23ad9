"""What is collected from all sources: entities, surface forms, and how to ask for them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any, Final, NamedTuple

from reconcile.lexicon.build.sources.hgnc import HgncGene
from reconcile.lexicon.schema import NO_REF, NON_GENE_TYPES, ORTHOLOG_TYPES, Entry
from reconcile.text import letter_key, surface_key

__all__ = ["NAMED_LOCI", "Compiler", "FamilyRow", "FunctionRow", "is_named"]

NAMED_LOCI: Final = frozenset({"gene with protein product", "complex locus constituent", ""})
"""Locus types whose long names are worth a form; the empty one stands for a missing column."""

_LONG_NAMES: Final = frozenset({"name", "designation", "chemical", "disease", "anatomy"})
_NO_BETTER: Final = ORTHOLOG_TYPES | {"designation"}
_GREEK_AS_LETTERS: Final = frozenset({"curated", "label", "name", "alias", "previous"})


def is_named(gene: HgncGene) -> bool:
    """Whether the long names of a gene are worth a form."""
    return gene.locus_type in NAMED_LOCI


class FamilyRow(NamedTuple):
    """A family or complex: FamPlex id (or root), kind, readable name, source, gene indices."""

    id: str
    kind: str
    name: str
    source: str
    members: tuple[int, ...]


class FunctionRow(NamedTuple):
    """A Gene Ontology process: id, name, gene indices in ascending order."""

    id: str
    name: str
    members: list[int]


class Compiler:
    """Collects entities and forms. Sources must be added best first, HGNC before all others.

    Attributes:
        forms: surface key → its entries.
        genes: the human genes; the place in the list is the reference in entries.
        families: likewise for families and complexes.
        functions: Gene Ontology processes.
    """

    def __init__(self) -> None:
        self.forms: dict[str, set[Entry]] = defaultdict(set)
        self.genes: list[HgncGene] = []
        self.families: list[FamilyRow] = []
        self.functions: list[FunctionRow] = []
        self.by_hgnc: dict[str, int] = {}
        self.by_symbol: dict[str, int] = {}
        self.by_previous: dict[str, int] = {}
        self.by_ncbi: dict[str, int] = {}
        self.by_uniprot: dict[str, int] = {}
        self.by_mgi: dict[str, set[int]] = defaultdict(set)
        self.by_rgd: dict[str, set[int]] = defaultdict(set)
        self.family_index: dict[str, int] = {}

    def add(
        self, text: str, type_: str, source: str, ref: int = NO_REF, *, is_family: bool = False
    ) -> None:
        """Put a surface form under its key; keys of one character are of no use."""
        key = surface_key(text)
        if len(key) < 2:
            return
        keep_spelling = not (type_ in _LONG_NAMES and len(text) > 14)
        entry = Entry(text if keep_spelling else None, type_, source, ref, is_family)
        self.forms[key].add(entry)
        letters = letter_key(text)
        if type_ in _GREEK_AS_LETTERS and letters != key and len(letters) > 3:
            self.forms[letters].add(entry)

    def known(self, text: str, index: int) -> bool:
        """Whether a better source already gives this gene this name."""
        return any(
            e.ref == index and not e.is_family for e in self.forms.get(surface_key(text), ())
        )

    def human(self, symbol: str) -> int | None:
        """The gene with this approved symbol, else the one that once had it."""
        return self.by_symbol.get(symbol, self.by_previous.get(symbol))

    def add_family(
        self, identifier: str, kind: str, name: str, source: str, genes: Iterable[int]
    ) -> int:
        """Put a family or complex down; returns the reference to it in entries."""
        index = len(self.families)
        self.family_index.setdefault(identifier, index)
        self.families.append(FamilyRow(identifier, kind, name, source, tuple(sorted(genes))))
        return index

    def labelled(self, name: str, family: int) -> bool:
        """Whether a family has this label."""
        found = self.forms.get(surface_key(name), ())
        return any(entry.is_family and entry.ref == family for entry in found)

    def is_open(self, name: str) -> bool:
        """Whether a name has no better meaning than a designation or a name in other species."""
        found = self.forms.get(surface_key(name), ())
        return all(entry.type in _NO_BETTER for entry in found)

    def is_root(self, family: int) -> bool:
        """Whether only symbols say that there is such a family: `tight junction proteins`."""
        return self.families[family].source == "hgnc"

    def bearers(self, name: str) -> set[int]:
        """The genes that have a name in man, -1 for a family."""
        return {
            -1 if entry.is_family else entry.ref
            for entry in self.forms.get(surface_key(name), ())
            if entry.ref != NO_REF and entry.type not in NON_GENE_TYPES | ORTHOLOG_TYPES
        }

    def counts(self) -> dict[str, Any]:
        """How much of everything there is, for the manifest."""
        entries = [entry for found in self.forms.values() for entry in found]
        return {
            "genes": len(self.genes),
            "genes_without_ncbi_id": sum(not gene.ncbi for gene in self.genes),
            "families": sum(family.kind == "family" for family in self.families),
            "complexes": sum(family.kind == "complex" for family in self.families),
            "functions": len(self.functions),
            "keys": len(self.forms),
            "forms": len(entries),
            "forms_by_type": dict(sorted(Counter(e.type for e in entries).items())),
            "forms_by_source": dict(sorted(Counter(e.source for e in entries).items())),
        }
