"""Names that MeSH has for the proteins of genes and families that are known."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from reconcile.lexicon.build.compiler import Compiler
from reconcile.lexicon.build.names import bare_name
from reconcile.lexicon.build.sources.mesh_proteins import ProteinConcept
from reconcile.text import surface_key

__all__ = ["add_proteins"]

_SYMBOL_LENGTH: Final = 8


def add_proteins(compiler: Compiler, concepts: Iterable[ProteinConcept]) -> None:
    """Names that MeSH gives a protein whose main name is that of one gene or family.

    Where MeSH does not call the protein human, its other names must not be those of another
    gene: some concepts are classes. A supplementary concept may also be known by two others
    of its names.
    """
    for concept in concepts:
        named = {name: compiler.bearers(name) for name in concept.names}
        new = [name for name, refs in named.items() if not refs and compiler.is_open(name)]
        gene, family = _meaning(compiler, concept, named), _family_of(compiler, concept.names[0])
        for name in new:
            long = " " in name or (len(name) > _SYMBOL_LENGTH and name.islower())
            if not _says_more(compiler, name, gene, family):
                continue
            if gene is not None:
                compiler.add(name, "designation" if long else "alias", "mesh", gene)
            elif family is not None and long:
                compiler.add(name, "label", "mesh", family, is_family=True)


def _says_more(compiler: Compiler, name: str, gene: int | None, family: int | None) -> bool:
    """Whether a name is more than another one and its class: `menin protein`."""
    bare = bare_name(name)
    if bare == name:
        return True
    return gene not in compiler.bearers(bare) and not (family and compiler.labelled(bare, family))


def _meaning(compiler: Compiler, concept: ProteinConcept, named: dict[str, set[int]]) -> int | None:
    """The one gene that a concept stands for; None for classes and for what is not known."""
    gene = _only_gene(compiler, concept.names[0], symbol=concept.human)
    known = [refs for refs in named.values() if refs]
    if gene is None and not concept.human and len(known) > 1:
        shared = set.intersection(*known)
        gene = min(shared) if len(shared) == 1 and min(shared) >= 0 else None
        if not concept.supplement or not any(" " in n and refs for n, refs in named.items()):
            gene = None
    if gene is None or concept.human:
        return gene
    return gene if all(gene in refs for refs in known) else None


def _family_of(compiler: Compiler, name: str) -> int | None:
    """The one family that a name is the label of."""
    entries = compiler.forms.get(surface_key(name), ())
    refs = {entry.ref for entry in entries if entry.type == "label"}
    return refs.pop() if len(refs) == 1 else None


def _only_gene(compiler: Compiler, name: str, *, symbol: bool) -> int | None:
    """The one gene of a name, for a symbol by its approved or former bearer."""
    entries = compiler.forms.get(surface_key(name), ())
    for types in (("approved",), ("previous",)) if symbol else ():
        refs = {entry.ref for entry in entries if entry.type in types}
        if len(refs) == 1:
            return refs.pop()
    found = compiler.bearers(name)
    return min(found) if len(found) == 1 and min(found) >= 0 else None
