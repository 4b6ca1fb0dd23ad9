"""Families that symbols and names imply: by number, by a common beginning, by a former symbol."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from reconcile.lexicon.build.compiler import NAMED_LOCI, Compiler, is_named
from reconcile.lexicon.build.names import bare_name, micro_names, micro_stem, name_stems
from reconcile.lexicon.build.roots import family_roots
from reconcile.lexicon.schema import NO_REF, Entry
from reconcile.patterns import regex
from reconcile.text import common_prefix, surface_key

__all__ = ["add_name_stems", "add_roots", "add_shared_symbols"]

_SAME_FAMILY: Final = 0.5
_SHORT_ROOT: Final = 2
_SHARED_BY: Final = 3
_NUMBERS: Final = regex(r"\d+")


def add_roots(compiler: Compiler) -> None:
    """Families that numbered symbols imply (`SOCS` from SOCS1, SOCS2, …)."""
    for root, members in family_roots(_numbered_candidates(compiler)):
        if any(e.is_family for e in compiler.forms.get(surface_key(root), ())):
            continue
        index = compiler.add_family(root, "family", f"{root} family", "hgnc", members)
        compiler.add(root, "root", "hgnc", index, is_family=True)


def _numbered_candidates(compiler: Compiler) -> Iterator[Entry]:
    """HGNC's symbols, former symbols and aliases of protein-coding genes."""
    for key in sorted(compiler.forms):
        for entry in compiler.forms[key]:
            if (
                entry.source == "hgnc"
                and not entry.is_family
                and entry.ref != NO_REF
                and compiler.genes[entry.ref].locus_type in NAMED_LOCI
            ):
                yield entry


def add_name_stems(compiler: Compiler) -> None:
    """Families by what the names of their members have in common (`claudin` from CLDN1, …).

    The family that is known, by its label or by its numbered symbols, and has mostly these
    members; else one by the beginning that their symbols share. A stem that means something
    else keeps its meaning.
    """
    numbered = ((i, gene.name) for i, gene in enumerate(compiler.genes) if is_named(gene))
    of_gene: dict[int, set[int]] = defaultdict(set)
    for index, family in enumerate(compiler.families):
        for gene in family.members:
            of_gene[gene].add(index)
    for stem, refs in name_stems(numbered):
        if not compiler.is_open(stem):
            continue
        known = set().union(*(of_gene[ref] for ref in refs))
        shared = {i: _overlap(compiler, refs, i) for i in known}
        best = min(shared, key=lambda i: (-shared[i], i), default=None)
        if best is not None and compiler.labelled(bare_name(stem), best):
            continue
        if best is None or shared[best] < _SAME_FAMILY:
            low, *_, high = sorted(compiler.genes[ref].symbol for ref in refs)
            root = low[: common_prefix(low, high)]
            best = None
            if len(root) > _SHORT_ROOT and root not in compiler.family_index:
                best = compiler.add_family(root, "family", stem, "hgnc", refs)
        if best is not None and not (stem.endswith("protein") and compiler.is_root(best)):
            compiler.add(stem, "label", "hgnc", best, is_family=True)


def _overlap(compiler: Compiler, refs: frozenset[int], family: int) -> float:
    """The genes that a set shares with a family, as a part of the genes in either.

    0 where only numbered symbols make the family and it lacks one of the genes.
    """
    members = compiler.families[family].members
    if compiler.is_root(family) and not refs.issubset(members):
        return 0.0
    return len(refs.intersection(members)) / len(refs.union(members))


def add_shared_symbols(compiler: Compiler) -> None:
    """Families by a former symbol of several genes that still begins their symbols (`MT1`).

    MicroRNAs of one number are a family too (`miR-133`).
    """
    former: dict[str, set[int]] = defaultdict(set)
    micro: dict[str, set[int]] = defaultdict(set)
    for index, gene in enumerate(compiler.genes):
        for symbol in gene.previous:
            if is_named(gene) and gene.symbol.startswith(symbol):
                former[symbol].add(index)
        stem = micro_stem(gene.symbol)
        while stem:
            micro[stem].add(index)
            stem = micro_stem(stem)
    shared: list[tuple[str, tuple[str, ...], set[int]]]
    shared = [(s, (s,), genes) for s, genes in former.items() if len(genes) >= _SHARED_BY]
    shared += [(s, micro_names(s), genes) for s, genes in micro.items() if len(genes) > 1]
    for symbol, texts, refs in sorted(shared):
        meanings = compiler.forms.get(surface_key(texts[0]), ()) if texts else ()
        if texts and not any(e.is_family or _is_approved_as(e, texts[0]) for e in meanings):
            family = compiler.add_family(symbol, "family", f"{symbol} family", "hgnc", refs)
            for text in texts:
                compiler.add(text, "label", "hgnc", family, is_family=True)


def _is_approved_as(entry: Entry, text: str) -> bool:
    """Whether an entry is an approved symbol with the numbers of a text; MIR9-2 is not `miR-92`."""
    return entry.type == "approved" and _NUMBERS.findall(entry.form or "") == _NUMBERS.findall(text)
