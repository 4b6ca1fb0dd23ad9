"""Things that are no genes, and the processes that genes take part in."""

from __future__ import annotations

from collections.abc import Iterable

from reconcile.lexicon.build.compiler import Compiler, FunctionRow
from reconcile.text import surface_key

__all__ = ["add_chemicals", "add_functions", "add_nongenes", "add_words"]


def add_nongenes(compiler: Compiler, names: Iterable[tuple[str, str]], source: str) -> None:
    """`(name, type)` of chemicals, diseases and the like."""
    for name, kind in names:
        compiler.add(name, kind, source)


def add_chemicals(compiler: Compiler, names: Iterable[str]) -> None:
    """Names of ChEBI that no better source has as a chemical."""
    for name in names:
        key = surface_key(name)
        if len(key) >= 3 and not any(e.type == "chemical" for e in compiler.forms.get(key, ())):
            compiler.add(name, "chemical", "chebi")


def add_words(compiler: Compiler, words: Iterable[str]) -> None:
    """English words, most frequent first; the rank is kept as the reference."""
    for rank, word in enumerate(words):
        compiler.add(word, "word", "words", rank)


def add_functions(compiler: Compiler, terms: list[tuple[str, str, list[str]]]) -> None:
    """Processes with at least two known genes."""
    for identifier, name, members in terms:
        genes = sorted({compiler.by_ncbi[m] for m in members if m in compiler.by_ncbi})
        if len(genes) > 1:
            compiler.functions.append(FunctionRow(identifier, name, genes))
