"""What the lexicon says of the symbols that people write, and of the entries of gene lists."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

__all__ = ["standing", "symbol_fault"]

_FEW: Final = 5
"""How many symbols are named in a message; more do not help to choose."""


def standing(keywords: Sequence[str]) -> frozenset[str]:
    """The symbols of the genes that the entries of a list may stand for, by any of their names."""
    return frozenset(symbol for keyword in keywords for symbol in _genes_called(keyword))


@lru_cache(maxsize=10_000)
def symbol_fault(symbol: str) -> str | None:
    """What is wrong with a symbol that a person wrote; None for an approved human one.

    >>> symbol_fault("HRAS"), symbol_fault("hras")
    (None, "'hras' is no approved symbol; write HRAS")
    """
    from reconcile.lexicon import Lexicon

    if Lexicon.load().gene_by_symbol(symbol) is not None:
        return None
    genes = _genes_called(symbol)
    if not genes:
        return f"no human gene has the symbol {symbol!r}; name an approved one"
    spelled = [gene for gene in genes if gene.upper() == symbol.upper()]
    *some, last = (spelled or sorted(genes))[:_FEW]
    named = f"{', '.join(some)} or {last}" if some else last
    return f"{symbol!r} is no approved symbol; write {named}"


def _genes_called(name: str) -> frozenset[str]:
    """The symbols of the human genes that have a name among theirs."""
    from reconcile.lexicon import Lexicon
    from reconcile.lexicon.schema import NO_REF, NON_GENE_TYPES
    from reconcile.text import surface_key

    lexicon = Lexicon.load()
    refs = {
        entry.ref
        for entry in lexicon.lookup(surface_key(name))
        if entry.ref != NO_REF and not entry.is_family and entry.type not in NON_GENE_TYPES
    }
    return frozenset(lexicon.gene(ref).gene.symbol for ref in refs)
