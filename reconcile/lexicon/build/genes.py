"""Human genes: their symbols, aliases and names, and the names that follow from these."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Final

from reconcile.lexicon.build.compiler import Compiler, is_named
from reconcile.lexicon.build.names import (
    comma_head,
    digit_spelling,
    micro_names,
    name_spellings,
    roman_receptor,
)
from reconcile.lexicon.build.sources.hgnc import HgncGene, HgncTable
from reconcile.lexicon.build.sources.ncbi_gene import NcbiTable
from reconcile.lexicon.schema import NO_REF
from reconcile.text import surface_key

__all__ = ["add_derived_names", "add_hgnc", "add_ncbi"]

_MOST_BEARERS: Final = 3


def add_hgnc(compiler: Compiler, table: HgncTable) -> None:
    """The approved genes with all their names, and withdrawn symbols."""
    for index, gene in enumerate(table.genes):
        compiler.genes.append(gene)
        _index_gene(compiler, index, gene)
        _add_gene_forms(compiler, index, gene)
    for symbol, became in table.withdrawn:
        compiler.add(symbol, "withdrawn", "hgnc", compiler.by_hgnc.get(became or "", NO_REF))


def _index_gene(compiler: Compiler, index: int, gene: HgncGene) -> None:
    compiler.by_hgnc[gene.hgnc_id] = index
    compiler.by_symbol[gene.symbol] = index
    if gene.ncbi:
        compiler.by_ncbi[gene.ncbi] = index
    if gene.uniprot:
        compiler.by_uniprot.setdefault(gene.uniprot, index)
    for number in gene.mgi:
        compiler.by_mgi[number].add(index)
    for number in gene.rgd:
        compiler.by_rgd[number].add(index)
    for text in gene.previous:
        compiler.by_previous[text] = index


def _add_gene_forms(compiler: Compiler, index: int, gene: HgncGene) -> None:
    compiler.add(gene.symbol, "approved", "hgnc", index)
    for text in gene.previous:
        compiler.add(text, "previous", "hgnc", index)
    for text in gene.alias:
        compiler.add(text, "alias", "hgnc", index)
        if arabic := digit_spelling(text):
            compiler.add(arabic, "alias", "hgnc", index)
    for text in micro_names(gene.symbol)[1:]:
        compiler.add(text, "name", "hgnc", index)
    if is_named(gene):
        for text in (gene.name, *gene.names):
            for spelling in name_spellings(text):
                compiler.add(spelling, "name", "hgnc", index)


def add_ncbi(compiler: Compiler, table: NcbiTable) -> None:
    """Synonyms and designations that HGNC does not already give the gene.

    A designation of many genes (`rotamase`) names a class, and is left out.
    """
    bearers = Counter(
        key for gene in table.genes for key in {surface_key(text) for text in gene.designations}
    )
    for gene in table.genes:
        index = compiler.by_hgnc.get(gene.hgnc_id, compiler.by_ncbi.get(gene.ncbi, NO_REF))
        if index == NO_REF:
            continue
        own = surface_key(compiler.genes[index].symbol)
        for text in gene.synonyms:
            if surface_key(text) != own and not compiler.known(text, index):
                compiler.add(text, "alias", "ncbi_gene", index)
        for text in gene.designations:
            if bearers[surface_key(text)] > _MOST_BEARERS:
                continue
            for spelling in name_spellings(text):
                if not compiler.known(spelling, index):
                    compiler.add(spelling, "designation", "ncbi_gene", index)


def add_derived_names(compiler: Compiler) -> None:
    """Names that follow from others and that nothing has as yet.

    Receptors with Roman numbers (`TGFBRII`), and what stands before the comma of a name where
    no other gene's name begins so.
    """
    heads: dict[str, set[int]] = defaultdict(set)
    names = sorted((gene.name, i) for i, gene in enumerate(compiler.genes) if is_named(gene))
    for (name, index), (following, _) in zip(names, [*names[1:], ("", 0)], strict=True):
        head = comma_head(name)
        if head is not None:
            heads[head].add(-1 if following.startswith(head) else index)
    derived = [(head, "designation", min(refs)) for head, refs in heads.items()]
    for index, gene in enumerate(compiler.genes):
        if is_named(gene) and "receptor" in gene.name:
            for symbol in (gene.symbol, *gene.alias, *gene.previous):
                derived.append((roman_receptor(symbol) or "", "alias", index))
    for text, type_, index in derived:
        if index >= 0 and text and surface_key(text) not in compiler.forms:
            compiler.add(text, type_, "hgnc", index)
