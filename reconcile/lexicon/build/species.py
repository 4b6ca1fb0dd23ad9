"""Genes of other species, with their human orthologs."""

from __future__ import annotations

import re

from reconcile.lexicon.build.compiler import Compiler
from reconcile.lexicon.build.sources.orthologs import SpeciesGene
from reconcile.lexicon.schema import NO_REF
from reconcile.text import surface_key

__all__ = ["add_species", "link_mouse"]


def add_species(
    compiler: Compiler, genes: list[SpeciesGene], source: str, human: dict[str, set[int]] | None
) -> None:
    """Symbols of another species; a gene without a human ortholog refers to nothing."""
    for gene in genes:
        refs = (
            human.get(gene.number, set())
            if human is not None
            else {compiler.by_hgnc[h] for h in gene.human if h in compiler.by_hgnc}
        )
        if not refs and _noise(gene.symbol):
            continue
        for ref in sorted(refs) or [NO_REF]:
            for symbol in (gene.symbol, *gene.former):
                compiler.add(symbol, "ortholog", source, ref)
            if ref == NO_REF:
                continue
            for text in gene.synonyms:
                if len(surface_key(text)) > 2 and not compiler.known(text, ref):
                    compiler.add(text, "ortholog_alias", source, ref)


def link_mouse(compiler: Compiler, mouse: list[SpeciesGene], pairs: list[tuple[str, str]]) -> None:
    """Fill in one-to-one orthologs of Ensembl where HGNC links no mouse gene.

    Ensembl may know a gene, of man or mouse, by a symbol that it had.
    """
    human_of = dict(pairs)
    current = {gene.symbol for gene in mouse}
    for gene in mouse:
        names = [gene.symbol, *(name for name in gene.synonyms if name not in current)]
        known = next((human_of[name] for name in names if name in human_of), "")
        index = compiler.human(known)
        if index is not None and not compiler.by_mgi.get(gene.number):
            compiler.by_mgi[gene.number].add(index)


def _noise(symbol: str) -> bool:
    """Whether a symbol without human ortholog is a clone or locus number."""
    return bool(
        re.search(r"Rik$|^Gm\d|^LOC|^RGD\d|^AABR|^[A-Z]{2}\d{6}|\.\d+$.*-ps|-ps\d*$", symbol)
    )
