"""Collect genes, families, functions and surface forms from the tables of all sources."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, Final, NamedTuple

from reconcile.errors import LexiconBuildError
from reconcile.lexicon.build.names import (
    bare_name,
    comma_head,
    digit_spelling,
    micro_names,
    micro_stem,
    name_spellings,
    name_stems,
    roman_receptor,
)
from reconcile.lexicon.build.roots import family_roots
from reconcile.lexicon.schema import NO_REF, NON_GENE_TYPES, ORTHOLOG_TYPES, Entry
from reconcile.lexicon.build.sources.famplex import FamplexTables
from reconcile.lexicon.build.sources.hgnc import HgncGene, HgncTable
from reconcile.lexicon.build.sources.mesh_proteins import ProteinConcept
from reconcile.lexicon.build.sources.ncbi_gene import NcbiTable
from reconcile.lexicon.build.sources.orthologs import SpeciesGene
from reconcile.text import common_prefix, letter_key, surface_key

__all__ = ["NAMED_LOCI", "Compiler", "FamilyRow", "FunctionRow"]

NAMED_LOCI: Final = frozenset({"gene with protein product", "complex locus constituent", ""})
"""Locus types whose long names are worth a form; the empty one stands for a missing column."""

_LONG_NAMES: Final = frozenset({"name", "designation", "chemical", "disease", "anatomy"})
_MOST_BEARERS: Final = 3
_NO_BETTER: Final = ORTHOLOG_TYPES | {"designation"}
_SAME_FAMILY: Final = 0.5
_SYMBOL_LENGTH: Final = 8
_SHORT_ROOT: Final = 2
_SHARED_BY: Final = 3
_NUMBERS: Final = re.compile(r"\d+")
_GREEK_AS_LETTERS: Final = frozenset({"curated", "label", "name", "alias", "previous"})
_CHEMICAL_SPACES: Final = frozenset({"CHEBI", "PUBCHEM", "HMDB", "MESH"})


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

    # -- human genes ---------------------------------------------------------------------------

    def add_hgnc(self, table: HgncTable) -> None:
        """The approved genes with all their names, and withdrawn symbols."""
        for index, gene in enumerate(table.genes):
            self.genes.append(gene)
            self._index_gene(index, gene)
            self._add_gene_forms(index, gene)
        for symbol, became in table.withdrawn:
            self.add(symbol, "withdrawn", "hgnc", self.by_hgnc.get(became or "", NO_REF))

    def _index_gene(self, index: int, gene: HgncGene) -> None:
        self.by_hgnc[gene.hgnc_id] = index
        self.by_symbol[gene.symbol] = index
        if gene.ncbi:
            self.by_ncbi[gene.ncbi] = index
        if gene.uniprot:
            self.by_uniprot.setdefault(gene.uniprot, index)
        for number in gene.mgi:
            self.by_mgi[number].add(index)
        for number in gene.rgd:
            self.by_rgd[number].add(index)
        for text in gene.previous:
            self.by_previous[text] = index

    def _add_gene_forms(self, index: int, gene: HgncGene) -> None:
        self.add(gene.symbol, "approved", "hgnc", index)
        for text in gene.previous:
            self.add(text, "previous", "hgnc", index)
        for text in gene.alias:
            self.add(text, "alias", "hgnc", index)
            if arabic := digit_spelling(text):
                self.add(arabic, "alias", "hgnc", index)
        for text in micro_names(gene.symbol)[1:]:
            self.add(text, "name", "hgnc", index)
        if _is_named(gene):
            for text in (gene.name, *gene.names):
                for spelling in name_spellings(text):
                    self.add(spelling, "name", "hgnc", index)

    def add_ncbi(self, table: NcbiTable) -> None:
        """Synonyms and designations that HGNC does not already give the gene.

        A designation of many genes (`rotamase`) names a class, and is left out.
        """
        bearers = Counter(
            key for gene in table.genes for key in {surface_key(text) for text in gene.designations}
        )
        for gene in table.genes:
            index = self.by_hgnc.get(gene.hgnc_id, self.by_ncbi.get(gene.ncbi, NO_REF))
            if index == NO_REF:
                continue
            own = surface_key(self.genes[index].symbol)
            for text in gene.synonyms:
                if surface_key(text) != own and not self._known(text, index):
                    self.add(text, "alias", "ncbi_gene", index)
            for text in gene.designations:
                if bearers[surface_key(text)] > _MOST_BEARERS:
                    continue
                for spelling in name_spellings(text):
                    if not self._known(spelling, index):
                        self.add(spelling, "designation", "ncbi_gene", index)

    def add_derived_names(self) -> None:
        """Names that follow from others and that nothing has as yet.

        Receptors with Roman numbers (`TGFBRII`), and what stands before the comma of a name where
        no other gene's name begins so.
        """
        heads: dict[str, set[int]] = defaultdict(set)
        names = sorted((gene.name, i) for i, gene in enumerate(self.genes) if _is_named(gene))
        for (name, index), (following, _) in zip(names, [*names[1:], ("", 0)], strict=True):
            head = comma_head(name)
            if head is not None:
                heads[head].add(-1 if following.startswith(head) else index)
        derived = [(head, "designation", min(refs)) for head, refs in heads.items()]
        for index, gene in enumerate(self.genes):
            if _is_named(gene) and "receptor" in gene.name:
                for symbol in (gene.symbol, *gene.alias, *gene.previous):
                    derived.append((roman_receptor(symbol) or "", "alias", index))
        for text, type_, index in derived:
            if index >= 0 and text and surface_key(text) not in self.forms:
                self.add(text, type_, "hgnc", index)

    def _known(self, text: str, index: int) -> bool:
        """Whether a better source already gives this gene this name."""
        return any(
            e.ref == index and not e.is_family for e in self.forms.get(surface_key(text), ())
        )

    def _human(self, symbol: str) -> int | None:
        """The gene with this approved symbol, else the one that once had it."""
        return self.by_symbol.get(symbol, self.by_previous.get(symbol))

    # -- families and complexes ------------------------------------------------------------------

    def add_famplex(self, tables: FamplexTables, extra: list[list[str]]) -> None:
        """FamPlex, and the curated families that extend or complete it."""
        kinds: dict[str, str] = {}
        members: dict[str, set[int]] = {}
        for identifier in tables.entities:
            relations = {relation for _, _, relation in tables.children.get(identifier, ())}
            kinds[identifier] = "complex" if "partof" in relations else "family"
            members[identifier] = self._members(identifier, tables.children, set())
        sources = dict.fromkeys(tables.entities, "famplex")
        for identifier, kind, mode, symbols, _note in extra:
            named = {self._curated_symbol(symbol, identifier) for symbol in symbols.split()}
            known = members.get(identifier, set()) if mode == "extend" else set()
            members[identifier] = named | known
            kinds[identifier] = kind
            sources.setdefault(identifier, "curated")
        for identifier in sorted(kinds):
            if members[identifier]:
                name = identifier.replace("_", " ")
                kind, source = kinds[identifier], sources[identifier]
                index = self._add_family(identifier, kind, name, source, members[identifier])
                self.add(name, "label", source, index, is_family=True)
        for text, namespace, target in tables.texts:
            self._add_mapped_text(text, namespace, target)

    def _members(
        self, identifier: str, children: dict[str, list[tuple[str, str, str]]], seen: set[str]
    ) -> set[int]:
        """All genes below a family or complex; cycles end."""
        if identifier in seen:
            return set()
        seen.add(identifier)
        found: set[int] = set()
        for namespace, child, _ in children.get(identifier, ()):
            if namespace == "HGNC":
                index = self._human(child)
                if index is not None:
                    found.add(index)
            elif namespace == "UP" and child in self.by_uniprot:
                found.add(self.by_uniprot[child])
            elif namespace == "FPLX":
                found |= self._members(child, children, seen)
        return found

    def _curated_symbol(self, symbol: str, where: str) -> int:
        index = self._human(symbol)
        if index is None:
            raise LexiconBuildError(f"curated family {where}: no HGNC symbol {symbol}")
        return index

    def _add_family(
        self, identifier: str, kind: str, name: str, source: str, genes: Iterable[int]
    ) -> int:
        index = len(self.families)
        self.family_index.setdefault(identifier, index)
        self.families.append(FamilyRow(identifier, kind, name, source, tuple(sorted(genes))))
        return index

    def _add_mapped_text(self, text: str, namespace: str, target: str) -> None:
        if namespace == "FPLX" and target in self.family_index:
            self.add(text, "label", "famplex", self.family_index[target], is_family=True)
        elif namespace == "HGNC" and (index := self._human(target)) is not None:
            self.add(text, "curated", "famplex", index)
        elif namespace == "UP" and target in self.by_uniprot:
            self.add(text, "curated", "famplex", self.by_uniprot[target])
        elif namespace in _CHEMICAL_SPACES:
            self.add(text, "chemical", "famplex")
        elif namespace == "GO":
            self.add(text, "process", "famplex")

    def add_curated(self, forms: list[list[str]], nongenes: list[list[str]]) -> None:
        """The project's own names of genes and families, and of things that are neither."""
        for text, target, _note in forms:
            index = self._human(target)
            if target in self.family_index:
                self.add(text, "label", "curated", self.family_index[target], is_family=True)
            elif index is not None:
                self.add(text, "curated", "curated", index)
            else:
                raise LexiconBuildError(f"curated form {text}: no symbol or family {target}")
        for text, kind, _note in nongenes:
            if kind not in NON_GENE_TYPES:
                raise LexiconBuildError(f"curated non-gene {text}: unknown type {kind}")
            self.add(text, kind, "curated")

    def add_roots(self) -> None:
        """Families that numbered symbols imply (`SOCS` from SOCS1, SOCS2, …)."""
        for root, members in family_roots(self._numbered_candidates()):
            if any(e.is_family for e in self.forms.get(surface_key(root), ())):
                continue
            index = self._add_family(root, "family", f"{root} family", "hgnc", members)
            self.add(root, "root", "hgnc", index, is_family=True)

    def add_name_stems(self) -> None:
        """Families by what the names of their members have in common (`claudin` from CLDN1, …).

        The family that is known, by its label or by its numbered symbols, and has mostly these
        members; else one by the beginning that their symbols share. A stem that means something
        else keeps its meaning.
        """
        numbered = ((i, gene.name) for i, gene in enumerate(self.genes) if _is_named(gene))
        of_gene: dict[int, set[int]] = defaultdict(set)
        for index, family in enumerate(self.families):
            for gene in family.members:
                of_gene[gene].add(index)
        for stem, refs in name_stems(numbered):
            if not self._is_open(stem):
                continue
            known = set().union(*(of_gene[ref] for ref in refs))
            shared = {i: self._overlap(refs, i) for i in known}
            best = min(shared, key=lambda i: (-shared[i], i), default=None)
            if best is not None and self._labelled(bare_name(stem), best):
                continue
            if best is None or shared[best] < _SAME_FAMILY:
                low, *_, high = sorted(self.genes[ref].symbol for ref in refs)
                root = low[: common_prefix(low, high)]
                best = None
                if len(root) > _SHORT_ROOT and root not in self.family_index:
                    best = self._add_family(root, "family", stem, "hgnc", refs)
            if best is not None and not (stem.endswith("protein") and self._is_root(best)):
                self.add(stem, "label", "hgnc", best, is_family=True)

    def _overlap(self, refs: frozenset[int], family: int) -> float:
        """The genes that a set shares with a family, as a part of the genes in either.

        0 where only numbered symbols make the family and it lacks one of the genes.
        """
        members = self.families[family].members
        if self._is_root(family) and not refs.issubset(members):
            return 0.0
        return len(refs.intersection(members)) / len(refs.union(members))

    def _labelled(self, name: str, family: int) -> bool:
        """Whether a family has this label."""
        found = self.forms.get(surface_key(name), ())
        return any(entry.is_family and entry.ref == family for entry in found)

    def _is_open(self, name: str) -> bool:
        """Whether a name has no better meaning than a designation or a name in other species."""
        found = self.forms.get(surface_key(name), ())
        return all(entry.type in _NO_BETTER for entry in found)

    def add_shared_symbols(self) -> None:
        """Families by a former symbol of several genes that still begins their symbols (`MT1`).

        MicroRNAs of one number are a family too (`miR-133`).
        """
        former: dict[str, set[int]] = defaultdict(set)
        micro: dict[str, set[int]] = defaultdict(set)
        for index, gene in enumerate(self.genes):
            for symbol in gene.previous:
                if _is_named(gene) and gene.symbol.startswith(symbol):
                    former[symbol].add(index)
            stem = micro_stem(gene.symbol)
            while stem:
                micro[stem].add(index)
                stem = micro_stem(stem)
        shared: list[tuple[str, tuple[str, ...], set[int]]]
        shared = [(s, (s,), genes) for s, genes in former.items() if len(genes) >= _SHARED_BY]
        shared += [(s, micro_names(s), genes) for s, genes in micro.items() if len(genes) > 1]
        for symbol, texts, refs in sorted(shared):
            meanings = self.forms.get(surface_key(texts[0]), ()) if texts else ()
            if texts and not any(e.is_family or _is_approved_as(e, texts[0]) for e in meanings):
                family = self._add_family(symbol, "family", f"{symbol} family", "hgnc", refs)
                for text in texts:
                    self.add(text, "label", "hgnc", family, is_family=True)

    def _is_root(self, family: int) -> bool:
        """Whether only symbols say that there is such a family: `tight junction proteins`."""
        return self.families[family].source == "hgnc"

    def add_proteins(self, concepts: Iterable[ProteinConcept]) -> None:
        """Names that MeSH gives a protein whose main name is that of one gene or family.

        Where MeSH does not call the protein human, its other names must not be those of another
        gene: some concepts are classes. A supplementary concept may also be known by two others
        of its names.
        """
        for concept in concepts:
            named = {name: self._bearers(name) for name in concept.names}
            new = [name for name, refs in named.items() if not refs and self._is_open(name)]
            gene, family = self._meaning(concept, named), self._family_of(concept.names[0])
            for name in new:
                long = " " in name or (len(name) > _SYMBOL_LENGTH and name.islower())
                if not self._says_more(name, gene, family):
                    continue
                if gene is not None:
                    self.add(name, "designation" if long else "alias", "mesh", gene)
                elif family is not None and long:
                    self.add(name, "label", "mesh", family, is_family=True)

    def _says_more(self, name: str, gene: int | None, family: int | None) -> bool:
        """Whether a name is more than another one and its class: `menin protein`."""
        bare = bare_name(name)
        if bare == name:
            return True
        return gene not in self._bearers(bare) and not (family and self._labelled(bare, family))

    def _meaning(self, concept: ProteinConcept, named: dict[str, set[int]]) -> int | None:
        """The one gene that a concept stands for; None for classes and for what is not known."""
        gene = self._only_gene(concept.names[0], symbol=concept.human)
        known = [refs for refs in named.values() if refs]
        if gene is None and not concept.human and len(known) > 1:
            shared = set.intersection(*known)
            gene = min(shared) if len(shared) == 1 and min(shared) >= 0 else None
            if not concept.supplement or not any(" " in n and refs for n, refs in named.items()):
                gene = None
        if gene is None or concept.human:
            return gene
        return gene if all(gene in refs for refs in known) else None

    def _family_of(self, name: str) -> int | None:
        """The one family that a name is the label of."""
        entries = self.forms.get(surface_key(name), ())
        refs = {entry.ref for entry in entries if entry.type == "label"}
        return refs.pop() if len(refs) == 1 else None

    def _only_gene(self, name: str, *, symbol: bool) -> int | None:
        """The one gene of a name, for a symbol by its approved or former bearer."""
        entries = self.forms.get(surface_key(name), ())
        for types in (("approved",), ("previous",)) if symbol else ():
            refs = {entry.ref for entry in entries if entry.type in types}
            if len(refs) == 1:
                return refs.pop()
        found = self._bearers(name)
        return min(found) if len(found) == 1 and min(found) >= 0 else None

    def _bearers(self, name: str) -> set[int]:
        """The genes that have a name in man, -1 for a family."""
        return {
            -1 if entry.is_family else entry.ref
            for entry in self.forms.get(surface_key(name), ())
            if entry.ref != NO_REF and entry.type not in NON_GENE_TYPES | ORTHOLOG_TYPES
        }

    def _numbered_candidates(self) -> Iterator[Entry]:
        """HGNC's symbols, former symbols and aliases of protein-coding genes."""
        for key in sorted(self.forms):
            for entry in self.forms[key]:
                if (
                    entry.source == "hgnc"
                    and not entry.is_family
                    and entry.ref != NO_REF
                    and self.genes[entry.ref].locus_type in NAMED_LOCI
                ):
                    yield entry

    # -- other species ---------------------------------------------------------------------------

    def add_species(
        self, genes: list[SpeciesGene], source: str, human: dict[str, set[int]] | None
    ) -> None:
        """Symbols of another species; a gene without a human ortholog refers to nothing."""
        for gene in genes:
            refs = (
                human.get(gene.number, set())
                if human is not None
                else {self.by_hgnc[h] for h in gene.human if h in self.by_hgnc}
            )
            if not refs and _noise(gene.symbol):
                continue
            for ref in sorted(refs) or [NO_REF]:
                self.add(gene.symbol, "ortholog", source, ref)
                if ref == NO_REF:
                    continue
                for text in gene.synonyms:
                    if len(surface_key(text)) > 2 and not self._known(text, ref):
                        self.add(text, "ortholog_alias", source, ref)

    def link_mouse(self, mouse: list[SpeciesGene], pairs: list[tuple[str, str]]) -> None:
        """Fill in one-to-one orthologs of Ensembl where HGNC links no mouse gene."""
        human_of = dict(pairs)
        for gene in mouse:
            index = self.by_symbol.get(human_of.get(gene.symbol, ""))
            if index is not None and not self.by_mgi.get(gene.number):
                self.by_mgi[gene.number].add(index)

    # -- things that are no genes, functions -------------------------------------------------------

    def add_nongenes(self, names: Iterable[tuple[str, str]], source: str) -> None:
        """`(name, type)` of chemicals, diseases and the like."""
        for name, kind in names:
            self.add(name, kind, source)

    def add_chemicals(self, names: Iterable[str]) -> None:
        """Names of ChEBI that no better source has as a chemical."""
        for name in names:
            key = surface_key(name)
            if len(key) >= 3 and not any(e.type == "chemical" for e in self.forms.get(key, ())):
                self.add(name, "chemical", "chebi")

    def add_words(self, words: Iterable[str]) -> None:
        """English words, most frequent first; the rank is kept as the reference."""
        for rank, word in enumerate(words):
            self.add(word, "word", "words", rank)

    def add_functions(self, terms: list[tuple[str, str, list[str]]]) -> None:
        """Processes with at least two known genes."""
        for identifier, name, members in terms:
            genes = sorted({self.by_ncbi[m] for m in members if m in self.by_ncbi})
            if len(genes) > 1:
                self.functions.append(FunctionRow(identifier, name, genes))

    def counts(self) -> dict[str, Any]:
        """How much of everything there is, for the manifest."""
        entries = [entry for found in self.forms.values() for entry in found]
        return {
            "genes": len(self.genes),
            "families": sum(family.kind == "family" for family in self.families),
            "complexes": sum(family.kind == "complex" for family in self.families),
            "functions": len(self.functions),
            "keys": len(self.forms),
            "forms": len(entries),
            "forms_by_type": dict(sorted(Counter(e.type for e in entries).items())),
            "forms_by_source": dict(sorted(Counter(e.source for e in entries).items())),
        }


def _is_approved_as(entry: Entry, text: str) -> bool:
    """Whether an entry is an approved symbol with the numbers of a text; MIR9-2 is not `miR-92`."""
    return entry.type == "approved" and _NUMBERS.findall(entry.form or "") == _NUMBERS.findall(text)


def _is_named(gene: HgncGene) -> bool:
    return gene.locus_type in NAMED_LOCI


def _noise(symbol: str) -> bool:
    """Whether a symbol without human ortholog is a clone or locus number."""
    return bool(
        re.search(r"Rik$|^Gm\d|^LOC|^RGD\d|^AABR|^[A-Z]{2}\d{6}|\.\d+$.*-ps|-ps\d*$", symbol)
    )
