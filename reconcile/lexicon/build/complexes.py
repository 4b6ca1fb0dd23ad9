"""Complexes that go by their letters (`NuRD`, `TFIID`, `HOPS`), as the Gene Ontology has them.

FamPlex has few of them, and gene databases give the letters to one subunit (TFIID to TBP), or to a
gene of another matter that once had them (HOPS to ALPL).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from reconcile.lexicon.build.compiler import Compiler
from reconcile.patterns import regex
from reconcile.text import surface_key

__all__ = ["add_complexes"]

_NAMED: Final = regex(
    r"(?:transcription factor )?(?P<letters>[A-Za-z][A-Za-z0-9]*(?:-\d)?)(?: holo)? complex"
)
_CAPITALS: Final = 2
_ALONE: Final = 4
"""How many letters name a complex without the word."""
_OF_A_SERIES: Final = regex(r"(?P<stem>[A-Za-z]+)1")
_NO_COMPLEX: Final = frozenset({"ATPase", "GTPase"})


def add_complexes(compiler: Compiler, components: Iterable[tuple[str, str, list[str]]]) -> None:
    """Complexes with their genes, under their letters and `… complex`.

    Letters that are a symbol, a label, a former symbol of one of the genes or a word name the
    complex only with that word.

    Args:
        compiler: what takes them; all else is in it.
        components: id, name and NCBI Gene ids of cellular components.
    """
    for _term, name, genes in components:
        named = _NAMED.fullmatch(name)
        if named is None or named["letters"] in _NO_COMPLEX:
            continue
        letters = named["letters"]
        members = {compiler.by_ncbi[gene] for gene in genes if gene in compiler.by_ncbi}
        if sum(map(str.isupper, letters)) < _CAPITALS or len(members) < _CAPITALS:
            continue
        if letters in compiler.family_index or _has_label(compiler, letters):
            continue
        index = compiler.add_family(letters, "complex", f"{letters} complex", "go", members)
        compiler.add(f"{letters} complex", "label", "go", index, is_family=True)
        if len(letters) >= _ALONE and _is_free(compiler, letters, members):
            compiler.add(letters, "label", "go", index, is_family=True)


def _has_label(compiler: Compiler, letters: str) -> bool:
    """Whether another source names a family by these letters, with or without the word."""
    return any(
        entry.type in ("label", "curated") and entry.source != "go"
        for key in (surface_key(letters), surface_key(f"{letters} complex"))
        for entry in compiler.forms.get(key, ())
    )


def _is_free(compiler: Compiler, letters: str, members: set[int]) -> bool:
    """Whether letters alone may name a complex: `MLL1`, with MLL2 a gene too, may not."""
    first = _OF_A_SERIES.fullmatch(letters)
    if first is not None and compiler.bearers(f"{first['stem']}2") - {-1}:
        return False
    for entry in compiler.forms.get(surface_key(letters), ()):
        own = entry.type == "previous" and not entry.is_family and entry.ref in members
        if own or entry.type in ("approved", "word", "process", "chemical", "disease"):
            return False
    return True
